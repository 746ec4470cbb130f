"""Three ways on from Home, each under a picture of what is there: real averages, a real training, real handwriting."""

from __future__ import annotations

import html

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.data.statistics.averages import class_averages
from digitcore.figures.sketches import curve_places, polyline, svg_address
from digitcore.figures.sprite import sprite_address
from digitcore.learning.engine import recording
from pages._home import lesson_at_once

_QUESTIONS = (
    ("Are there as many ones as fives?", {"view": "classes"}),
    ("What does the average eight look like?", {"view": "averages"}),
    ("Which images look least like their digit?", {"view": "typical"}),
    ("How much of an image is empty paper?", {"view": "ink"}),
    ("Is the test set like the training set?", {"view": "parts"}),
    ("Do the digits lie apart, seen as points?", {"view": "map"}),
)
_WALL = 40
_STEPS = 300
"""Of the recording: the first ones, in which most is learned."""
_WIDE, _HIGH, _EDGE = 320, 96, 6
"""Of a picture, in its own units."""


def show() -> None:
    """The cards, then questions to begin with; each opens the view that answers it."""
    pictures = _pictures()
    cards = (
        ("explore", "Look at the data", "pages/explore.py",
         "What does the average digit look like, and which ones are strange?", "Explore the images"),
        ("train", "Watch a network learn", "pages/train.py",
         "Its accuracy grows batch by batch. Then train one of your own.", "Train a network"),
        ("class", "Hold a lesson", "pages/classroom.py",
         "The class joins by phone, and its drawings fill the wall.", "Open a room"),
    )  # fmt: skip
    with st.container(key="ways_on"):
        for name, title, page, sentence, label in cards:
            with st.container(border=True, height="stretch"):
                st.html(pictures[name])
                st.subheader(title, anchor=False)
                st.write(sentence)
                if name == "class":
                    lesson_at_once.show_button()
                else:
                    st.page_link(page, label=label, icon=":material/arrow_forward:")
    st.subheader("Questions to begin with", anchor=False)
    with st.container(horizontal=True, key="questions"):
        for question, query in _QUESTIONS:
            st.page_link("pages/explore.py", label=question, icon=":material/help:", query_params=query)


@st.cache_data(show_spinner=False)
def _pictures() -> dict[str, str]:
    """The pictures as HTML, made once for all visitors."""
    dataset = datasets.load("digits")
    return {"explore": _averages(dataset), "train": _curve(), "class": _wall(dataset)}


def _averages(dataset: Dataset) -> str:
    means = class_averages(dataset.train, class_count=dataset.class_count).means
    return _tiles(means, dataset.facts.maximum, 5, "The average image of each digit, from 0 to 9")


def _wall(dataset: Dataset) -> str:
    images = dataset.test.images[:_WALL]
    return _tiles(images, dataset.facts.maximum, 10, f"{_WALL} handwritten digits side by side")


def _tiles(images: NDArray[np.number], maximum: float, columns: int, words: str) -> str:
    apart = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    return _picture(sprite_address(apart, maximum=maximum, columns=columns), words, "tiles")


def _curve() -> str:
    """The accuracy of the recorded training, batch by batch."""
    recorded = recording.read()
    points = [point for point in recorded.points if point.step <= _STEPS]
    known = [(point.step / _STEPS, point.accuracy) for point in points]
    line = polyline(curve_places(known, wide=_WIDE, high=_HIGH, edge=_EDGE))
    grew = f"from {points[0].accuracy:.0%} to {points[-1].accuracy:.0%}"
    address = svg_address(line, view=f"0 0 {_WIDE} {_HIGH}")
    return _picture(address, f"Accuracy while “{recorded.recipe.title}” learned, {grew}", "curve")


def _picture(address: str, words: str, kind: str) -> str:
    return f'<img class="{kind}" src="{address}" alt="{html.escape(words)}">'
