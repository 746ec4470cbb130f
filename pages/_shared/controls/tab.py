"""What a tab remembers besides its controls: what was pressed and has still to begin, which runs it follows, what is open.

After `state` in the reading order, which has the controls and writes the address. Where a control holds more than one value
(runs, answers, layers, a cell), it is read and written here.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any

import streamlit as st

from digitcore.learning.layers.layers import Layer
from pages._shared.controls import state

if TYPE_CHECKING:  # it brings the database, which Home and Explore do not need
    from digitcore.lab.runs.run_reader import Following

MOST_FOLLOWED = 8
"""More curves on one chart cannot be told apart."""
RUN_SEPARATOR = "."
"""Between ids in an address, where a comma would be written %2C."""


def upload_key() -> str:
    """The uploader's key; a new one empties it."""
    return f"upload_{st.session_state.get('uploads_kept', 0)}"


def empty_uploader() -> None:
    """Give the uploader a new key at the next run."""
    st.session_state["uploads_kept"] = st.session_state.get("uploads_kept", 0) + 1


def put_network(layers: Sequence[Layer]) -> None:
    """Keep the layers of a network of one's own."""
    state.put("network", json.dumps([layer.to_dict() for layer in layers]))


def cell() -> tuple[int, int] | None:
    """The cell of the confusion matrix that is open: true class, predicted class."""
    state.keep_in_address("cell")
    true, dash, said = str(state.get("cell")).partition("-")
    return (int(true), int(said)) if dash and true.isdecimal() and said.isdecimal() else None


def press_cell(pressed: tuple[int, int] | None) -> None:
    """Open the cell that is pressed; its images begin with their first page.

    The chart goes on telling of a press at each run, so one counts once: otherwise the back button could not undo it.
    """
    if pressed is not None and pressed != st.session_state.get("pressed_cell"):
        state.put("cell", f"{pressed[0]}-{pressed[1]}")
        state.put("answers_page", 1)
    st.session_state["pressed_cell"] = pressed


def layer_key(position: int, name: str) -> str:
    """The key of one setting of one layer, until layers are added, moved or removed."""
    return f"layer_{st.session_state.get('networks', 0)}_{position}_{name}"


def renew_layer_keys() -> None:
    """Layers have changed places: their widgets must not keep each other's values."""
    st.session_state["networks"] = st.session_state.get("networks", 0) + 1


def request(kind: str, name: str) -> None:
    """What was pressed, a recipe or a lesson: its data may have to be fetched before it can begin."""
    st.session_state["wanted"] = (kind, name)


def requested(kind: str) -> str:
    """What was pressed of this kind; it stays until `clear_request`, while its data is fetched."""
    pressed, name = st.session_state.get("wanted", ("", ""))
    return str(name) if pressed == kind else ""


def clear_request() -> None:
    """What was wanted is started."""
    st.session_state.pop("wanted", None)


def request_fetch(dataset: str) -> None:
    """The images of this dataset are wanted: they are fetched where the page needs them."""
    st.session_state["wanted_fetch"] = dataset


def is_fetch_requested(dataset: str) -> bool:
    """Whether somebody pressed the button that fetches it."""
    return st.session_state.get("wanted_fetch") == dataset


def request_file(run: str, form: str) -> None:
    """This tab wants the run in this form: the file is made, and offered."""
    st.session_state.setdefault("wanted_files", set()).add((run, form))


def is_file_requested(run: str, form: str) -> bool:
    """Whether this tab asked for it."""
    return (run, form) in st.session_state.get("wanted_files", set())


def following(run_id: str, begin: Callable[[str], Following]) -> Following:
    """What this tab has read of the run so far; of the runs it looked at last."""
    known: dict[str, Following] = st.session_state.setdefault("following", {})
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
    st.session_state["picked_models"] = [name for name in chosen_runs() if name in names][:most]
    return "picked_models"


def tick_key(run_id: str) -> str:
    """The key of a run's box in the list, which shows whether the run is compared."""
    key = f"tick_{run_id}"
    st.session_state[key] = run_id in chosen_runs()
    return key


def played_seconds(tempo: float) -> float:
    """How much of a recording was played in this tab at this tempo; another tempo begins anew."""
    began, at = st.session_state.get("playing", (0.0, None))
    if at != tempo:
        began, at = st.session_state["playing"] = (monotonic(), tempo)
    return float("inf") if math.isinf(tempo) else float(tempo * (monotonic() - began))


def play_again() -> None:
    """Begin the recording anew."""
    st.session_state.pop("playing", None)


def note_deleted(run_id: str) -> None:
    """Which run was deleted last, so that it can be taken back; empty for none."""
    st.session_state["deleted_run"] = run_id


def last_deleted() -> str:
    """The run that was deleted last in this tab."""
    return str(st.session_state.get("deleted_run", ""))


def open_experiment(name: str) -> None:
    """Open the lesson of a published experiment with what was answered there before; "" is the list of all."""
    state.put("recipe", name)
    state.put("answers", st.session_state.get("answered", {}).get(name, ""))


def answers() -> dict[str, str]:
    """What was answered in the open lesson, by question, as the address has it: `values-64_converged-falling`."""
    state.keep_in_address("answers")
    st.session_state.setdefault("answered", {})[state.get("recipe")] = state.get("answers")
    entries = (entry.partition("-") for entry in state.get("answers").split("_"))
    return {name: answer for name, dash, answer in entries if dash and answer}


def put_answer(name: str, answer: str) -> None:
    """Answer a question, or take the answer back where it is empty."""
    given = {**answers(), name: answer}
    state.put("answers", "_".join(f"{key}-{text}" for key, text in given.items() if text))


def answer_key(name: str, shown: Any) -> str:
    """The key of a question's widget, which shows what the address says."""
    key = f"answer_{state.get('recipe')}_{name}"
    st.session_state[key] = shown
    return key
