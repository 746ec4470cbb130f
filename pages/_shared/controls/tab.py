"""What a tab remembers besides its controls: presses that wait for data, runs that it follows, what is open.

Read `state` first, which has the controls and the address. A control that holds several values (runs, answers, layers, a
cell) is read and written here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digitcore.data import datasets
from digitcore.data.dataset import OptionValue
from digitcore.learning.guided.attempts import SEPARATOR, Score
from digitcore.learning.layers.layers import Layer
from pages._shared.controls import session, state

if TYPE_CHECKING:  # it brings the database, which Home and Explore do not need
    from digitcore.lab.runs.run_reader import RunReader

MOST_FOLLOWED = 8
"""More curves on one chart cannot be distinguished."""
RUN_SEPARATOR = "."
"""Between ids in an address, where a comma would be written %2C."""


@dataclass
class _Tab:
    request: tuple[str, str] = ("", "")
    """What was pressed and waits for its data: its kind (a recipe or a lesson) and its name."""
    requested_files: set[tuple[str, str]] = field(default_factory=set)
    """Of which run, and in which form."""
    following: dict[str, RunReader] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    """By lesson, as they stand in the address."""
    scores: dict[str, Score] = field(default_factory=dict)
    """By lesson, as it was last shown."""
    deleted_run: str = ""
    uploads_kept: int = 0
    layers_changed: int = 0


def upload_key() -> str:
    """The uploader's key; a new one empties it."""
    return f"upload_{_tab().uploads_kept}"


def empty_uploader() -> None:
    """Give the uploader a new key at the next run."""
    _tab().uploads_kept += 1


def put_dataset(name: str, options: Mapping[str, OptionValue]) -> None:
    """Choose a dataset, with these options and no other."""
    state.put("dataset", name)
    for option in datasets.all_options():
        state.put(option.name, options.get(option.name, option.default))


def put_network(layers: Sequence[Layer]) -> None:
    """Keep the layers of a network of one's own."""
    state.put("network", json.dumps([layer.to_dict() for layer in layers]))


def cell() -> tuple[int, int] | None:
    """The cell of the confusion matrix that is open: true class, predicted class."""
    state.keep_in_address("cell")
    true, dash, predicted = str(state.get("cell")).partition("-")
    is_cell = dash and true.isdecimal() and predicted.isdecimal()
    return (int(true), int(predicted)) if is_cell else None


def open_cell(true: int, predicted: int) -> None:
    """Show the images of this cell, from their first page."""
    state.put("cell", f"{true}-{predicted}")
    state.put("answers_page", 1)


def layer_key(position: int, name: str) -> str:
    """The key of one setting of one layer, until layers are added, moved or removed."""
    return f"layer_{_tab().layers_changed}_{position}_{name}"


def renew_layer_keys() -> None:
    """Layers were added, moved or removed: their widgets must not keep each other's values."""
    _tab().layers_changed += 1


def request(kind: str, name: str) -> None:
    """Remember what was pressed, a recipe or a lesson: its data may have to be loaded before it can begin."""
    _tab().request = (kind, name)


def requested(kind: str) -> str:
    """What was pressed of this kind; it stays until `clear_request`, while its data is loaded."""
    pressed, name = _tab().request
    return name if pressed == kind else ""


def clear_request() -> None:
    """The request has begun."""
    _tab().request = ("", "")


def request_file(run: str, form: str) -> None:
    """Have the run made a file in this form, and offered."""
    _tab().requested_files.add((run, form))


def is_file_requested(run: str, form: str) -> bool:
    """Whether this tab requested it."""
    return (run, form) in _tab().requested_files


def following(run_id: str, begin: Callable[[str], RunReader]) -> RunReader:
    """What this tab has read of the run so far; kept for the last few runs."""
    known = _tab().following
    if run_id not in known:
        while len(known) >= MOST_FOLLOWED:
            del known[next(iter(known))]
        known[run_id] = begin(run_id)
    return known[run_id]


def chosen_runs() -> list[str]:
    """The ids of the runs that are compared, as the address has them."""
    return list(dict.fromkeys(filter(None, state.get("runs").split(RUN_SEPARATOR))))[:MOST_FOLLOWED]


def choose_runs(run_ids: Sequence[str]) -> None:
    """Compare these runs."""
    state.put("runs", RUN_SEPARATOR.join(run_ids))


def picked_models_key(names: Sequence[str], most: int) -> str:
    """The key of the list from which compared models are picked, which shows those of the address that are in it."""
    session.set_widget_value("picked_models", [name for name in chosen_runs() if name in names][:most])
    return "picked_models"


def tick_key(run_id: str) -> str:
    """The key of a run's box in the list, which shows whether the run is compared."""
    key = f"tick_{run_id}"
    session.set_widget_value(key, run_id in chosen_runs())
    return key


def note_deleted(run_id: str) -> None:
    """Which run was deleted last, so that it can be taken back; empty for none."""
    _tab().deleted_run = run_id


def last_deleted() -> str:
    """The run that was deleted last in this tab."""
    return _tab().deleted_run


def open_experiment(name: str) -> None:
    """Open the lesson of a published experiment with what was answered there before; "" is the list of all."""
    state.put("recipe", name)
    state.put("answers", _tab().answers.get(name, ""))


def answers() -> dict[str, str]:
    """What was answered in the open lesson, by question, as the address has it: `values-64_converged-falling`."""
    state.keep_in_address("answers")
    _tab().answers[state.get("recipe")] = state.get("answers")
    entries = (entry.partition("-") for entry in state.get("answers").split("_"))
    return {name: answer for name, dash, answer in entries if dash and answer}


def put_answer(name: str, answer: str) -> None:
    """Answer a question; the attempts before stay in front of it."""
    given = answers()
    given[name] = SEPARATOR.join(filter(None, (given.get(name), answer)))
    state.put("answers", "_".join(f"{key}-{text}" for key, text in given.items() if text))


def forget_answers() -> None:
    """Begin the open lesson anew."""
    state.put("answers", "")
    state.put("claim", 1)


def note_score(score: Score) -> None:
    """How the open lesson stands, for the list of all."""
    _tab().scores[state.get("recipe")] = score


def score_of(lesson: str) -> Score | None:
    """How the lesson stood when it was last shown in this tab."""
    return _tab().scores.get(lesson)


def answer_key(name: str, shown: Any) -> str:
    """The key of a question's widget, which shows what the address says."""
    key = f"answer_{state.get('recipe')}_{name}"
    session.set_widget_value(key, shown)
    return key


def _tab() -> _Tab:
    return session.remembered(_Tab)
