"""The test images that the class votes on: the room's model gives their true digit the least probability.

Its predictions for its own test part are stored with it, so nothing waits for TensorFlow.
"""

from __future__ import annotations

import streamlit as st

from digitcore.data.dataset import Dataset
from digitcore.lab.runs import run_models
from digitcore.learning.judging import class_results
from digitcore.learning.prediction.examination import Examination, of_default_model
from digitcore.learning.prediction.prediction import DEFAULT
from pages._shared import judged_images, lab

COUNT = 12


def of(model: str) -> tuple[int, ...]:
    """Their numbers in the test part, the hardest first."""
    test = on_its_test_part(model)
    hardest = class_results.hardest(test.probabilities, test.true_labels, count=COUNT)
    return tuple(int(image) for image in hardest)


def dataset(model: str) -> Dataset | None:
    """The dataset with these images; a sentence and None where it is not on this machine."""
    test = on_its_test_part(model)
    return judged_images.dataset_behind(test.dataset, test.true_labels, options=test.options)


@st.cache_resource(max_entries=8, show_spinner=False)
def on_its_test_part(model: str) -> Examination:
    """What the room's model predicted for the test part of its own data."""
    return of_default_model() if model == DEFAULT else run_models.examination(lab.store(), model)
