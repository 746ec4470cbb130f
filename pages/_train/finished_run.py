"""A run that has ended: its verdict, the ways on, and its curves with a slider over the epochs."""

from __future__ import annotations

import streamlit as st

from digitcore.data import datasets
from digitcore.lab.runs import artefacts, runs
from digitcore.lab.store.records import RunRecord
from digitcore.learning.engine.curve_diagnosis import diagnose, worse_than_average
from digitcore.learning.recipes.recipes import RECIPES
from pages._shared import charts, lab, request_run, run_curves
from pages._shared.controls import state, visitor, widgets
from pages._train import confusion, own_drawing


def show(run: RunRecord) -> None:
    """Everything below the heading."""
    following = run_curves.caught_up(run.id)
    _verdict(run)
    with st.container(horizontal=True, vertical_alignment="center"):
        if runs.may_resume(run, visitor.current()):
            st.button("Go on", icon=":material/play_arrow:", on_click=_resume, args=(run.id,), type="primary")
        st.button("Again with another seed", icon=":material/casino:", on_click=_again, args=(run,))
        _links(run)
    if not following.epochs:
        st.write("Nothing was reported before it ended.")
        return
    if sentence := diagnose(following.epochs):
        st.markdown(sentence)
    facts = artefacts.model_facts(lab.store(), run.id)
    if facts and facts.against_average and (sentence := worse_than_average(facts.against_average)):
        st.markdown(sentence)
    last = following.epochs[-1].epoch
    epoch = 1
    if last > 1:
        help_ = "Moves the mark and the matrix together."
        epoch = int(widgets.slider("epoch", "Epoch", 1, last, step=1, help=help_))
    run_curves.show(following, marked_epoch=epoch)
    own_drawing.show(run)
    confusion.show(datasets.find(run.config.dataset).facts.class_names, following, epoch)
    _layers(facts)


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


def _links(run: RunRecord) -> None:
    """The ways to the pages that use this model."""
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


@state.in_callback
def _resume(run_id: str) -> None:
    runs.resume(lab.store(), run_id, visitor.current())


@state.in_callback
def _again(run: RunRecord) -> None:
    state.put("run", request_run.with_seed(run, run.config.seed + 1).id)
