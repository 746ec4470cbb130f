"""The visitor's drawings: stored while they are drawn; labelled, put back, downloaded, deleted, made a dataset."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import streamlit as st

from digitcore import settings, wording
from digitcore.data.dataset import DIGITS
from digitcore.data.sources import own_datasets
from digitcore.lab.drawings import drawing_files, drawings
from digitcore.lab.drawings.drawing_records import DrawingRecord
from pages._shared import charts, frame, lab
from pages._shared.board import canvas, pen_rest
from pages._shared.board.desk import BLANK, Desk, desk
from pages._shared.components import gallery
from pages._shared.controls import session, state, visitor, words

SHOWN = 24
_KEEPS = ("canvas", "picture", "grid")
"""Ways whose ink is the visitor's own; a test image is not."""


def keep(on_desk: Desk) -> None:
    """Store what is on the desk, unless the store has it as it is."""
    version = f"{on_desk.version} {on_desk.model} {len(on_desk.answers)}"
    if on_desk.version == BLANK or state.get("way") not in _KEEPS:
        return
    if version == on_desk.kept_version:
        return
    predictions = [answer.prediction for answer in on_desk.answers]
    on_desk.kept_id = drawings.save(
        lab.store(),
        visitor.current(),
        on_desk.drawing,
        model=on_desk.model,
        said="".join(str(prediction.digit) for prediction in predictions if prediction.is_digit),
        is_digit=bool(predictions) and all(prediction.is_digit for prediction in predictions),
        probabilities=np.stack([prediction.probabilities for prediction in predictions])
        if predictions
        else np.zeros((0, len(DIGITS)), np.float32),
        prompt=on_desk.prompt,
        drawing_id=on_desk.kept_id,
    )
    on_desk.kept_version = version


@pen_rest.follows("history_rest", lambda: desk().moment)
def show() -> None:
    """The heading, the drawing on the desk, the gallery, and what can be done with all drawings."""
    with frame.errors_as_sentences():
        if desk().asks_for_page:
            desk().asks_for_page = False
            state.run_again()
        st.header("Your drawings", anchor=False)
        count = drawings.count(
            lab.store(), visitor.current()
        )  # first: where the store fails, promise nothing
        days = settings.current().drawing_days
        st.caption(
            f"What you draw is kept on this server for {days} days, with what the model said. Only this browser sees it."
        )
        if desk().deleted:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{_drawings(len(desk().deleted))} deleted.", width="stretch")
                st.button("Take it back", icon=":material/undo:", on_click=_restore)
        if not count:
            st.write("Nothing yet. Draw a digit above.")
            return
        shown = drawings.listed(lab.store(), visitor.current(), count=SHOWN)
        _label_current(desk(), shown)
        _gallery(shown)
        charts.explain(
            "The newest first. Below each what was said, and after the arrow what it was meant to be. "
            "Press one to label it, put it back on the canvas or delete it.",
            f"{len(shown)} of {_drawings(count)}.",
        )
        _opened(shown)
        _everything(count)


def _label_current(on_desk: Desk, shown: Sequence[DrawingRecord]) -> None:
    """A choice of the true label of what is on the desk."""
    record = next((record for record in shown if record.id == on_desk.kept_id), None)
    if record and len(on_desk.answers) <= 1 and on_desk.version != BLANK:
        _choose_label(record.id, "This drawing was meant to be", record.true_label)


def _choose_label(drawing_id: str, words_: str, label: int | None) -> None:
    key = f"label_{drawing_id}"
    st.segmented_control(
        words_, list(range(10)), default=label, key=key, on_change=_put_label, args=(drawing_id, key)
    )


def _gallery(shown: Sequence[DrawingRecord]) -> None:
    picked = next((place for place, record in enumerate(shown) if record.id == desk().opened_id), None)
    gallery.show(
        drawing_files.framed(shown),
        key="my_drawings",
        maximum=255,
        label="Your drawings",
        names=[f"drawing of {record.created_at:%d %B %H:%M}, {_words(record)}" for record in shown],
        captions=[_words(record) for record in shown],
        size=56,
        picked=picked,
        on_pick=lambda position: _open(shown[position].id),
        scrolls=False,
    )


def _words(record: DrawingRecord) -> str:
    answer = record.said or ("no digit" if len(record.probabilities) else "…")
    if record.true_label is None:
        return answer
    return f"{answer} → {record.true_label}" + (" ✓" if answer == str(record.true_label) else "")


def _opened(shown: Sequence[DrawingRecord]) -> None:
    """What can be done with the drawing that was pressed."""
    record = next((record for record in shown if record.id == desk().opened_id), None)
    if record is None:
        return
    with st.container(border=True):
        st.markdown(f"**{record.created_at:%d %B, %H:%M} UTC**: {words.plain(_words(record))}")
        if len(record.said) <= 1 and record.id != desk().kept_id:
            _choose_label(record.id, "It was meant to be", record.true_label)
        with st.container(horizontal=True):
            if record.drawing.strokes:
                st.button("Put on the canvas", icon=":material/draw:", on_click=_put_back, args=(record,))
            st.button(
                "Delete",
                key="delete_drawing",
                icon=":material/delete:",
                on_click=_delete,
                args=([record.id],),
            )


def _everything(count: int) -> None:
    """Download all drawings, delete them, or make a dataset of the labelled ones."""
    labelled = drawings.count(lab.store(), visitor.current(), labelled=True)
    with st.container(horizontal=True):
        for label, name, mime, make in (
            ("Arrays (.npz)", "drawings.npz", "application/octet-stream", drawing_files.as_npz),
            ("Table (.csv)", "drawings.csv", "text/csv", drawing_files.as_csv),
            ("Picture (.png)", "drawings.png", "image/png", drawing_files.as_png),
        ):
            st.download_button(
                label, partial(_file, make, visitor.current()), file_name=name, mime=mime, on_click="ignore",
                icon=":material/download:", key=f"download_{name}",
            )  # fmt: skip
        with st.popover("Delete all", icon=":material/delete_sweep:"):
            st.write(f"Delete {_drawings(count)}? You can take it back in this tab.")
            st.button("Yes, delete them", key="delete_all", on_click=_delete_all)
    with st.container(border=True):
        st.markdown(
            f"**Teach it.** {_drawings(labelled).capitalize()} with a true label can become a dataset of yours: a model that "
            "learns from them knows your hand."
        )
        st.button(
            "Make a dataset of them",
            key="teach",
            icon=":material/school:",
            disabled=labelled < drawing_files.FEWEST_TO_LEARN_FROM,
            help=f"Needs {drawing_files.FEWEST_TO_LEARN_FROM} labelled drawings of two digits or more.",
            on_click=_teach,
        )
        if desk().taught:
            st.page_link(
                "pages/train.py", label="Train on it", icon=":material/model_training:",
                query_params={"dataset": desk().taught, "run_data": "chosen"},
            )  # fmt: skip


def _drawings(count: int) -> str:
    return wording.counted(count, "drawing")


def _file(make: Callable[[list[DrawingRecord]], bytes | str], owner: str) -> bytes | str:
    """Made when the button is pressed, outside any session: so the visitor is an argument."""
    return make(drawings.listed(lab.store(), owner))


def _open(drawing_id: str) -> None:
    on_desk = desk()
    on_desk.opened_id = "" if on_desk.opened_id == drawing_id else drawing_id


@state.in_callback
def _put_label(drawing_id: str, key: str) -> None:
    drawings.put_label(lab.store(), visitor.current(), drawing_id, session.widget_value(key))


def _put_back(record: DrawingRecord) -> None:
    """Begin a new sheet with this drawing; what is added is stored as a drawing of its own."""
    desk().new_sheet(canvas.as_canvas_json(record.drawing, paper=state.get("paper")))
    desk().asks_for_page = True
    state.put_at_next_run("way", "canvas")


@state.in_callback
def _delete(drawing_ids: Sequence[str]) -> None:
    drawings.delete(lab.store(), visitor.current(), drawing_ids)
    on_desk = desk()
    on_desk.deleted, on_desk.opened_id = tuple(drawing_ids), ""
    if on_desk.kept_id in drawing_ids or on_desk.undone[0] in drawing_ids:
        on_desk.begin_another()


@state.in_callback
def _delete_all() -> None:
    _delete([record.id for record in drawings.listed(lab.store(), visitor.current())])


@state.in_callback
def _restore() -> None:
    drawings.restore(lab.store(), visitor.current(), desk().deleted)
    desk().deleted = ()


@state.in_callback
def _teach() -> None:
    draft = drawing_files.as_dataset(drawings.listed(lab.store(), visitor.current(), labelled=True))
    source = own_datasets.save(draft, title="My drawings", owner=visitor.current())
    desk().taught = source.name
