"""The images that a screen of the projector needs: there, or a sentence on the wall and a button at the desk.

Nothing is downloaded from the wall or from a pupil's seat: they only say who can do that.
"""

from __future__ import annotations

import streamlit as st

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from pages._shared import frame, test_images
from pages._shared.controls import tab

AT_THE_DESK = "The teacher can download them at the desk."


def is_missing(name: str) -> bool:
    """Whether the dataset called `name` could be brought here, and is not here."""
    source = datasets.sources().get(name)
    return source is not None and source.fetch is not None and not source.is_ready()


def mnist() -> Dataset | None:
    """MNIST for a screen that compares with it; None after a sentence where it is not here."""
    if not is_missing("mnist"):
        return frame.loaded("mnist", {})
    st.markdown(f"### {test_images.missing(datasets.find('mnist'))}. {AT_THE_DESK}")
    return None


def offer(name: str) -> None:
    """At the desk: what the chosen screen needs, and the button that fetches it; the rest of the desk goes on."""
    if not is_missing(name):
        return
    source = datasets.find(name)
    st.markdown(f"{test_images.missing(source)}, and this screen needs them.")
    with frame.sentences():
        if tab.is_fetch_wanted(name):
            frame.loaded(name, {})
        else:
            test_images.offer(source)
