"""The visitor's drawings, which are stored while they are drawn: labelled, put back, downloaded, deleted, made a dataset."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from digitcore import settings, wording
from digitcore.data.sources import own_datasets
from digitcore.lab.drawings import drawing_files, drawings
from digitcore.lab.drawings.drawing_records import NO_DIGIT, DrawingRecord
from pages._shared import charts, frame, lab
from pages._shared.board import canvas, current_drawing, pen_rest
from pages._shared.board.sheet import BLANK, DrawSheet, draw_sheet
from pages._shared.components import gallery
from pages._shared.controls import session, state, visitor, words

SHOWN = 24
_UNDO = f"After {drawings.UNDO_TIME.seconds // 60} minutes nobody can bring it back."


@pen_rest.follows("history_rest", lambda: draw_sheet().moment)
def show() -> None:
    """The heading, the drawing on the desk, the gallery, and what can be done with all drawings."""
    with frame.errors_as_sentences():
        if draw_sheet().asks_for_page:
            draw_sheet().asks_for_page = False
            state.run_again()
        st.header("Your drawings", anchor=False)
        # First: where the store fails, promise nothing.
        count = drawings.count(lab.store(), visitor.current())
        days = settings.current().drawing_days
        st.caption(
            f"What you draw is kept on this server for {days} days, with what the model said. Only this browser sees it."
        )
        if left := drawings.count_restorable(lab.store(), visitor.current(), draw_sheet().deleted):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{_drawings(left)} deleted. {_UNDO}", width="stretch")
                st.button("Take it back", icon=":material/undo:", on_click=_restore)
        if not count:
            st.write("Nothing yet. Draw a digit above.")
            return
        shown = drawings.listed(lab.store(), visitor.current(), count=SHOWN)
        _label_current(draw_sheet(), shown)
        _gallery(shown)
        charts.explain(
            "The newest first. Below each is what the model said, and after the arrow what you meant. "
            "Press one to label it, put it back on the canvas or delete it.",
            f"{len(shown)} of {_drawings(count)}.",
        )
        _opened(shown)
        _everything(count)


def _label_current(sheet: DrawSheet, shown: Sequence[DrawingRecord]) -> None:
    """A choice of the true label of what is on the desk."""
    record = next((record for record in shown if record.id == sheet.kept_id), None)
    if record and len(sheet.answers) <= 1 and sheet.version != BLANK:
        _choose_label(record.id, "This drawing was meant to be", record.true_label)


def _choose_label(drawing_id: str, words_: str, label: int | None) -> None:
    key = f"label_{drawing_id}"
    st.segmented_control(
        words_, [*range(10), NO_DIGIT], default=label, format_func=_label_in_words, key=key,
        on_change=_put_label, args=(drawing_id, key),
    )  # fmt: skip


def _gallery(shown: Sequence[DrawingRecord]) -> None:
    picked = next((place for place, record in enumerate(shown) if record.id == draw_sheet().opened_id), None)
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
    meant = _label_in_words(record.true_label)
    return f"{answer} → {meant}" + (" ✓" if answer == meant else "")


def _label_in_words(label: int) -> str:
    return "no digit" if label == NO_DIGIT else str(label)


def _opened(shown: Sequence[DrawingRecord]) -> None:
    """What can be done with the drawing that was pressed."""
    record = next((record for record in shown if record.id == draw_sheet().opened_id), None)
    if record is None:
        return
    with st.container(border=True):
        st.markdown(f"**{record.created_at:%d %B, %H:%M} UTC**: {words.plain(_words(record))}")
        if len(record.said) <= 1 and record.id != draw_sheet().kept_id:
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
            st.write(f"Delete {_drawings(count)}? In this tab you can take it back. {_UNDO}")
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
        if draw_sheet().taught:
            st.page_link(
                "pages/train.py", label="Train on it", icon=":material/model_training:",
                query_params={"dataset": draw_sheet().taught, "run_data": "chosen"},
            )  # fmt: skip


def _drawings(count: int) -> str:
    return wording.counted(count, "drawing")


def _file(make: Callable[[list[DrawingRecord]], bytes | str], owner: str) -> bytes | str:
    """Made when the button is pressed, outside any session: so the visitor is an argument."""
    return make(drawings.listed(lab.store(), owner))


def _open(drawing_id: str) -> None:
    sheet = draw_sheet()
    sheet.opened_id = "" if sheet.opened_id == drawing_id else drawing_id


@state.in_callback
def _put_label(drawing_id: str, key: str) -> None:
    drawings.put_label(lab.store(), visitor.current(), drawing_id, session.widget_value(key))


def _put_back(record: DrawingRecord) -> None:
    """Begin a new sheet with this drawing; what is added is stored as a drawing of its own."""
    current_drawing.turn(canvas.fit(record.drawing))
    draw_sheet().asks_for_page = True
    state.put_at_next_run("way", "canvas")


@state.in_callback
def _delete(drawing_ids: Sequence[str]) -> None:
    drawings.delete(lab.store(), visitor.current(), drawing_ids)
    sheet = draw_sheet()
    sheet.deleted, sheet.opened_id = tuple(drawing_ids), ""
    if sheet.kept_id in drawing_ids:
        sheet.kept_id = ""  # what is still on the sheet is kept anew once something is added to it


@state.in_callback
def _delete_all() -> None:
    _delete([record.id for record in drawings.listed(lab.store(), visitor.current())])


@state.in_callback
def _restore() -> None:
    drawings.restore(lab.store(), visitor.current(), draw_sheet().deleted)
    draw_sheet().deleted = ()


@state.in_callback
def _teach() -> None:
    draft = drawing_files.as_dataset(drawings.listed(lab.store(), visitor.current(), labelled=True))
    source = own_datasets.save(draft, title="My drawings", owner=visitor.current())
    draw_sheet().taught = source.name
