"""What lies on the two desks of a tab, that of the Draw page and that of a pupil in a room: the sheet and its drawing.

What must outlast the tab is in the store
(`digitcore.lab.drawings.drawings`, `digitcore.lab.rooms.wall`).
"""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

from digitcore.data.ink import Drawing
from digitcore.learning.prediction.prediction import Prediction
from pages._shared.controls import session

BLANK = ""
"""The version of a sheet without ink."""
NO_INK = Drawing.from_strokes([])

_sheets = itertools.count(time.time_ns() // 1_000_000)
"""Begins with the clock: after a restart a browser may still hold canvases with the numbers of before."""


@dataclass(frozen=True)
class Answer:
    """One digit of the drawing and the model's prediction."""

    drawing: Drawing
    prediction: Prediction


@dataclass
class Sheet:
    """What the canvas needs, on either desk."""

    sheet: int = field(default_factory=_sheets.__next__)
    """Names the canvas: a new number, which no desk had before, makes a new, empty canvas."""
    begins_with: dict[str, Any] | None = None
    """The canvas's first content as Fabric JSON: a drawing that was put back on it."""
    drawing: Drawing = NO_INK
    """All ink of the chosen way to bring a digit, the stroke in progress included."""

    def turn(self, begins_with: dict[str, Any] | None = None) -> None:
        """Empty the canvas, or begin it with a drawing."""
        self.sheet = next(_sheets)
        self.begins_with = begins_with


@dataclass
class Desk(Sheet):
    """The desk of the Draw page."""

    version: str = BLANK
    """Names the drawing: equal for equal ink."""
    answers: tuple[Answer, ...] = ()
    """One for each digit, left to right; empty while there is no ink or no model yet."""
    model: str = ""
    """Which model gave the answers."""
    begun: int = 0
    """Counts the drawings: the same ink after Clear is another drawing."""
    was_emptied: bool = False
    """Whether Clear was pressed, and the canvas has not sent that yet: the next new ink is another drawing."""
    undone: tuple[str, str] = ("", BLANK)
    """Id and version of the drawing that Undo took from the sheet, until another is begun."""
    asks_for_page: bool = False
    """A fragment has changed what the whole page shows."""
    kept_id: str = ""
    """The drawing's id in the store; empty until it is stored."""
    kept_version: str = BLANK
    """The version that is stored, with the model and the number of its answers."""
    deleted: tuple[str, ...] = ()
    """Drawings deleted last, for the button that restores them."""
    opened_id: str = ""
    """The kept drawing that was pressed in the gallery."""
    taught: str = ""
    """The dataset that was made of the drawings last."""
    cell: tuple[int, int] | None = None
    """The cell of the confusion matrix that is open: true class, predicted class."""
    prompt: int | None = None
    """The digit to draw, where the page prompts."""
    grid: tuple[int, ...] = ()
    """The squares filled by keyboard, as positions row by row."""

    def new_sheet(self, begins_with: dict[str, Any] | None = None) -> None:
        """Begin another drawing; the one before stays in the store."""
        self.turn(begins_with)
        self.begin_another()

    def begin_another(self) -> None:
        """What comes next on the sheet is another drawing."""
        if self.kept_id:
            self.begun += 1
        self.kept_id, self.kept_version, self.was_emptied, self.undone = "", BLANK, False, ("", BLANK)

    def note_blank(self) -> None:
        """The canvas is empty: Clear was pressed, or the last stroke undone."""
        undone = self.undone
        if self.kept_id:
            undone = ("", BLANK) if self.was_emptied else (self.kept_id, self.version)
        self.begin_another()
        self.undone = undone

    def note_emptied(self) -> None:
        """Clear was pressed on a canvas that empties itself."""
        self.was_emptied, self.undone = True, ("", BLANK)

    def comes_back(self, version: str) -> bool:
        """Whether this ink is exactly what was undone: it is the same drawing then, and kept in its place."""
        kept_id, undone = self.undone
        if not kept_id or version != undone:
            return False
        self.kept_id, self.undone = kept_id, ("", BLANK)
        return True

    @property
    def moment(self) -> str:
        """Names what is on the desk now: the drawing, its ink, and the model."""
        return f"{self.begun}.{self.version}.{self.model}"


@dataclass
class ClassDesk(Sheet):
    """The desk of a pupil in a classroom."""

    room_id: str = ""
    code: str = ""
    """Of this room: the room may be deleted meanwhile."""
    laid: str = ""
    """The room and round that the sheet belongs to."""
    step: int = 0
    """Which of the round's prompts is drawn, from 0."""
    is_coming: bool = False
    """Whether a drawing was put on the canvas that the canvas has not sent yet."""
    kept: Drawing = NO_INK
    """What was stored last; no ink once the sheet was empty since."""
    is_put: bool = False
    """Whether the store has a drawing for this step."""
    is_answered: bool = False
    """Whether the store has its answer, too."""
    problem: str = ""
    """Why the last stroke is not stored yet."""
    test_image: int = 0
    """Which of the images that are voted on is looked at, by its place."""

    def clear(self) -> None:
        """An empty sheet; the store keeps what was drawn before."""
        self.turn()
        self.is_coming, self.kept = False, NO_INK


def desk() -> Desk:
    """This tab's desk on the Draw page."""
    return session.remembered(Desk)


def class_desk() -> ClassDesk:
    """This tab's desk in a classroom."""
    return session.remembered(ClassDesk)
