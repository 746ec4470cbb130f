"""Training and test data: sizes, classes, ink and average images, with the question whether they are alike."""

from __future__ import annotations

import numpy as np
import streamlit as st

from digitcore.data.dataset import Dataset
from digitcore.figures import counts, images
from pages._explore import controls
from pages._shared import charts, picked_images, statistics_cache
from pages._shared.controls import words


def show(dataset: Dataset) -> None:
    """The view."""
    result = statistics_cache.comparison(dataset)
    st.markdown(
        f"A model learns from **{result.train_count:,}** images and is judged on **{result.test_count:,}** others "
        f"({result.test_share:.0%} of all). That is fair only if both are alike."
    )
    names, furthest = words.class_names(dataset), result.averages.furthest_class
    sample = controls.both_words(dataset)
    st.subheader("Classes", anchor=False)
    st.markdown(result.classes.sentence)
    st.subheader("Ink", anchor=False)
    shares = {part: statistics_cache.ink(dataset, part).shares for part in ("train", "test")}
    part = picked_images.part_on_screen()
    picked = picked_images.narrowed(dataset, part)
    if picked_images.is_narrowed(picked):
        shares["picked"] = statistics_cache.ink(picked, part).shares
    charts.show(
        counts.lines(
            {part: 100 * values for part, values in shares.items()}, x=np.arange(len(shares["train"])),
            x_title="mean grey of an image", y_title="share, %", name="ink-train-test",
        ),
        key="parts_ink",
        meaning=result.ink.sentence,
        sample=sample,
    )  # fmt: skip
    st.subheader("Average images", anchor=False)
    charts.show(
        images.difference(
            result.averages.test,
            result.averages.train,
            name_a="test",
            name_b="train",
            maximum=dataset.facts.maximum,
        ),
        key="parts_difference",
        meaning=f"{result.averages.sentence} The largest difference at any pixel is {result.averages.largest:+.1f} grey levels, "
        f"out of {dataset.facts.maximum}. Class by class, {names[furthest]} differs most "
        f"({result.averages.class_apart[furthest]:.1f}).",
        sample=sample,
    )
