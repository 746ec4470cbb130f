"""Screens of the projector: the model's accuracy on the class beside its test images; the class's confusion matrix."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from digitcore import wording
from digitcore.data.dataset import DIGITS
from digitcore.figures import matrix
from digitcore.figures.style import fit_projector_with_squares
from digitcore.lab.rooms.live_wall import WallView
from pages._classroom import accuracy_card
from pages._classroom.hard_images import on_its_test_part
from pages._classroom.projector import class_drawings
from pages._shared import charts
from pages._shared.controls import tab


def accuracy(snapshot: WallView) -> None:
    """Two accuracies, each with its interval."""
    ours, test = snapshot.judgement, on_its_test_part(snapshot.room.settings.model)
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
        accuracy_card.show(test.judgement, of="test images")


def confusion(snapshot: WallView) -> None:
    """The class's matrix, and the drawings of the cell that was pressed."""
    counts = snapshot.judgement.confusion_matrix
    left, right = st.columns([3, 2], gap="large")
    with left:
        picture = matrix.confusion.uncached(  # it changes with each drawing of the class
            counts, class_names=DIGITS, name="class-confusion", clickable=True, height=480
        )
        event = charts.show(
            replace(picture, figure=fit_projector_with_squares(picture.figure, height=760), width=None),
            key="class_confusion",
            meaning="Rows are what was asked for, columns what the model said. Press a cell to see its drawings.",
            sample=f"{wording.counted(snapshot.judgement.n, 'drawing')} of the class.",
            clickable=True,
        )
        tab.press_cell(charts.pressed_cell(event))
    with right:
        _cell(snapshot)


def _cell(snapshot: WallView) -> None:
    cell = tab.cell()
    if cell is None or max(cell) >= len(DIGITS):
        return
    true, predicted = cell
    places = np.flatnonzero((snapshot.images.labels == true) & (snapshot.predicted == predicted)).tolist()
    st.subheader(f"Our {true}s, called {predicted}: {len(places)}", anchor=False)
    if places:
        class_drawings.drawings(snapshot, places, key="cell", sizes=class_drawings.SIZES_BESIDE)
