"""The recorded run, for when there is no worker or no time: the charts of a live run, each marked as a recording.

It is read from `assets/`, without store or worker, so nothing can take it for a run.
"""

from __future__ import annotations

from math import inf

import streamlit as st

from digitcore.data import datasets
from digitcore.lab.runs.run_reader import RunReader
from digitcore.learning.engine import recording
from digitcore.learning.engine.recording import Recording
from pages._shared import frame, run_curves
from pages._shared.components import polling
from pages._shared.controls import state, tab, widgets, words
from pages._train import confusion

NAME = "recording"
"""Stands in the address in place of a run's id, which is hexadecimal."""
TEMPOS = {1: "as fast as it was", 10: "10 times as fast", 0: "all at once"}


def offer() -> None:
    """The button that opens it."""
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
    recorded = _read()
    st.header(f":material/smart_display: Recording: {words.plain(recorded.recipe.title)}", anchor=False)
    st.warning(
        f"**This is a recording; nothing is trained now.** {words.plain(recorded.words)}.",
        icon=":material/smart_display:",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tempo = widgets.segments("tempo", "Played", TEMPOS)
        st.button("From the beginning", icon=":material/replay:", on_click=tab.play_again)
    if tab.played_seconds(tempo or inf) < recorded.seconds:
        _live(recorded, tempo or inf)
    else:
        _afterwards(recorded)


@polling.every(0.5)
def _live(recorded: Recording, tempo: float) -> None:
    with frame.errors_as_sentences():
        played = tab.played_seconds(tempo)
        if played >= recorded.seconds:
            state.run_again()
        following = RunReader(NAME, *recorded.until(played))
        wanted = recorded.recipe.config.epochs
        done = following.points[-1].epoch if following.points else 0.0
        st.progress(
            min(1.0, done / wanted),
            text=f"Recording: epoch {min(wanted, int(done) + 1)} of {wanted}, {played:.0f} of {recorded.seconds:.0f} s",
        )
        _charts(recorded, following)


def _afterwards(recorded: Recording) -> None:
    low, high = recorded.test_interval
    st.markdown(
        f"In the end it was right in **{recorded.test_accuracy:.2%}** of {recorded.test_n:,} test images it never saw "
        f"(95% interval {low:.2%} to {high:.2%}), with {recorded.parameters:,} parameters, after {recorded.seconds:.0f} s of "
        f"training. :gray[{words.plain(recorded.words)}.]"
    )
    following = RunReader(NAME, *recorded.until(inf))
    last = following.epochs[-1].epoch
    epoch = widgets.slider("epoch", "Epoch", 1, last, step=1, help="Moves the mark and the matrix together.")
    _charts(recorded, following, epoch=int(epoch))


def _charts(recorded: Recording, following: RunReader, *, epoch: int | None = None) -> None:
    is_live, title = epoch is None, words.plain(recorded.words)
    if following.points:
        run_curves.show(following, marked_epoch=epoch, is_live=is_live, recording=title)
    if following.epochs:
        names = datasets.find(recorded.recipe.config.dataset).facts.class_names
        epoch = epoch or len(following.epochs)
        confusion.show(names, following, epoch, is_live=is_live, recording=title)


@st.cache_resource(show_spinner=False)
def _read() -> Recording:
    return recording.read()
