"""Ways to bring a digit to a round besides the pen: squares that are filled by keyboard, and a photograph of paper."""

from __future__ import annotations

import streamlit as st

from digitcore.data.ink import Drawing
from digitcore.data.ink.files import PICTURE_KINDS, read_photograph
from digitcore.errors import BadInput
from digitcore.languages import gettext as _
from pages._shared.board import squares
from pages._shared.board.sheet import ClassSheet

PEN, GRID, PICTURE = "pen", "grid", "picture"


def titles() -> dict[str, str]:
    """The ways with their names."""
    return {PEN: _("Draw"), GRID: _("Keyboard"), PICTURE: _("Photograph")}


def bring(sheet: ClassSheet, way: str) -> None:
    """The widgets of a way; what they bring is on the sheet, and where they bring nothing, what was there stays."""
    if way == GRID:
        _show_squares(sheet)
    else:
        _show_picture(sheet)


def _show_squares(sheet: ClassSheet) -> None:
    """The grid that arrow keys and the space bar fill; an empty one leaves what was drawn before."""
    before = sheet.squares
    drawn = squares.show(sheet)
    if sheet.squares and sheet.squares != before:
        sheet.drawing = drawn


def _show_picture(sheet: ClassSheet) -> None:
    """A field for a photograph, on a phone its camera."""
    upload = st.file_uploader(
        _("A photograph of the digit on paper"), type=list(PICTURE_KINDS), key=f"class_picture_{sheet.number}"
    )
    if upload is None:
        return
    if upload.file_id != sheet.brought:
        drawing = Drawing.from_image(read_photograph(upload.name, upload.getvalue()))
        if drawing.is_blank:
            raise BadInput(
                _("There is no digit to be found in it."),
                _("Photograph the paper from near, in good light, with the digit in the middle."),
            )
        sheet.drawing, sheet.brought = drawing, upload.file_id
    st.image(upload, caption=_("Only its ink is kept, not the photograph."), width=200)
