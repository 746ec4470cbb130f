"""On the projector: how right the model is about the class, beside MNIST; and what it takes for what, a cell at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from digitcore import wording
from digitcore.data.dataset import DIGITS
from digitcore.figures import matrix
from digitcore.figures.style import fit_projector_with_squares
from digitcore.lab.rooms.live_wall import Seen
from pages._classroom import accuracy_card
from pages._classroom.hard_images import on_its_test_part
from pages._classroom.projector import class_drawings
from pages._shared import charts
from pages._shared.controls import tab


def accuracy(seen: Seen) -> None:
    """Two numbers, each with its interval."""
    ours, test = seen.judgement, on_its_test_part(seen.room.settings.model)
    theirs = test.judgement
    st.header("How often is the model right?", anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Our digits", anchor=False)
        if ours.n:
            accuracy_card.show(ours, of="drawings")
        else:
            st.html('<div class="huge">–</div><div>nothing drawn yet</div>')
    with right:
        st.subheader("MNIST" if test.dataset == "mnist" else "Its own test images", anchor=False)
        accuracy_card.show(theirs, of="test images")


def confusion(seen: Seen) -> None:
    """The matrix of the class, and the drawings of the cell that was pressed."""
    counts = seen.judgement.confusion_matrix
    left, right = st.columns([3, 2], gap="large")
    with left:
        picture = matrix.confusion(
            counts, class_names=DIGITS, name="class-confusion", clickable=True, height=480
        )
        event = charts.show(
            replace(picture, figure=fit_projector_with_squares(picture.figure, height=760), width=None),
            key="class_confusion",
            meaning="Rows are what was asked for, columns what the model said. Press a cell to see its drawings.",
            sample=f"{wording.counted(seen.judgement.n, 'drawing')} of the class.",
            clickable=True,
        )
        points = event.selection.points if event else []
        tab.press_cell((int(points[0]["customdata"][0]), int(points[0]["customdata"][1])) if points else None)
    with right:
        _cell(seen)


def _cell(seen: Seen) -> None:
    cell = tab.cell()
    if cell is None or max(cell) >= len(DIGITS):
        return
    true, said = cell
    places = np.flatnonzero((seen.images.labels == true) & (seen.predicted == said)).tolist()
    st.subheader(f"Our {true}s, called {said}: {len(places)}", anchor=False)
    if places:
        class_drawings.drawings(seen, places, key="cell", sizes=class_drawings.SIZES_BESIDE)
