"""The images that a model was judged on; where they are not on this machine, a sentence and a way to fetch them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore.data import datasets
from digitcore.data.dataset import Dataset, OptionValue, Source
from digitcore.errors import BadInput
from pages._shared import frame
from pages._shared.controls import tab, words


def dataset_behind(
    name: str,
    true_labels: NDArray[np.uint8],
    *,
    options: Mapping[str, OptionValue] = MappingProxyType({}),
    elsewhere: str = "",
) -> Dataset | None:
    """The dataset called `name` made with these options, if its test part carries these labels; else a sentence and None.

    `elsewhere` says where they can be fetched, if this visitor must not do it here.
    """
    try:
        source = datasets.find(name)
    except BadInput as problem:
        st.info(str(problem))
        return None
    if source.is_ready() or tab.is_fetch_requested(source.name):
        dataset = frame.loaded(source.name, dict(options))
        if np.array_equal(dataset.test.labels, true_labels):
            return dataset
        st.info("The images that this model was judged on are not here any more; the numbers are theirs.")
        return None
    st.info(f"{missing(source)}; all numbers here are. {elsewhere}")
    if not elsewhere:
        offer_download(source)
    return None


def missing(source: Source) -> str:
    """The beginning of a sentence that says so."""
    return f"The images of {words.plain(source.facts.title)} are not on this machine"


def offer_download(source: Source) -> None:
    """A button that downloads the dataset, if it has a source."""
    if source.fetch is not None:
        st.button(
            f"Download {words.plain(source.facts.title)}", key="fetch_images", icon=":material/cloud_download:",
            on_click=tab.request_fetch, args=(source.name,),
        )  # fmt: skip
