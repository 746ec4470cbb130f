"""The class on paper: the worksheet to print, and photographs of filled ones, which bring their digits to the wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from digitcore import wording
from digitcore.data import limits
from digitcore.data.ink.files import PICTURE_KINDS
from digitcore.export.worksheet_page import worksheet_page
from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.on_paper import handed_in
from digitcore.lab.rooms.on_paper.handed_in import MOST_AT_ONCE, HandedIn
from digitcore.lab.rooms.room_access import Room, Teacher
from digitcore.languages import ENGLISH, speaking
from digitcore.progress import Report
from pages._classroom import room_prediction
from pages._shared import background_tasks, models
from pages._shared.controls import session, state, widgets, words
from pages._shared.server.middleware import upload_limit

_MOST_MEGABYTES = upload_limit.MOST_OF_SESSION // (10 * limits.MEGABYTE) * 10
"""A round number."""


@dataclass
class _Brought:
    """What became of the photographs that this tab brought last."""

    number: int = 0
    """Of the field for photographs: it is emptied when they are read, so that the next ones have room."""
    sheets: Sequence[HandedIn] = field(default_factory=tuple)


def show(teacher: Teacher, room: Room) -> None:
    """What to print, where to bring photographs, and what was read last."""
    brought = session.remembered(_Brought)
    with st.container(border=True, key="worksheets"):
        st.subheader("On paper", anchor=False)
        st.markdown("Print the worksheet, let each pupil fill one, and photograph each sheet by itself.")
        with speaking(room.settings.wall_language or ENGLISH):
            page = worksheet_page()
        st.download_button(
            "Worksheet to print", page, file_name="worksheet.html", mime="text/html", icon=":material/print:",
            on_click="ignore",
        )  # fmt: skip
        photographs = st.file_uploader(
            f"Photographs of filled worksheets: up to {MOST_AT_ONCE}, {_MOST_MEGABYTES} MB in all",
            type=list(PICTURE_KINDS), accept_multiple_files=True, key=f"worksheets_{brought.number}",
        )  # fmt: skip
        with widgets.stable_place():
            if photographs:
                _read(teacher, room, photographs, brought)
            else:
                _say_what_came(brought.sheets)


def _read(teacher: Teacher, room: Room, photographs: Sequence[UploadedFile], brought: _Brought) -> None:
    """Read them in a task, which goes on where it was if the desk is loaded anew; then empty the field."""
    names = tuple(photograph.file_id for photograph in photographs)
    work = partial(_hand_in, teacher, photographs, room.settings.model)
    sheets = background_tasks.result_or_none(("worksheets", teacher.room_id, names), work)
    if sheets is None:
        return
    brought.sheets, brought.number = sheets, brought.number + 1
    if any(sheet.seat for sheet in sheets):
        rooms.change_settings(teacher, projector="gallery")  # until the teacher chooses another screen
    state.run_again()


def _hand_in(
    teacher: Teacher, photographs: Sequence[UploadedFile], model: str, report: Report
) -> list[HandedIn]:
    files = [(photograph.name, photograph.getvalue()) for photograph in photographs]
    answer = partial(room_prediction.of, models.wait_for(model))
    return handed_in.hand_in(teacher, files, answer, model=model, report=report)


def _say_what_came(sheets: Sequence[HandedIn]) -> None:
    read = {sheet.seat: sheet.drawings for sheet in sheets if sheet.seat}
    if read:
        drawings = wording.counted(sum(read.values()), "drawing")
        again = sum(sheet.is_again for sheet in sheets)
        more = (
            f" {wording.counted(again, 'photograph')} showed a sheet once more: it counts once."
            if again
            else ""
        )
        st.success(
            f"{wording.counted(len(read), 'worksheet')} with {drawings} on the wall.{more}",
            icon=":material/check:",
        )
    for sheet in sheets:
        if sheet.problem:
            st.warning(words.plain(sheet.problem), icon=":material/broken_image:")
