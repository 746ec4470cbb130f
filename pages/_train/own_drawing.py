"""One's own drawing beside a network that learns: read again after each kept epoch, so that one sees the answer come to be."""

from __future__ import annotations

import streamlit as st

from digitcore.data import datasets
from digitcore.lab.runs import checkpoints, run_models
from digitcore.lab.store.records import RunRecord
from pages._shared import lab
from pages._shared.board import side_sheet
from pages._shared.components import learning_answer, lens


def show(run: RunRecord) -> None:
    """The sheet and the answers; nothing for a model without epochs, or one whose images are no framed drawings."""
    if not _can_read(run):
        return
    kept = checkpoints.epochs_with_weights(lab.store(), run.id) if run.is_over else None
    with st.container(gap="small", key="own_drawing"):
        st.subheader(
            "Your drawing, epoch by epoch" if run.is_over else "Your drawing while it learns", anchor=False
        )
        side_sheet.show(run.id)
        learning_answer.show(
            run.id, class_names=datasets.find(run.config.dataset).facts.class_names, kept=kept
        )


def show_inside(run: RunRecord) -> None:
    """The network at work on the drawing, folded away; nothing where there is no sheet to draw on."""
    if not _can_read(run):
        return
    with st.expander(
        "Inside the network, while it reads your drawing", icon=":material/hub:", on_change="rerun"
    ) as folded:
        if folded.open:
            lens.show_run(run.id, datasets.find(run.config.dataset).facts.class_names)


def _can_read(run: RunRecord) -> bool:
    """Whether its network reads drawings, now or as soon as it has an epoch: one that is over needs stored weights."""
    source = datasets.sources().get(run.config.dataset)
    if not run_models.is_for_browsers(run) or source is None or source.facts.framing is None:
        return False
    return not run.is_over or bool(checkpoints.epochs_with_weights(lab.store(), run.id))
