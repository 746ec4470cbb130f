"""Training without and with the class's drawings: both runs while they learn, then their results side by side."""

from __future__ import annotations

import streamlit as st

from digitcore import wording
from digitcore.data import datasets
from digitcore.lab.rooms import class_training
from digitcore.lab.rooms.class_training import ClassComparison, Pair
from digitcore.learning.prediction.before_after import BeforeAfter
from pages._classroom import accuracy_card
from pages._shared import background_tasks, lab, models, run_curves, run_progress
from pages._shared.controls import words
from pages._shared.run_states import STATES


def show(pair: Pair, *, on_projector: bool = False) -> None:
    """The pair as it stands; the caller polls."""
    if not pair.is_over:
        lab.jobs()
        run_progress.bars(pair.both)
        run_curves.compared(
            {run.title: run for run in pair.both},
            # Both are watched on the pupils held out: nothing is chosen by that, and the curve shows what is asked.
            judged_on=f"the drawings of {_pupils(pair)}",
            on_projector=on_projector,
        )
    elif not pair.is_judged:
        for run in pair.both:
            icon, what = STATES[run.standing]
            st.markdown(f"{icon} {words.plain(run.title)}: {what}. {words.plain(run.reason)}")
    else:
        outcome = background_tasks.result_or_none(
            ("class outcome", pair.before.id, pair.after.id, pair.before.ended_at, pair.after.ended_at),
            lambda report: class_training.compare(lab.store(), pair, load=models.wait_for),
        )
        if outcome is not None:
            _outcome(pair, outcome)


def _outcome(pair: Pair, outcome: ClassComparison) -> None:
    title = words.plain(datasets.find(pair.data).facts.title)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Our digits", anchor=False)
        st.markdown(f"#### {outcome.of_class.verdict}")
        _both(outcome.of_class, of="drawings")
        st.markdown(outcome.of_class.learned)
        st.caption(
            f"Drawings of {_pupils(pair)} whom neither model learned from. Those of one hand are alike, "
            "so the intervals are rather too narrow."
        )
    with right:
        st.subheader(f"{title}: did it forget?", anchor=False)
        _both(outcome.of_data, of="test images")
        st.markdown(outcome.of_data.forgot)
        st.caption(f"The test part of {title}, which neither model learned from.")
    st.caption(
        "One training each, with the same seed and the same images; only the class's drawings are added."
    )


def _both(results: BeforeAfter, *, of: str) -> None:
    before, after = st.columns(2)
    with before:
        accuracy_card.show(results.before, of=of, size="large", what="without the class")
    with after:
        accuracy_card.show(results.after, of=of, size="large", what="with the class")


def _pupils(pair: Pair) -> str:
    return wording.counted(pair.held_out, "pupil")
