"""Side by side: each model's accuracy and cost, and whether the best model is really better."""

from __future__ import annotations

import streamlit as st

from digitcore.learning.judging.paired_test import compare
from digitcore.learning.prediction.contenders import best_first
from pages._compare.chosen_models import Chosen
from pages._shared import charts
from pages._shared.controls import tab


def show(chosen: Chosen) -> None:
    """The table, the verdicts, and links."""
    figures(chosen)
    if len(chosen.contenders) > 1:
        verdicts(chosen)
    else:
        st.write("Choose another model to compare it with.")
    _links(chosen)


def figures(chosen: Chosen) -> None:
    """A row for each model, the best first."""
    rows = [(chosen.titles[place], chosen.contenders[place]) for place in best_first(chosen.contenders)]
    judged = [(contender.judgement, contender.judgement.interval) for _, contender in rows]
    charts.small_table(
        {
            "model": [title for title, _ in rows],
            "accuracy": [f"{judgement.accuracy:.2%}" for judgement, _ in judged],
            "95% interval": [f"{low:.2%}\u00a0to\u00a0{high:.2%}" for _, (low, high) in judged],
            "loss": [f"{judgement.loss:.4f}" for judgement, _ in judged],
            "parameters": [f"{contender.parameters:,}" for _, contender in rows],
            "seconds": [f"{contender.seconds:,.2f}" for _, contender in rows],
            "images per second": [
                f"{contender.images_per_second:,.0f}" if contender.images_per_second else ""
                for _, contender in rows
            ],
        }
    )
    charts.explain(
        "Loss is cross-entropy for all of them. Parameters are the numbers that a model keeps: nearest neighbours keep every "
        "training image. Seconds and images per second are those of training.",
        chosen.sample,
    )


def verdicts(chosen: Chosen) -> None:
    """The best model against each of the others, image by image."""
    best, *others = best_first(chosen.contenders)
    names, answers = chosen.names, [contender.examination.answers for contender in chosen.contenders]
    st.subheader("Is the best one really better?", anchor=False)
    for other in others:
        comparison = compare(answers[best], answers[other])
        st.markdown(f"- {comparison.sentence(f'**{names[best]}**', f'**{names[other]}**')}")
    many = (
        " Among equally good models, one in twenty such comparisons still finds a difference."
        if len(others) > 1
        else ""
    )
    st.caption(
        "McNemar's exact test, on the test images that only one of the two gets right. It compares these trained models; "
        f"to compare their recipes, train several seeds.{many}"
    )


def _links(chosen: Chosen) -> None:
    """To these models' curves, and to the page that judges each."""
    ids = [run.id for run in chosen.records if run]
    with st.container(horizontal=True):
        if ids:
            st.page_link(
                "pages/train.py", label="Their curves", icon=":material/show_chart:", width="content",
                query_params={"start": "runs", "runs": tab.RUN_SEPARATOR.join(ids)},
            )  # fmt: skip
        for contender, name in zip(chosen.contenders, chosen.names, strict=True):
            st.page_link(
                "pages/evaluate.py", label=f"Evaluate {name}", icon=":material/fact_check:", width="content",
                query_params={"model": contender.examination.run},
            )  # fmt: skip
