"""On the projector: is what we draw like the digits the model learned from? Averages, ink, pen, and the pairs that differ."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import streamlit as st

from digitcore import wording
from digitcore.data.dataset import DIGITS, Dataset
from digitcore.data.statistics.shift import Shift, measure_shift
from digitcore.figures import tiles
from digitcore.figures.style import fit_projector
from digitcore.lab.rooms.class_data import as_arrays
from digitcore.lab.rooms.live_wall import Seen
from digitcore.learning.judging.class_results import pair_differences
from pages._classroom import needed_images
from pages._classroom.hard_images import on_its_test_part
from pages._shared import charts, tasks
from pages._shared.components import gallery

_DIFFERENCES_PX, _TILE_PX = 320, 44
_STEPS = 10
"""Measured anew when so many drawings have come: it takes seconds, and an average hardly moves before."""


def show(seen: Seen) -> None:
    """The class beside MNIST."""
    st.header("Our hand and MNIST's", anchor=False)
    if not seen.shown:
        st.caption("Nothing drawn yet.")
        return
    mnist = needed_images.mnist()
    if mnist is None:
        return
    found = _measured(seen, mnist)
    left, right = st.columns([2, 1], gap="large", vertical_alignment="center")
    with left:
        _averages(found)
    with right:
        _differences(found)
    _ink_and_pen(found)
    _pairs(seen)


def _measured(seen: Seen, dataset: Dataset) -> Shift:
    """Of the drawings up to the last full step; of all of them once nobody draws."""
    shown = seen.shown
    count = max(1, len(shown) // _STEPS * _STEPS) if len(shown) > _STEPS else len(shown)
    version = max(one.version for one in shown[:count])

    def measure(report: object) -> Shift:
        arrays = as_arrays(shown[:count])
        return measure_shift(
            arrays.framed,
            arrays.own_pen,
            dataset.train,
            class_count=len(DIGITS),
            maximum=dataset.facts.maximum,
        )

    return tasks.result_of(("class shift", seen.room.id, count, version), measure)


def _averages(found: Shift) -> None:
    for key, title, averages in (("ours", "Ours", found.drawn), ("theirs", "MNIST's", found.data)):
        st.markdown(f"**{title}**")
        gallery.show(
            np.rint(averages.means).astype(np.uint8),
            key=f"projector_average_{key}_tiles",
            maximum=255,
            label=f"{title} average digits",
            names=[
                f"the average {name} of {count:,}"
                for name, count in zip(DIGITS, averages.counts, strict=True)
            ],
            captions=[f"{count:,}" for count in averages.counts],
            size=_TILE_PX,
        )


def _differences(found: Shift) -> None:
    picture = tiles.differences_per_class(
        found.average_differences, class_names=DIGITS, name="class-minus-mnist"
    )
    charts.show(
        replace(picture, figure=fit_projector(picture.figure, height=_DIFFERENCES_PX)),
        key="class_differences",
        meaning="Ours minus MNIST's: purple where we have more ink, orange where MNIST has.",
        sample=f"{wording.counted(found.drawn.counts.sum(), 'drawing')}, {found.data.counts.sum():,} images.",
    )


def _ink_and_pen(found: Shift) -> None:
    charts.small_table(
        {
            "": ["Ink, mean grey of 255", "Width of the pen, pixels"],
            "ours": [f"{found.drawn_ink.mean():.1f}", f"{found.drawn_pens.mean():.2f}"],
            "MNIST's": [f"{found.data_ink.mean():.1f}", f"{found.data_pens.mean():.2f}"],
        }
    )


def _pairs(seen: Seen) -> None:
    test = on_its_test_part(seen.room.settings.model)
    pairs = pair_differences(seen.judgement.confusion_matrix, test.judgement.confusion_matrix)
    for pair in pairs:
        st.markdown(f"- {pair.sentence(DIGITS)}")
