"""What lies on the Draw page's desk in this tab: the sheet, what is drawn on it, and what the model said of it.

One object in the session; its key is spelled here only. What must outlast the tab is in the store
(`digitcore.lab.drawings`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from digitcore.data.ink import Drawing
from digitcore.learning.prediction import Prediction

BLANK = ""
"""The version of a sheet without ink."""
NO_INK = Drawing.from_strokes([])


@dataclass(frozen=True)
class Answer:
    """One digit of the drawing and what the model says of it."""

    drawing: Drawing
    prediction: Prediction


@dataclass
class Desk:
    """The desk of one tab."""

    sheet: int = 0
    """Counts the canvases: a new number is a new, empty one."""
    begins_with: dict[str, Any] | None = None
    """The canvas's first content as Fabric JSON: a drawing that was put back on it."""
    drawing: Drawing = NO_INK
    """All ink of the way in that is chosen, the stroke in progress included."""
    version: str = BLANK
    """Names the drawing: equal for equal ink."""
    answers: tuple[Answer, ...] = ()
    """One for each digit, left to right; empty while there is no ink or no model yet."""
    model: str = ""
    """Which model gave the answers."""
    begun: int = 0
    """Counts the drawings: cleared and drawn alike is another one."""
    shown: str = ""
    """The moment that everything below the canvas is about."""
    is_page_running: bool = False
    """Whether the board runs with the whole page: then what is below it comes anyway."""
    asks_for_page: bool = False
    """A fragment has changed what the whole page shows."""
    kept_id: str = ""
    """The drawing's number in the store; empty until it is there."""
    kept_version: str = BLANK
    """The version that is in the store, and what the model said of it."""
    deleted: tuple[str, ...] = ()
    """Drawings deleted last, so that it can be taken back."""
    opened_id: str = ""
    """The kept drawing that was pressed in the gallery."""
    taught: str = ""
    """The dataset that was made of the drawings last."""
    cell: tuple[int, int] | None = None
    """The cell of the confusion matrix that is open: true class, predicted class."""
    prompt: int | None = None
    """The digit that is asked for."""
    grid: tuple[int, ...] = ()
    """The squares filled by keyboard, as positions row by row."""

    def new_sheet(self, begins_with: dict[str, Any] | None = None) -> None:
        """Empty the canvas, or begin it with a drawing; what was on it stays in the store."""
        self.sheet += 1
        self.begins_with = begins_with
        self.begin_another()

    def begin_another(self) -> None:
        """What comes next on the sheet is another drawing."""
        if self.kept_id:
            self.begun += 1
        self.kept_id, self.kept_version = "", BLANK

    @property
    def moment(self) -> str:
        """Names what is on the desk now: which drawing, its ink, and who was asked."""
        return f"{self.begun}.{self.version}.{self.model}"


def desk() -> Desk:
    """This tab's desk."""
    found: Desk = st.session_state.setdefault("desk", Desk())
    return found
