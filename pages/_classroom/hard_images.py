"""The test images that the class votes on: those whose true digit the room's model finds least probable, the hardest first.

What it said of them is stored with the model, so nothing waits for TensorFlow.
"""

from __future__ import annotations

import streamlit as st

from digitcore.data.dataset import Dataset
from digitcore.lab.runs import run_models
from digitcore.learning.judging import class_results
from digitcore.learning.prediction.examination import Examination, of_default_model
from digitcore.learning.prediction.prediction import DEFAULT
from pages._classroom import needed_images
from pages._shared import lab, test_images

PROJECTOR = "votes"
"""What the projector shows while the class votes on them."""
COUNT = 12


def of(model: str) -> tuple[int, ...]:
    """Their numbers in the test part."""
    test = on_its_test_part(model)
    found = class_results.hardest(test.probabilities, test.true_labels, count=COUNT)
    return tuple(int(image) for image in found)


def dataset(model: str) -> Dataset | None:
    """Where they are; None and a sentence where that is not on this machine."""
    test = on_its_test_part(model)
    return test_images.behind(
        test.dataset, test.true_labels, options=test.options, elsewhere=needed_images.AT_THE_DESK
    )


def needed(model: str) -> str:
    """The name of the dataset that they are from."""
    return on_its_test_part(model).dataset


@st.cache_resource(max_entries=8, show_spinner=False)
def on_its_test_part(model: str) -> Examination:
    """What the room's model said of the test images of its own data."""
    return of_default_model() if model == DEFAULT else run_models.examination(lab.store(), model)
