"""Inside: the network at work on the drawing, layer by layer, while the pen moves."""

from __future__ import annotations

import streamlit as st

from pages._shared import charts, models
from pages._shared.board import drawn_answer
from pages._shared.components import lens
from pages._shared.server import model_files


def show(model_name: str) -> None:
    """The lens, or why there is none."""
    address = model_files.address(model_name)
    if address is None:
        st.write(
            "There are no layers to look into: this model is no network, or one too large for a browser."
        )
    elif not drawn_answer.is_live(model_name):
        st.write("Draw, or use the keyboard's squares, and see the drawing go through the network.")
    else:
        lens.show(address, models.class_names(model_name))
        charts.explain(lens.MEANING, "This drawing, every number as the network computes it.")
