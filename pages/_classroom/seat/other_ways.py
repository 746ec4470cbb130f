"""Ways to bring a digit to a round besides the pen: squares that are filled by keyboard, and a photograph of paper."""

from __future__ import annotations

from digitcore.languages import gettext as _
from pages._shared.board import squares
from pages._shared.board.sheet import ClassSheet

PEN, GRID, PICTURE = "pen", "grid", "picture"


def titles() -> dict[str, str]:
    """The ways with their names."""
    return {PEN: _("Draw"), GRID: _("Keyboard"), PICTURE: _("Photograph")}


def show_squares(sheet: ClassSheet) -> None:
    """The grid that arrow keys and the space bar fill; an empty one leaves what was drawn before."""
    before = sheet.squares
    drawn = squares.show(sheet)
    if sheet.squares and sheet.squares != before:
        sheet.drawing = drawn
