"""The test images behind a model's numbers: there if the dataset is on this machine, else a way to fetch it."""

from __future__ import annotations

import numpy as np
import streamlit as st

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.errors import BadInput
from pages._shared import frame, models, state, words


def of_model(model: str) -> Dataset | None:
    """The dataset that the model was judged on; where it is not here, a sentence and a button, and None."""
    predictor = models.ready(model)
    if predictor is None:
        st.write("The images come with the model, which is loading.")
        return None
    try:
        source = datasets.find(predictor.dataset)
    except BadInput as gone:
        st.info(str(gone))
        return None
    if source.is_ready() or state.is_fetch_wanted(source.name):
        dataset = frame.loaded(source.name, {})
        if np.array_equal(dataset.test.labels, predictor.test_labels):
            return dataset
        st.info(
            "The test images that this model was judged on are not here any more; the numbers are theirs."
        )
        return None
    title = words.plain(source.facts.title)
    st.info(f"The images of {title} are not on this machine; all numbers here are.")
    if source.fetch is not None:
        st.button(f"Download {title}", key="fetch_images", icon=":material/cloud_download:",
                  on_click=state.want_fetch, args=(source.name,))  # fmt: skip
    return None
