"""The images that a screen of the projector needs; where they are missing, a sentence there and a button at the desk.

Projector and seats download nothing: they only say that the teacher can.
"""

from __future__ import annotations

import streamlit as st

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.lab.rooms.live_wall import WallView
from pages._shared import frame, judged_images
from pages._shared.controls import tab

AT_THE_DESK = "The teacher can download them at the desk."


def is_missing(name: str) -> bool:
    """Whether the dataset called `name` can be downloaded, and has not been."""
    source = datasets.sources().get(name)
    return source is not None and source.fetch is not None and not source.is_ready()


def mnist_to_compare(snapshot: WallView) -> Dataset | None:
    """MNIST, to compare the class's drawings with; a sentence and None where one of the two is missing."""
    if not snapshot.shown:
        st.caption("Nothing drawn yet.")
        return None
    if not is_missing("mnist"):
        return frame.loaded("mnist", {})
    st.markdown(f"### {judged_images.missing(datasets.find('mnist'))}. {AT_THE_DESK}")
    return None


def offer(name: str) -> None:
    """At the desk: the button that downloads what the chosen screen needs. The rest of the desk goes on meanwhile."""
    if not is_missing(name):
        return
    source = datasets.find(name)
    st.markdown(f"{judged_images.missing(source)}, and this screen needs them.")
    with frame.errors_as_sentences():
        if tab.is_fetch_requested(name):
            frame.loaded(name, {})
        else:
            judged_images.offer_download(source)
