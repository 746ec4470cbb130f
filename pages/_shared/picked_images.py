"""The images that a visitor picked: one selection, which all views of Explore show until it is put back.

It is one word of the tab, and of the address where it is short: `class.4`; `ink.40.44`, a mean grey from 40 to 44; or where
they were picked, their part, the data they belong to and their numbers: `map.train.1f3a9c.12.40`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore import wording
from digitcore.data.dataset import Dataset
from digitcore.data.statistics import statistics
from pages._shared import statistics_cache
from pages._shared.controls import state, tab, words

_KEY = "picked"
_LONGEST_IN_ADDRESS = 600
"""Some hundred images; more are the tab's alone, and no link holds them."""
_PLACES = {"map": "on the map", "cell": "of a cell of the confusion matrix"}
_LONGEST_NUMBER = 8


@dataclass(frozen=True)
class Picked:
    """The picked images of one part."""

    indices: NDArray[np.int64]
    """Their numbers in the part, rising; at least one."""
    which: str
    """What they have in common, in words that follow "images"."""


def pick_class(label: int) -> None:
    """Pick all images of a class; for callbacks, as all that picks."""
    state.put(_KEY, f"class.{label}")
    state.forget_place()


def pick_ink(low: int, high: int) -> None:
    """Pick the images whose mean grey is `low` to `high`, in steps of `statistics.steps_per_grey`."""
    state.put(_KEY, f"ink.{low}.{high}")
    state.forget_place()


def pick(dataset: Dataset, part: str, indices: Sequence[int] | NDArray[np.integer], *, place: str) -> None:
    """Pick images by their numbers; none of them puts the selection back. `place` is "map" or "cell"."""
    numbers = [str(number) for number in sorted(int(index) for index in indices)]
    state.put(_KEY, ".".join([place, part, _tag(dataset), *numbers]) if numbers else "")
    state.forget_place()


def put_back() -> None:
    """Show all images again."""
    state.put(_KEY, "")
    state.forget_place()


def part_on_screen() -> str:
    """The part that Explore shows, also in views without that choice."""
    return "test" if state.get("part") == "test" else "train"


def of(dataset: Dataset, part: str) -> Picked | None:
    """The picked images of this part; None where none are picked, or none of them are here."""
    kind, *rest = str(state.get(_KEY)).split(".")
    picked = (
        _with_numbers(dataset, part, kind, rest)
        if kind in _PLACES
        else _by_property(dataset, part, kind, rest)
    )
    return picked if picked and len(picked.indices) else None


def narrowed(dataset: Dataset, part: str) -> Dataset:
    """The dataset with nothing but the picked images in this part; as it is where none are picked."""
    picked = of(dataset, part)
    if picked is None:
        return dataset
    few = dataset.part(part).take(picked.indices)
    options = {**dataset.options, _KEY: f"{part} {state.get(_KEY)}"}  # they name it in caches
    return replace(dataset, options=options, **{part: few})


def is_narrowed(dataset: Dataset) -> bool:
    """Whether it comes from `narrowed`."""
    return _KEY in dataset.options


def only(indices: NDArray[np.int64], dataset: Dataset, part: str) -> NDArray[np.int64]:
    """Those of these images of the part that are picked, in their order; all where none are picked."""
    picked = of(dataset, part)
    return indices if picked is None else indices[np.isin(indices, picked.indices)]


def show_line(dataset: Dataset) -> None:
    """What is picked, and the way back to all. It is always there, so that a pick moves nothing."""
    if len(str(state.get(_KEY))) <= _LONGEST_IN_ADDRESS:
        state.keep_in_address(_KEY)
    picked = of(dataset, part_on_screen())
    with st.container(horizontal=True, vertical_alignment="center", key="picked_line"):
        if not state.get(_KEY):
            st.markdown(":gray[All images. Pick some in Classes, Ink or Map.]", width="content")
            return
        if picked is None:
            sentence = "The picked images are not in this part of these data: all are shown."
        else:
            sentence = f"Picked: **{wording.counted(len(picked.indices), 'image')}** {picked.which}."
        st.markdown(f":material/filter_alt: {sentence}", width="content")
        st.button("Show all", type="tertiary", icon=":material/close:", on_click=put_back, key="show_all")


def show_button_to_explore(dataset: Dataset, indices: NDArray[np.integer], *, place: str) -> None:
    """A button that opens Explore with these test images of a dataset picked."""
    if st.button(
        "Show these in Explore", icon=":material/travel_explore:", key="show_in_explore",
        on_click=_pick_in_explore, args=(dataset, indices, place),
    ):  # fmt: skip
        st.switch_page("pages/explore.py")


def _pick_in_explore(dataset: Dataset, indices: NDArray[np.integer], place: str) -> None:
    tab.put_dataset(dataset.name, dataset.options)
    state.put("view", "images")
    state.put("part", "test")
    pick(dataset, "test", indices, place=place)


def _by_property(dataset: Dataset, part: str, kind: str, rest: Sequence[str]) -> Picked | None:
    match kind, _whole_numbers(rest):
        case "class", [label] if label < dataset.class_count:
            name = words.class_names(dataset)[label]
            return Picked(np.flatnonzero(dataset.part(part).labels == label), f"of class {name}")
        case "ink", [low, high]:
            steps = statistics.steps_per_grey(dataset.facts.maximum)
            high = min(high, dataset.facts.maximum * steps)
            levels = statistics_cache.summary(dataset, part).ink_levels(dataset.facts.maximum)
            which = f"with a mean grey of {low / steps:g}" + (f" to {high / steps:g}" if high > low else "")
            return Picked(np.flatnonzero((levels >= low) & (levels <= high)), which)
    return None


def _with_numbers(dataset: Dataset, part: str, place: str, rest: Sequence[str]) -> Picked | None:
    numbers = _whole_numbers(rest[2:])
    if list(rest[:2]) != [part, _tag(dataset)] or not numbers:
        return None
    indices = np.unique(np.array(numbers, dtype=np.int64))
    return Picked(indices[indices < len(dataset.part(part))], _PLACES[place])


def _whole_numbers(texts: Sequence[str]) -> list[int] | None:
    """None where one is no number that could be meant."""
    if not all(text.isdecimal() and len(text) <= _LONGEST_NUMBER for text in texts):
        return None
    return [int(text) for text in texts]


def _tag(dataset: Dataset) -> str:
    """Names the data that image numbers belong to: damage takes images away, a seed makes others."""
    identity = repr((dataset.name, sorted(dataset.options.items())))
    return hashlib.blake2b(identity.encode(), digest_size=3).hexdigest()
