"""Certainty: whether the model is right as often as it says, and what it gains by leaving images unanswered."""

from __future__ import annotations

import math

import streamlit as st

from digitcore.figures import certainty as figures
from digitcore.learning.judging.calibration import calibration_error
from digitcore.learning.judging.certainty import reliability, selective_accuracy
from pages._evaluate.judged_model import JudgedModel
from pages._shared import charts

_REQUIRED_ACCURACY = 0.999


def show(judged: JudgedModel) -> None:
    """The two questions side by side."""
    left, right = st.columns(2, gap="large")
    with left:
        _reliability(judged)
    with right:
        _answered(judged)
    _loss(judged)


def _reliability(judged: JudgedModel) -> None:
    examination = judged.examination
    bins = reliability(examination.probabilities, examination.true_labels)
    error = calibration_error(examination.probabilities, examination.true_labels)
    st.subheader("Is it right as often as it is sure?", anchor=False)
    charts.show(
        figures.reliability_diagram(
            bins.certainty, bins.accuracy, counts=bins.counts, low=bins.low, high=bins.high
        ),
        key="reliability",
        meaning="Each point holds answers of about the same certainty; large points hold many. Below the dashed line the model "
        f"is too sure, above it not sure enough. On average it is off by **{error:.2%}** (the expected calibration error).",
        sample=judged.sample,
    )


def _answered(judged: JudgedModel) -> None:
    examination = judged.examination
    curve = selective_accuracy(examination.probabilities, examination.true_labels)
    share = curve.share_for(_REQUIRED_ACCURACY)
    st.subheader("What if it answers only when it is sure?", anchor=False)
    enough = (
        f"It can answer **{share:.0%}** of the images and be right in {_REQUIRED_ACCURACY:.1%} of its answers."
        if share
        else f"However few it answers, it is not right in {_REQUIRED_ACCURACY:.1%} of them."
    )
    charts.show(
        figures.answered_curve(curve.shares, curve.accuracy, certainty=curve.certainty),
        key="answered",
        meaning=f"If it answers only where it is surest, and leaves the rest to a person, it makes fewer mistakes. {enough}",
        sample=judged.sample,
    )


def _loss(judged: JudgedModel) -> None:
    loss = judged.examination.judgement.loss
    st.subheader("What does a wrong answer cost?", anchor=False)
    charts.show(
        figures.loss_of_probability(mean_loss=loss),
        key="loss_of_probability",
        meaning="Cross-entropy looks only at the probability of the true class: nothing to pay at 100%, 0.69 at 50%, and ever "
        "more towards 0%, where squared error hardly minds. That is why a sure mistake costs so much. This model pays "
        f"**{loss:.4f}** on average, as if it gave {math.exp(-loss):.1%} each time.",
        sample=judged.sample,
    )
