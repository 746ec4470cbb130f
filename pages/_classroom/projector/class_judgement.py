"""Screens of the projector: the model's accuracy on the class beside its test images; the class's confusion matrix."""

from __future__ import annotations

import json

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore import wording
from digitcore.data.dataset import DIGITS
from digitcore.lab.rooms.live_wall import WallView
from pages._classroom import accuracy_card
from pages._classroom.hard_images import on_its_test_part
from pages._classroom.projector import class_drawings
from pages._shared.controls import session, state, tab
from pages._shared.server.browser_files import browser_component

_component = browser_component("class_matrix")


def accuracy(snapshot: WallView) -> None:
    """Two accuracies, each with its interval."""
    ours, test = snapshot.judgement, on_its_test_part(snapshot.room.settings.model)
    st.header("How often does it read us?", anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Our digits", anchor=False)
        if ours.n:
            accuracy_card.show(ours, of="drawings")
            _say_before(snapshot)
        else:
            st.html('<div class="huge">–</div><div>nothing drawn yet</div>')
    with right:
        st.subheader("MNIST" if test.dataset == "mnist" else "Its own test images", anchor=False)
        accuracy_card.show(test.judgement, of="test images")


def _say_before(snapshot: WallView) -> None:
    """How it was before slips of the pen were named; only mistakes are looked at again, so it can only have risen."""
    if slips := snapshot.slips:
        before = snapshot.as_asked
        st.html(
            f"<div>{wording.counted(slips, 'slip')} of the pen named. "
            f"Before: {before.correct:,} of {before.n:,}, {before.accuracy:.1%}</div>"
        )


def confusion(snapshot: WallView) -> None:
    """The class's matrix with a question beside it, and the drawings of the cell that was pressed."""
    counts = snapshot.judgement.confusion_matrix
    st.header("What does it take for what?", anchor=False)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _matrix(counts)
    with right:
        cell = tab.cell()
        if cell is None or max(cell) >= len(DIGITS):
            _question(snapshot)
        else:
            _cell(snapshot, *cell)


def _matrix(counts: NDArray[np.int64]) -> None:
    def press() -> None:
        pressed = session.widget_value("class_confusion").get("pressed")
        if isinstance(pressed, list):
            state.put("cell", "-".join(str(place) for place in pressed))

    data = {"matrix": json.dumps({"counts": counts.tolist(), "names": list(DIGITS)})}
    _component(key="class_confusion", data=data, on_pressed_change=press)


def _question(snapshot: WallView) -> None:
    """What to look for; the pairs are the class's to find, and the teacher's to press."""
    total, right, slips = snapshot.judgement.n, snapshot.judgement.correct, snapshot.slips
    before = (
        f" It was {snapshot.as_asked.correct:,} before {wording.counted(slips, 'slip')} of the pen."
        if slips
        else ""
    )
    st.html(
        '<div class="wall_words"><p>Rows: what we drew.<br>Columns: what it read.</p>'
        f"<p><b>{right:,} of {total:,}</b> lie on the diagonal.{before}</p>"
        "<p>Which two does it mix up most? What do they have in common?</p></div>"
    )


def _cell(snapshot: WallView, true: int, predicted: int) -> None:
    places = np.flatnonzero((snapshot.images.labels == true) & (snapshot.predicted == predicted)).tolist()
    st.subheader(f"Our {true}s, called {predicted}: {len(places)}", anchor=False)
    class_drawings.fill(snapshot, places, key="cell")
