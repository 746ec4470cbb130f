"""On the projector: the strangest drawing of each digit, and what fooled the model."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.rooms.live_wall import Seen
from digitcore.learning.judging import class_results
from pages._classroom import needed_images
from pages._classroom.projector import class_drawings
from pages._shared import cached

_BESIDE = 8
_LARGE, _MIDDLE, _SMALL = 300, 160, 84


def strangest(seen: Seen) -> None:
    """Of each digit the drawing that is furthest from MNIST's average."""
    st.header("Our strangest digits", anchor=False)
    if not seen.shown:
        st.caption("Nothing drawn yet.")
        return
    mnist = needed_images.mnist()
    if mnist is None:
        return
    found = class_results.strangest(seen.images, cached.averages(mnist, "train"))
    class_drawings.drawings(
        seen,
        list(found.values()),
        key="strangest",
        captions=[
            f"{digit}, called {seen.shown[place].said or 'no digit'}" for digit, place in found.items()
        ],
        size=_MIDDLE,
    )
    st.markdown(":gray[The drawing of each digit that is furthest from the average of MNIST's.]")


def fooled(seen: Seen) -> None:
    """The mistake that the model is surest of, large, and the next ones."""
    st.header("Who fooled the model?", anchor=False)
    found = class_results.fooled_most(seen.probabilities, seen.images.labels, count=1 + _BESIDE).tolist()
    if not found:
        st.markdown("Nobody yet: it is right about every drawing." if seen.shown else "Nothing drawn yet.")
        return
    left, right = st.columns(2, gap="large", vertical_alignment="center")
    with left:
        class_drawings.drawings(seen, found[:1], key="fooled", size=_LARGE)
    with right:
        first = found[0]
        st.html(
            f'<div>A {seen.shown[first].prompt}, and it says</div><div class="huge">{seen.predicted[first]}</div>'
            f"<div>at {seen.probabilities[first].max():.0%}</div>"
        )
    if rest := found[1:]:
        captions = [f"{seen.shown[n].prompt} → {seen.predicted[n]}" for n in rest]
        class_drawings.drawings(seen, rest, key="fooled_too", captions=captions, size=_SMALL)
