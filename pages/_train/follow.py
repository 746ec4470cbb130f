"""Follow one run: live while it learns, and afterwards with a slider over its epochs."""

from __future__ import annotations

import streamlit as st

from digitcore.data import datasets
from digitcore.lab.queue import queue
from digitcore.lab.runs import artefacts, runs
from digitcore.lab.runs.run_reader import Following
from digitcore.lab.store.records import RunRecord
from digitcore.learning.engine.curve_diagnosis import diagnose, worse_than_average
from digitcore.learning.recipes.recipes import RECIPES
from pages._shared import charts, lab, request_run, run_curves, run_progress
from pages._shared.components import polling
from pages._shared.controls import state, tab, visitor, widgets, words
from pages._shared.run_states import STATES
from pages._shared.server import server_load
from pages._train import confusion, recording_player

_SELDOM_SECONDS = 2.0
"""Between new curves on a busy server: making them anew takes as long as answering three strokes."""


def show(run_id: str) -> None:
    """The run at its address."""
    state.keep_in_address("run")
    with st.container(horizontal=True):
        st.button("Start another", icon=":material/arrow_back:", on_click=_leave, args=("recipe",))
        st.button("Your runs", icon=":material/list:", on_click=_leave, args=("runs",))
    run = runs.get(lab.store(), run_id)
    runs.watch(lab.store(), run_id, visitor.current())
    if run.is_over:
        _heading(run)
        _afterwards(run)
    else:
        _live(run_id)


@polling.every(0.5)
def _live(run_id: str) -> None:
    run = runs.get(lab.store(), run_id)
    if run.is_over:
        state.run_again()
    _heading(run)
    is_busy = server_load.share() > server_load.BUSY
    following = run_curves.caught_up(run_id, at_most_every=_SELDOM_SECONDS if is_busy else 0.0)
    _progress(run, following)
    with st.container(horizontal=True):
        if run.owner == visitor.current():
            st.button("Stop and keep", icon=":material/stop:", on_click=_stop, args=(run_id, True))
            st.button("Stop and discard", icon=":material/delete:", on_click=_stop, args=(run_id, False))
    if following.points:
        run_curves.show(following, is_live=True)
    if following.epochs:
        confusion.show(_class_names(run), following, len(following.epochs), is_live=True)


def _heading(run: RunRecord) -> None:
    icon, what = STATES[run.state]
    st.header(f"{icon} {words.plain(run.title)}: {what}", anchor=False)
    facts = [
        f"seed {run.config.seed}",
        f"{run.epochs_done} of {run.epochs_wanted} epochs",
        f"{run.seconds:.0f} s of training",
    ]
    if run.parameters:
        facts.insert(0, f"{run.parameters:,} parameters")
    st.caption(" · ".join(facts) + (f". {words.plain(run.reason)}" if run.reason else ""))


def _progress(run: RunRecord, following: Following) -> None:
    if problem := lab.jobs().problem:
        st.error(problem)
        recording_player.offer()
    elif place := queue.place(lab.store(), run.id):
        waited = f"for {place.waited_seconds:.0f} s"
        st.progress(0.0, text=f"Number {place.position} of {place.waiting} in the queue, {waited}.")
    elif not following.points:
        st.progress(
            0.0,
            text="Getting ready: the data, and the network's graph."
            if lab.jobs().is_warm
            else run_progress.COLD,
        )
    else:
        last, wanted = following.points[-1], run.epochs_wanted or 1
        left = following.seconds_left(wanted)
        sentence = f"Epoch {min(wanted, int(last.epoch) + 1)} of {wanted}, {last.images_per_second:,.0f} images a second"
        st.progress(
            min(1.0, last.epoch / wanted), text=sentence + (f", about {left:.0f} s left" if left else "")
        )


def _afterwards(run: RunRecord) -> None:
    following = run_curves.caught_up(run.id)
    _verdict(run)
    with st.container(horizontal=True, vertical_alignment="center"):
        if run.can_go_on:
            st.button("Go on", icon=":material/play_arrow:", on_click=_resume, args=(run.id,), type="primary")
        st.button("Again with another seed", icon=":material/casino:", on_click=_again, args=(run,))
        _use(run)
    if not following.epochs:
        st.write("Nothing was reported before it ended.")
        return
    if sentence := diagnose(following.epochs):
        st.markdown(sentence)
    facts = artefacts.model_facts(lab.store(), run.id)
    if facts and facts.against_average and (sentence := worse_than_average(facts.against_average)):
        st.markdown(sentence)
    last = following.epochs[-1].epoch
    epoch = (
        widgets.slider("epoch", "Epoch", 1, last, step=1, help="Moves the mark and the matrix together.")
        if last > 1
        else 1
    )
    run_curves.show(following, marked_epoch=int(epoch))
    confusion.show(_class_names(run), following, int(epoch))
    _layers(facts)


def _use(run: RunRecord) -> None:
    """The ways to the pages that ask this model."""
    if run.test_accuracy is None:
        return
    link = {"query_params": {"model": run.id}, "width": "content"}
    if datasets.find(run.config.dataset).facts.framing:
        st.page_link("pages/draw.py", label="Draw with this model", icon=":material/draw:", **link)
    st.page_link("pages/evaluate.py", label="Evaluate it", icon=":material/fact_check:", **link)
    st.page_link(
        "pages/compare.py", label="Compare it", icon=":material/balance:", width="content",
        query_params={"comparing": "cost", "runs": run.id},
    )  # fmt: skip


def _verdict(run: RunRecord) -> None:
    if run.test_accuracy is None:
        return
    sentence = (
        f"On {run.test_n:,} test images it never saw it is right in **{run.test_accuracy:.2%}** "
        f"(95% interval {run.test_low:.2%} to {run.test_high:.2%})."
    )
    recipe = RECIPES.get(run.recipe)
    if recipe and recipe.published:
        judged = recipe.published.judged
        about = "about " if judged.is_approximate else ""
        sentence += f" Published: {about}{judged.accuracy:.2%} on the {recipe.published.judged_by} part."
    st.markdown(sentence)


def _class_names(run: RunRecord) -> tuple[str, ...]:
    return datasets.find(run.config.dataset).facts.class_names


def _layers(facts: artefacts.ModelFacts | None) -> None:
    if facts is None or not facts.layer_table:
        return
    st.subheader("Its layers", anchor=False)
    rows = facts.layer_table
    columns = {
        "layer": [row.words for row in rows],
        "what comes out": [" × ".join(map(str, row.shape)) for row in rows],
        "parameters": [f"{row.parameters:,}" for row in rows],
    }
    charts.small_table(columns)
    versions = ", ".join(f"{name} {version}" for name, version in facts.versions.items())
    st.caption(f"{sum(row.parameters for row in rows):,} parameters in all. Made with {versions}.")


def _leave(view: str) -> None:
    state.put("run", "")
    state.put("start", view)


@state.in_callback
def _stop(run_id: str, keep: bool) -> None:
    runs.request_stop(lab.store(), run_id, visitor.current(), keep=keep)
    if not keep:
        state.put("run", "")
        tab.note_deleted(run_id)


@state.in_callback
def _resume(run_id: str) -> None:
    runs.resume(lab.store(), run_id)


@state.in_callback
def _again(run: RunRecord) -> None:
    state.put("run", request_run.with_seed(run, run.config.seed + 1).id)
