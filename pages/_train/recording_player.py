"""The recorded run, for when there is no worker or no time: the charts of a live run, each marked as a recording.

It is read from `assets/`, without store or worker, so nothing can take it for a run.
"""

from __future__ import annotations

import streamlit as st

from digitcore.data import datasets
from digitcore.learning.engine import recording
from digitcore.learning.engine.recording import Recording
from pages._shared import run_curves
from pages._shared.controls import state, words

NAME = "recording"
"""Stands in the address in place of a run's id, which is hexadecimal."""


def offer() -> None:
    """The button that opens it."""
    st.button(
        "Watch a recorded run", icon=":material/smart_display:", on_click=state.put, args=("run", NAME),
        help="A training that was recorded earlier, played with its charts. Nothing is trained.",
    )  # fmt: skip


def show() -> None:
    """The recording, which plays as soon as it is there."""
    state.keep_in_address("run")
    st.button("Start another", icon=":material/arrow_back:", on_click=state.put, args=("run", ""))
    recorded = _read()
    st.title(f":material/smart_display: Recording: {words.plain(recorded.recipe.title)}", anchor=False)
    st.warning(
        f"**This is a recording; nothing is trained now.** {words.plain(recorded.words)}.",
        icon=":material/smart_display:",
    )
    low, high = recorded.test_interval
    st.markdown(
        f"In the end it was right in **{recorded.test_accuracy:.2%}** of {recorded.test_n:,} test images it never saw "
        f"(95% interval {low:.2%} to {high:.2%}), with {recorded.parameters:,} parameters, after {recorded.seconds:.0f} s of "
        f"training. :gray[{words.plain(recorded.words)}.]"
    )
    class_names = datasets.find(recorded.recipe.config.dataset).facts.class_names
    run_curves.of_recording(class_names=class_names, words=words.plain(recorded.words))


@st.cache_resource(show_spinner=False)
def _read() -> Recording:
    return recording.read()
