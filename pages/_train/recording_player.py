"""The recorded run: played with the charts of a live one, and called a recording wherever it shows. Nothing is trained.

For when no worker can be had, or no time. It is read from `assets/`; neither the store nor a worker is asked.
"""

from __future__ import annotations

from math import inf

import streamlit as st

from digitcore.data import datasets
from digitcore.lab.runs.run_reader import Following
from digitcore.learning.engine import recording
from digitcore.learning.engine.recording import Recording
from pages._shared import frame, run_curves
from pages._shared.components import polling
from pages._shared.controls import state, tab, widgets, words
from pages._train import confusion

NAME = "recording"
"""What the address has in the place of a run's id, which is hexadecimal."""
TEMPOS = {1: "as fast as it was", 10: "10 times as fast", 0: "all at once"}


def offer() -> None:
    """The way here, from the Train page."""
    st.button(
        "Watch a recorded run", icon=":material/smart_display:", on_click=_watch,
        help="A training that was recorded earlier, played with its charts. Nothing is trained.",
    )  # fmt: skip


def _watch() -> None:
    tab.play_again()
    state.put("run", NAME)


def show() -> None:
    """The recording, from its beginning or as far as this tab has played it."""
    state.keep_in_address("run")
    if state.page_was_entered():
        tab.play_again()
    st.button("Start another", icon=":material/arrow_back:", on_click=state.put, args=("run", ""))
    found = _read()
    st.header(f":material/smart_display: Recording: {words.plain(found.recipe.title)}", anchor=False)
    st.warning(
        f"**This is a recording; nothing is trained now.** {words.plain(found.words)}.",
        icon=":material/smart_display:",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tempo = widgets.segments("tempo", "Played", TEMPOS)
        st.button("From the beginning", icon=":material/replay:", on_click=tab.play_again)
    if tab.played_seconds(tempo or inf) < found.seconds:
        _live(found, tempo or inf)
    else:
        _afterwards(found)


@polling.every(0.5)
def _live(found: Recording, tempo: float) -> None:
    with frame.errors_as_sentences():
        played = tab.played_seconds(tempo)
        if played >= found.seconds:
            state.run_again()
        following = Following(NAME, *found.until(played))
        wanted = found.recipe.config.epochs
        done = following.points[-1].epoch if following.points else 0.0
        st.progress(
            min(1.0, done / wanted),
            text=f"Recording: epoch {min(wanted, int(done) + 1)} of {wanted}, {played:.0f} of {found.seconds:.0f} s",
        )
        _charts(found, following)


def _afterwards(found: Recording) -> None:
    low, high = found.test_interval
    st.markdown(
        f"In the end it was right in **{found.test_accuracy:.2%}** of {found.test_n:,} test images it never saw "
        f"(95% interval {low:.2%} to {high:.2%}), with {found.parameters:,} parameters, after {found.seconds:.0f} s of "
        f"training. :gray[{words.plain(found.words)}.]"
    )
    following = Following(NAME, *found.until(inf))
    last = following.epochs[-1].epoch
    epoch = widgets.slider("epoch", "Epoch", 1, last, step=1, help="Moves the mark and the matrix together.")
    _charts(found, following, epoch=int(epoch))


def _charts(found: Recording, following: Following, *, epoch: int | None = None) -> None:
    is_live, said = epoch is None, words.plain(found.words)
    if following.points:
        run_curves.show(following, marked_epoch=epoch, is_live=is_live, recording=said)
    if following.epochs:
        names = datasets.find(found.recipe.config.dataset).facts.class_names
        epoch = epoch or len(following.epochs)
        confusion.show(names, following, epoch, is_live=is_live, recording=said)


@st.cache_resource(show_spinner=False)
def _read() -> Recording:
    return recording.read()
