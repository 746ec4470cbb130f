"""The images that a model was judged on; where they are not on this machine, a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore.data import datasets
from digitcore.data.dataset import Dataset, OptionValue
from digitcore.errors import BadInput
from digitcore.languages import gettext as _
from pages._shared import frame
from pages._shared.controls import words


def dataset_behind(
    name: str,
    true_labels: NDArray[np.uint8],
    *,
    options: Mapping[str, OptionValue] = MappingProxyType({}),
) -> Dataset | None:
    """The dataset called `name` made with these options, if its test part carries these labels; else a sentence and None."""
    try:
        source = datasets.find(name)
    except BadInput as problem:
        st.info(str(problem))
        return None
    if source.is_lost():
        title = words.plain(source.facts.title)
        st.info(_("The images of {data} are not on this machine; all numbers here are.", data=title))
        return None
    dataset = frame.loaded(source.name, dict(options))
    if np.array_equal(dataset.test.labels, true_labels):
        return dataset
    st.info(_("The images that this model was judged on are not here any more; the numbers are theirs."))
    return None
