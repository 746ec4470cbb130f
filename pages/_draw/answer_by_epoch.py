"""How a network's answer to this drawing grew: one slider over the epochs whose weights were kept, in the browser."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.runs import checkpoints
from digitcore.learning.prediction.prediction import Predictor
from pages._shared import charts, lab
from pages._shared.board import drawn_answer
from pages._shared.components import learning_answer


def show(predictor: Predictor) -> None:
    """The answer after each epoch, and the slider; a sentence where no run, no epochs or nothing drawn leave it empty."""
    st.markdown("#### Epoch by epoch")
    if predictor.is_default:
        st.write(
            "Choose a network of your own in the sidebar, and see what it said of this drawing after each epoch."
        )
        return
    kept = checkpoints.epochs_with_weights(lab.store(), predictor.run)
    if not kept:
        st.write("This model has no epochs, or none whose weights were kept.")
        return
    if not drawn_answer.is_live(predictor.run):
        st.write("Draw with the pen or the keyboard to see this.")
        return
    learning_answer.show(predictor.run, class_names=predictor.facts.class_names, kept=kept, has_slider=True)
    charts.explain(
        "What the network said of the drawing after each of its epochs: move the slider to see the bars of one.",
        f"This drawing, the {len(kept)} epochs whose weights were kept.",
    )
