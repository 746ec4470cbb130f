"""What a visitor has set: the only place that spells session keys. Which controls there are is in `control_table`.

Controls marked `in_address` stand in the query of the page's link while they are on screen and differ from
their default, so that a link restores the setting. Streamlit can bind a widget to the query itself, but
then writes the words that are shown, which change and need not be unique; here the address holds the
plain values (`view=averages`, `dataset=mnist`). Whatever an address says is checked: what cannot be is the default.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from functools import wraps
from time import monotonic
from typing import TYPE_CHECKING, Any

import streamlit as st

from digitcore.errors import DigitLabError
from digitcore.learning.layers import Layer
from pages._shared import lesson
from pages._shared.control_table import CONTROLS

if TYPE_CHECKING:  # it brings the database, which Home and Explore do not need
    from digitcore.lab.following import Following


MOST_FOLLOWED = 8
"""More curves on one chart cannot be told apart."""
RUN_SEPARATOR = "."
"""Between ids in an address, where a comma would be written %2C."""

_ADDRESSES = 8
"""So many of the addresses we wrote last are remembered: a slow browser may be some presses behind."""


def one_of(key: str, options: Sequence[Any]) -> dict[str, Any]:
    """What a widget that chooses among `options` passes on; a value that is none of them becomes the default.

    Where the default is none of them either (5,000 images of 1,347), it is the last.
    """
    if get(key) not in options:
        put(key, CONTROLS[key].default if CONTROLS[key].default in options else options[-1])
    passed_on = _on_screen(key)
    if CONTROLS[key].default not in options and get(key) == options[-1]:
        st.session_state["on_screen"].discard(key)  # nobody chose it: the link stays as it is
    return passed_on


def one_size_of(key: str, options: Sequence[int]) -> dict[str, Any]:
    """Like `one_of`; a size that is too large for a dataset comes back where it fits again."""
    set_aside: dict[str, tuple[int, int]] = st.session_state.setdefault("set_aside", {})
    wanted, shown = set_aside.pop(key, (get(key), None))
    if get(key) not in (wanted, shown):  # another one was chosen meanwhile
        wanted = get(key)
    if wanted in options:
        put(key, wanted)
    passed_on = one_of(key, options)
    if get(key) != wanted:
        set_aside[key] = (wanted, get(key))
    return passed_on


def between(key: str, low: float, high: float) -> dict[str, Any]:
    """What a widget for a number passes on; a value outside the bounds becomes the nearest bound."""
    value, default = get(key), CONTROLS[key].default
    if isinstance(value, float) and math.isnan(value):
        put(key, default)
    elif value is not None:
        put(key, min(max(value, low), high))
    passed_on = _on_screen(key) | {"min_value": low, "max_value": high}
    if default is not None and default > high and get(key) == high:
        st.session_state["on_screen"].discard(key)  # nobody chose it: the link stays as it is
    return passed_on


def switch(key: str) -> dict[str, Any]:
    """What a switch passes on."""
    return _on_screen(key)


def keep_in_address(key: str) -> None:
    """Put a control that has no widget into the address of this page."""
    _on_screen(key)


def get(key: str) -> Any:
    """The control's value now, also when its widget is not on screen."""
    return st.session_state.get(key, CONTROLS[key].default)


def put(key: str, value: Any) -> None:
    """Set a control from code; only before its widget is drawn, or in a callback."""
    st.session_state[CONTROLS[key].key] = value


def forget_place() -> None:
    """Other images are looked at: no image is open, and their first page is shown."""
    put("image", CONTROLS["image"].default)
    put("page", CONTROLS["page"].default)


def put_at_next_run(key: str, value: Any) -> None:
    """Set a control whose widget is already drawn: it is set before the next run draws it."""
    st.session_state.setdefault("pending", {})[CONTROLS[key].key] = value


def in_callback(act: Callable[..., None]) -> Callable[..., None]:
    """A callback whose errors become a sentence on the page: Streamlit calls it where no page can catch them."""

    @wraps(act)
    def guarded(*args: Any, **kwargs: Any) -> None:
        try:
            act(*args, **kwargs)
        except DigitLabError as error:
            st.session_state["callback_error"] = str(error)

    return guarded


def take_callback_error() -> str:
    """The sentence of the last callback's error, once."""
    return str(st.session_state.pop("callback_error", ""))


def begin_run(page: str) -> None:
    """Take over what the address says, if it is not what we wrote there, and what the last run left to be set."""
    last_on_screen = st.session_state.get("on_screen", set())
    query = st.query_params.to_dict()
    st.session_state["page_was_entered"] = st.session_state.get("page_on_screen") != page
    same_page, is_ours = not page_was_entered(), st.session_state.pop("runs_again", False)
    if query != st.session_state.get("address") and not (same_page and _lags(query, is_ours=is_ours)):
        anew = set(last_on_screen) if same_page else set()  # the back button: what is not said is the default
        if lesson.take_up(query, same_page=same_page):
            anew |= set(lesson.HOLDS)  # the whole setting is the lesson's, whatever was set before
        for key in anew:
            put(key, CONTROLS[key].default)
        for key, text in query.items():
            if key in CONTROLS and CONTROLS[key].in_address:
                put(key, CONTROLS[key].parse(text))
    st.session_state["on_screen"], st.session_state["page_on_screen"] = set(), page
    lesson.forget_offered()
    for key, value in (st.session_state.pop("pending", {}) | lesson.values()).items():
        put(key, value)


def run_again() -> None:
    """Run the page again because of something that is no press: what a fragment watches has happened, or was just done.

    The address that comes along is the one that the browser had when this run began.
    """
    st.session_state["runs_again"] = True
    st.rerun()


def _lags(query: dict[str, str], *, is_ours: bool) -> bool:
    """Whether the browser has not taken over our last address yet: an earlier one of ours comes along with a press.

    Or with a run that is ours. The back button brings an earlier one too, but presses nothing.
    """
    before = st.session_state.get("values_before", {})
    return query in st.session_state.get("addresses", []) and (
        is_ours or any(get(key) != value for key, value in before.items()) or lesson.was_changed()
    )


def page_was_entered() -> bool:
    """Whether the last run showed another page, or none."""
    return bool(st.session_state.get("page_was_entered"))


def address() -> dict[str, str]:
    """What the address of this page says now: the controls that are on screen and differ from their defaults."""
    shown = [CONTROLS[key] for key in CONTROLS if key in st.session_state["on_screen"]]
    return {
        control.key: control.write(get(control.key))
        for control in shown
        if control.in_address and get(control.key) != control.default
    }


def end_run() -> None:
    """End a run: write the controls that are on screen into the address, and the lesson that is on."""
    shown = st.session_state["on_screen"]
    lesson.settle({key: get(key) for key in shown})
    _write(lesson.in_address() | address())
    st.session_state["values_before"] = {key: get(key) for key in shown}


def _write(address: dict[str, str]) -> None:
    if address != st.query_params.to_dict():
        st.query_params.from_dict(address)
    st.session_state["address"] = address
    st.session_state["addresses"] = [*st.session_state.get("addresses", []), address][-_ADDRESSES:]


def page_on_screen() -> str:
    """The page's name in the address; empty for Home."""
    return str(st.session_state.get("page_on_screen", ""))


def remember_wanted_page(page: str, query: dict[str, str]) -> None:
    """Which page a deep link asked for, before `app.py` has run."""
    st.session_state["wanted_page"] = (page, query)


def take_wanted_page() -> tuple[str, dict[str, str]] | None:
    """The remembered page and its query, once."""
    wanted: tuple[str, dict[str, str]] | None = st.session_state.pop("wanted_page", None)
    return wanted


def upload_key() -> str:
    """The uploader's key; a new one empties it."""
    return f"upload_{st.session_state.get('uploads_kept', 0)}"


def empty_uploader() -> None:
    """Give the uploader a new key at the next run."""
    st.session_state["uploads_kept"] = st.session_state.get("uploads_kept", 0) + 1


def put_network(layers: Sequence[Layer]) -> None:
    """Keep the layers of a network of one's own."""
    put("network", json.dumps([layer.to_dict() for layer in layers]))


def cell() -> tuple[int, int] | None:
    """The cell of the confusion matrix that is open: true class, predicted class."""
    keep_in_address("cell")
    true, dash, said = str(get("cell")).partition("-")
    return (int(true), int(said)) if dash and true.isdecimal() and said.isdecimal() else None


def press_cell(pressed: tuple[int, int] | None) -> None:
    """Open the cell that is pressed; its images begin with their first page.

    The chart goes on telling of a press at each run, so one counts once: otherwise the back button could not undo it.
    """
    if pressed is not None and pressed != st.session_state.get("pressed_cell"):
        put("cell", f"{pressed[0]}-{pressed[1]}")
        put("answers_page", 1)
    st.session_state["pressed_cell"] = pressed


def layer_key(position: int, name: str) -> str:
    """The key of one setting of one layer, until layers are added, moved or removed."""
    return f"layer_{st.session_state.get('networks', 0)}_{position}_{name}"


def renew_layer_keys() -> None:
    """Layers have changed places: their widgets must not keep each other's values."""
    st.session_state["networks"] = st.session_state.get("networks", 0) + 1


def widget_value(key: str) -> Any:
    """What was entered in a widget, for its callback."""
    return st.session_state[key]


def want(kind: str, name: str) -> None:
    """What was pressed, a recipe or a lesson: its data may have to be fetched before it can begin."""
    st.session_state["wanted"] = (kind, name)


def wanted(kind: str) -> str:
    """What was pressed of this kind; it stays until `forget_wanted`, while its data is fetched."""
    pressed, name = st.session_state.get("wanted", ("", ""))
    return str(name) if pressed == kind else ""


def forget_wanted() -> None:
    """What was wanted is started."""
    st.session_state.pop("wanted", None)


def want_fetch(dataset: str) -> None:
    """The images of this dataset are wanted: they are fetched where the page needs them."""
    st.session_state["wanted_fetch"] = dataset


def is_fetch_wanted(dataset: str) -> bool:
    """Whether somebody pressed the button that fetches it."""
    return st.session_state.get("wanted_fetch") == dataset


def want_file(run: str, form: str) -> None:
    """This tab wants the run in this form: the file is made, and offered."""
    st.session_state.setdefault("wanted_files", set()).add((run, form))


def is_file_wanted(run: str, form: str) -> bool:
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
    return list(dict.fromkeys(filter(None, get("runs").split(RUN_SEPARATOR))))[:MOST_FOLLOWED]


def choose_runs(run_ids: Sequence[str]) -> None:
    """Compare these runs."""
    put("runs", RUN_SEPARATOR.join(run_ids))


def picked_models(names: Sequence[str], most: int) -> str:
    """The key of the list from which compared models are picked, which shows those of the address that are in it."""
    st.session_state["picked_models"] = [name for name in chosen_runs() if name in names][:most]
    return "picked_models"


def tick(run_id: str) -> str:
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


def needed_in_link(query: dict[str, str]) -> dict[str, str]:
    """Without what is so already: an address that is written anew after a link would keep the back button from leaving."""
    return {
        key: text
        for key, text in query.items()
        if not CONTROLS[key].parse(text) == get(key) == CONTROLS[key].default
    }


def open_experiment(name: str) -> None:
    """Open the lesson of a published experiment with what was answered there before; "" is the list of all."""
    put("recipe", name)
    put("answers", st.session_state.get("answered", {}).get(name, ""))


def answers() -> dict[str, str]:
    """What was answered in the open lesson, by question, as the address has it: `values-64_converged-falling`."""
    keep_in_address("answers")
    st.session_state.setdefault("answered", {})[get("recipe")] = get("answers")
    entries = (entry.partition("-") for entry in get("answers").split("_"))
    return {name: answer for name, dash, answer in entries if dash and answer}


def put_answer(name: str, answer: str) -> None:
    """Answer a question, or take the answer back where it is empty."""
    given = {**answers(), name: answer}
    put("answers", "_".join(f"{key}-{text}" for key, text in given.items() if text))


def answer_key(name: str, shown: Any) -> str:
    """The key of a question's widget, which shows what the address says."""
    key = f"answer_{get('recipe')}_{name}"
    st.session_state[key] = shown
    return key


def _on_screen(key: str) -> dict[str, Any]:
    st.session_state["on_screen"].add(key)
    st.session_state.setdefault(key, CONTROLS[key].default)
    return {"key": key, "persist_state": "session"}
