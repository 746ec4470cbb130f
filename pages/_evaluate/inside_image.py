"""One test image on its way through the layers of a network."""

from __future__ import annotations

import streamlit as st

from pages._evaluate import one_image, opened_model
from pages._evaluate.judged_model import JudgedModel
from pages._shared import charts
from pages._shared.components import lens
from pages._shared.server import model_files


def show(judged: JudgedModel) -> None:
    """The image, and what each layer makes of it."""
    if opened_model.layers(judged) is None:
        st.write(f"{opened_model.classical(judged).sentence} There are no layers to follow an image through.")
        return
    address, dataset = model_files.address(judged.examination.run), judged.images()
    if dataset is None:
        return
    if address is None:
        st.warning("This network is too large for a browser, or cannot be read: then train it again.")
        return
    left, right = st.columns(2, gap="large")
    with left:
        index = one_image.choose(judged)
    with right:
        one_image.show(judged, dataset, index)
    lens.show_image(address, judged.examination.class_names, opened_model.image_for(judged, dataset, index))
    charts.explain(lens.MEANING, "This image, every number as the network computes it.")
