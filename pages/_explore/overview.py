"""Overview: how many images of what size with which values, the first ones, and a random one of each class."""

from __future__ import annotations

import numpy as np
import streamlit as st

from digitcore.data.dataset import Dataset
from digitcore.figures.picture import Table
from pages._explore import controls
from pages._shared import charts, part_gallery, picked_images, statistics_cache
from pages._shared.controls import state, words

FIRST = 12
MOST_DRAWS = 1_000_000
"""The sources show the first 9, 10 and 12 images: twelve hold them all."""


def show(dataset: Dataset) -> None:
    """The view."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        _counts(dataset)
    with right:
        _fact_sheet(dataset)
    st.subheader("The first images", anchor=False)
    part = controls.choose_part()
    first = picked_images.only(np.arange(len(dataset.part(part))), dataset, part)[:FIRST]
    part_gallery.show(dataset, first, part=part, key="first_images", label="The first images", size=48)
    _one_of_each(dataset, part)


def _counts(dataset: Dataset) -> None:
    st.subheader("The whole dataset in numbers", anchor=False)
    train, test = (statistics_cache.summary(dataset, part) for part in ("train", "test"))
    rows = {
        "images": [f"{summary.n:,}" for summary in (train, test)],
        "classes": [dataset.class_count] * 2,
        "rows × columns": [f"{summary.shape[1]} × {summary.shape[2]}" for summary in (train, test)],
        "values per image": [f"{summary.shape[1] * summary.shape[2]:,}" for summary in (train, test)],
        "kind of number": [summary.dtype for summary in (train, test)],
        "smallest and largest value": [
            f"{summary.minimum} to {summary.maximum}" for summary in (train, test)
        ],
        "values in all": [f"{summary.value_count:,}" for summary in (train, test)],
        "of these 0 (empty paper)": [
            f"{summary.zero_count:,} ({summary.zero_share:.1%})" for summary in (train, test)
        ],
        "pixels no image ever inks": [f"{int(summary.never_inked.sum())}" for summary in (train, test)],
    }
    columns = {
        "": list(rows),
        "train": [str(values[0]) for values in rows.values()],
        "test": [str(values[1]) for values in rows.values()],
    }
    charts.small_table(columns)
    charts.explain("", controls.both_words(dataset))
    charts.download(Table(columns), name=f"{dataset.name}-in-numbers", key="overview")


def _fact_sheet(dataset: Dataset) -> None:
    facts = dataset.facts
    st.subheader("Fact sheet", anchor=False)
    st.markdown(words.plain(facts.sentence))
    st.markdown(
        f"**From** {words.plain(facts.origin)}" + (f" ([source]({facts.link}))" if facts.link else "")
    )
    st.markdown(f"**Licence** {words.plain(facts.licence)}")
    st.markdown(f"**Classes** {words.plain(', '.join(facts.class_names))}")
    st.markdown(f"**Values** 0 is empty paper, {facts.maximum} full ink")
    st.markdown("**Content** SHA-256 " + f"`{dataset.content_hash[:16]}…`")


def _one_of_each(dataset: Dataset, part: str) -> None:
    st.subheader("A random one of each class", anchor=False)
    state.between("random_seed", 0, MOST_DRAWS)
    seed = state.get("random_seed")
    shown = picked_images.narrowed(dataset, part)
    numbers = picked_images.only(np.arange(len(dataset.part(part))), dataset, part)
    chosen = numbers[statistics_cache.one_of_each(shown, part, seed)]
    part_gallery.show(dataset, chosen, part=part, key="one_of_each", label="One image of each class")
    st.button(
        "Show other examples", icon=":material/casino:", on_click=state.put, args=("random_seed", (seed + 1) % MOST_DRAWS),
        help="The same number draws the same images again; it is in the address.",
    )  # fmt: skip
    charts.explain(
        "Draw again: people write the same thing very differently.",
        f"Draw number {seed}, from {controls.sample_words(shown, part)}",
    )
