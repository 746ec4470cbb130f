"""The sheets of a tab: that of the Draw page, of a pupil in a room, of a canvas to try. What is drawn on them, and its answers.

What must outlast the tab is in the store
(`digitcore.lab.drawings.drawings`, `digitcore.lab.rooms.wall`).
"""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field

from digitcore.data.ink import Drawing
from digitcore.learning.prediction.prediction import Prediction
from pages._shared.controls import session

BLANK = ""
"""The version of a sheet without ink."""
NO_INK = Drawing.from_strokes([])

_numbers = itertools.count(time.time_ns() // 1_000_000)
"""Begins with the clock: after a restart a browser may still hold canvases with the numbers of before."""


@dataclass(frozen=True)
class Answer:
    """One digit of the drawing and the model's prediction."""

    drawing: Drawing
    prediction: Prediction


@dataclass
class Sheet:
    """A canvas and what is drawn on it."""

    began: int = field(default_factory=lambda: next(_numbers))
    """A sheet with a lower number was laid by another server, or before the page was loaded again."""
    number: int = 0
    """A number that no sheet had before; 0 before the first one."""
    canvas: int = 0
    """Names the canvas, which stays from one blank sheet to the next: the pen empties it."""
    begins_with: Drawing = NO_INK
    """The drawing that was put on the canvas when it was made."""
    drawing: Drawing = NO_INK
    """The ink, by whichever way it came."""
    change: int = 0
    """How far the pen on this canvas had come with this drawing."""
    drawing_number: int = 1
    """Counts the drawings on this canvas: what is drawn after Clear is another one."""
    squares: tuple[tuple[int, ...], ...] = ()
    """The strokes drawn by keyboard, as positions row by row."""

    def turn(self, begins_with: Drawing = NO_INK) -> None:
        """Lay a new sheet, blank or with a drawing on it."""
        self.number = next(_numbers)
        if not (self.canvas and self.begins_with.is_blank and begins_with.is_blank):
            self.canvas = self.number
        self.begins_with = self.drawing = begins_with
        self.change, self.drawing_number, self.squares = 0, 1, ()

    def begin_another(self) -> None:
        """What comes next is another drawing."""


@dataclass(frozen=True)
class Cleared:
    """A drawing that was taken off the sheet, and where the store has it."""

    drawing: Drawing
    kept_id: str
    kept_version: str
    prompt: int | None


@dataclass
class DrawSheet(Sheet):
    """The sheet of the Draw page."""

    version: str = BLANK
    """Names the ink that is answered: equal for equal ink."""
    answers: tuple[Answer, ...] = ()
    """One for each digit, left to right; empty while there is no ink or no model yet."""
    model: str = ""
    """Which model gave the answers."""
    kept_id: str = ""
    """The drawing's id in the store; empty until it is stored."""
    kept_version: str = BLANK
    """The version that is stored, with the model and the number of its answers."""
    cleared: Cleared | None = None
    """The last drawing before this one, for Undo."""
    brought: str = ""
    """Names the picture that was brought last, and which of its digits."""
    asks_for_page: bool = False
    """A fragment has changed what the whole page shows."""
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

    def turn(self, begins_with: Drawing = NO_INK) -> None:
        """Lay a new sheet; the drawing before stays in the store."""
        self.begin_another()
        super().turn(begins_with)

    def begin_another(self) -> None:
        """What comes next is stored as another drawing."""
        if not self.drawing.is_blank:
            self.cleared = self.as_cleared
        self.kept_id, self.kept_version = "", BLANK

    @property
    def as_cleared(self) -> Cleared:
        """What is on it, if it were taken off now."""
        return Cleared(self.drawing, self.kept_id, self.kept_version, self.prompt)

    @property
    def moment(self) -> str:
        """Names what is on the sheet now: the drawing, its ink, and the model."""
        return f"{self.number}.{self.drawing_number}.{self.version}.{self.model}"


@dataclass
class ClassSheet(Sheet):
    """The sheet of a pupil in a classroom."""

    room_id: str = ""
    code: str = ""
    """Of this room: the room may be deleted meanwhile."""
    laid: str = ""
    """The room and round that the sheet belongs to."""
    finished: str = ""
    """The room and round that was closed, and in which no stroke was under way any more."""
    step: int = 0
    """Which of the round's prompts is drawn, from 0."""
    kept: Drawing = NO_INK
    """What was stored last."""
    is_answered: bool = False
    """Whether the store has the model's answer to it, too."""
    is_put: bool = False
    """Whether the store has a drawing for this step."""
    problem: str = ""
    """Why the last stroke is not stored yet."""
    test_image: int = 0
    """Which of the images that are voted on is looked at, by its place."""


@dataclass
class WaitingSheet(Sheet):
    """The sheet of a pupil while no round is open: to practise, or for the mission. It is not stored."""

    judged: int = 0
    """The pen's change after which the drawing was judged last."""
    verdict: str = ""


def waiting_sheet() -> WaitingSheet:
    """This tab's sheet in a classroom while no round is open."""
    return session.remembered(WaitingSheet)


def draw_sheet() -> DrawSheet:
    """This tab's sheet on the Draw page."""
    return session.remembered(DrawSheet)


def class_sheet() -> ClassSheet:
    """This tab's sheet in a classroom."""
    return session.remembered(ClassSheet)


@dataclass
class SideSheet(Sheet):
    """The small sheet beside what reads it again and again: a network that learns, a map of images."""


def side_sheet() -> SideSheet:
    """This tab's small sheet; it is not stored."""
    return session.remembered(SideSheet)


@dataclass
class _TrySheet(Sheet):
    """The sheet on which a teacher tries whether strokes arrive."""


def try_sheet() -> Sheet:
    """This tab's sheet without a model and a store."""
    return session.remembered(_TrySheet)
