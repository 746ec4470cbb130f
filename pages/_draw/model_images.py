"""The test images that the chosen model was judged on."""

from __future__ import annotations

import streamlit as st

from digitcore.data.dataset import Dataset
from pages._shared import judged_images, models


def of_model(model: str) -> Dataset | None:
    """The model's dataset; None, and a sentence on the page, while it cannot be had."""
    predictor = models.ready(model)
    if predictor is None:
        st.write("The images come with the model, which is loading.")
        return None
    return judged_images.dataset_behind(predictor.dataset, predictor.test_labels)
