"""Certainty: is it right as often as it says, and what if it may keep silent?"""

from __future__ import annotations

import streamlit as st

from digitcore.figures import certainty as figures
from digitcore.learning.judging.calibration import calibration_error
from digitcore.learning.judging.certainty import reliability, selective_accuracy
from pages._evaluate.judged_model import Judged
from pages._shared import charts

ASKED_FOR = 0.999


def show(judged: Judged) -> None:
    """The two questions side by side."""
    left, right = st.columns(2, gap="large")
    with left:
        _reliability(judged)
    with right:
        _answered(judged)


def _reliability(judged: Judged) -> None:
    found = judged.found
    bins = reliability(found.probabilities, found.true_labels)
    error = calibration_error(found.probabilities, found.true_labels)
    st.subheader("May it be so sure?", anchor=False)
    charts.show(
        figures.reliability_diagram(
            bins.certainty, bins.accuracy, counts=bins.counts, low=bins.low, high=bins.high
        ),
        key="reliability",
        meaning="Answers with about the same certainty are put together: below the dashed line it is surer than it may be, "
        f"above it less. On average it is off by **{error:.2%}** (the expected calibration error). "
        "Large points are many answers.",
        sample=judged.sample,
    )


def _answered(judged: Judged) -> None:
    found = judged.found
    curve = selective_accuracy(found.probabilities, found.true_labels)
    share = curve.share_for(ASKED_FOR)
    st.subheader("What if it may keep silent?", anchor=False)
    enough = (
        f"To be right in {ASKED_FOR:.1%} of its answers it may answer **{share:.0%}** of the images."
        if share
        else f"However few it answers, it is not right in {ASKED_FOR:.1%} of them."
    )
    charts.show(
        figures.answered_curve(curve.shares, curve.accuracy, certainty=curve.certainty),
        key="answered",
        meaning=f"If it answers only where it is surest, and leaves the rest to a person, it makes fewer mistakes. {enough}",
        sample=judged.sample,
    )
