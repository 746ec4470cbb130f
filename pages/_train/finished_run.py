"""A run that has ended: its verdict above its curves, and the ways on below them."""

from __future__ import annotations

import streamlit as st

from digitcore.data import datasets
from digitcore.lab.runs import artefacts
from digitcore.lab.store.records import RunRecord
from digitcore.learning.engine.curve_diagnosis import diagnose, worse_than_average
from digitcore.learning.recipes.recipes import RECIPES
from pages._shared import lab, run_curves


def show_verdict(run: RunRecord) -> None:
    """How good it is on images it never saw; nothing for a run that was not judged."""
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


def show_ways_on(run: RunRecord) -> None:
    """What its curves say, and what can be done with it."""
    following = run_curves.caught_up(run.id)
    facts = artefacts.model_facts(lab.store(), run.id)
    compared = facts and facts.against_average and worse_than_average(facts.against_average)
    for sentence in filter(None, (following.epochs and diagnose(following.epochs), compared)):
        st.markdown(sentence)
    if not following.epochs:
        st.write("Nothing was reported before it ended.")
    _links(run)
    if facts is not None:
        versions = ", ".join(f"{name} {version}" for name, version in facts.versions.items())
        st.caption(f"Made with {versions}.")


def _links(run: RunRecord) -> None:
    """The ways to the pages that use this model."""
    if run.test_accuracy is None:
        return
    link = {"query_params": {"model": run.id}, "width": "content"}
    source = datasets.sources().get(run.config.dataset)
    with st.container(horizontal=True, vertical_alignment="center"):
        if source is not None and source.facts.framing:
            st.page_link("pages/draw.py", label="Draw with this model", icon=":material/draw:", **link)
        st.page_link("pages/evaluate.py", label="Evaluate it", icon=":material/fact_check:", **link)
        st.page_link(
            "pages/compare.py", label="Compare it", icon=":material/balance:", width="content",
            query_params={"comparing": "cost", "runs": run.id},
        )  # fmt: skip
