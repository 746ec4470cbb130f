"""How a network's answer to this drawing grew: one slider over the epochs whose weights were kept."""

from __future__ import annotations

import numpy as np
import streamlit as st

from digitcore.learning.prediction.prediction import Predictor
from pages._shared import charts, models
from pages._shared.board.sheet import Answer
from pages._shared.components import bars


def show(predictor: Predictor, answer: Answer) -> None:
    """The slider, the bars of that epoch, and all epochs as a table; a sentence where there are none."""
    st.markdown("#### Epoch by epoch")
    if predictor.is_default:
        st.write(
            "Choose a network of your own in the sidebar, and see what it said of this drawing after each epoch."
        )
        return
    epochs = models.epochs(predictor.run)
    if epochs is None:
        st.write("This model has no epochs, or none whose weights were kept.")
        return
    growth = epochs.predict(np.asarray(answer.prediction.framed))
    if len(growth.epochs) > 1:
        epoch = st.select_slider("After epoch", growth.epochs, value=growth.epochs[-1], key="draw_epoch")
    else:
        epoch = growth.epochs[0]
    names = predictor.facts.class_names
    shares = growth.probabilities[growth.epochs.index(epoch)]
    bars.show_shares(shares, class_names=names, caption=f"Probability of each digit after epoch {epoch}")
    classes = growth.probabilities.argmax(axis=1)
    changed = [number for number in range(1, len(classes)) if classes[number] != classes[number - 1]]
    settled = growth.epochs[changed[-1]] if changed else growth.epochs[0]
    charts.explain(
        f"It has called this drawing **{names[classes[-1]]}** since epoch {settled}"
        + (f", and changed its mind {len(changed)} times before." if len(changed) > 1 else "."),
        f"This drawing, the {len(growth.epochs)} epochs whose weights were kept.",
    )
    with st.expander("Numbers", icon=":material/table:", key="draw_epoch_numbers"):
        charts.small_table(
            {
                "epoch": list(growth.epochs),
                "it said": [names[digit] for digit in classes],
                "probability": [bars.in_percent(float(share)) for share in growth.probabilities.max(axis=1)],
            }
        )
