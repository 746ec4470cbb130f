"""A screen of the projector: how the class's digits differ from MNIST's in averages, ink, pen and confused pairs."""

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
from digitcore.lab.rooms.live_wall import WallView
from digitcore.learning.judging.class_results import pair_differences
from pages._classroom.hard_images import on_its_test_part
from pages._shared import background_tasks, charts, frame, statistics_cache
from pages._shared.components import gallery

_DIFFERENCES_PX, _TILE_PX = 320, 44
_STEPS = 10
"""Measured again after each ten drawings: it takes seconds, and an average hardly moves before."""


def show(snapshot: WallView) -> None:
    """Averages, their differences, ink and pen, pairs."""
    st.header("Our hand and MNIST's", anchor=False)
    if not snapshot.shown:
        st.caption("Nothing drawn yet.")
        return
    mnist = frame.loaded("mnist", {})
    shift = _measured(snapshot, mnist)
    left, right = st.columns([2, 1], gap="large", vertical_alignment="center")
    with left:
        _averages(shift)
    with right:
        _differences(shift)
    _ink_and_pen(shift)
    _pairs(snapshot)


def _measured(snapshot: WallView, dataset: Dataset) -> Shift:
    """The shift of the first full tens of drawings; of all of them while there are few."""
    shown = snapshot.shown
    count = max(1, len(shown) // _STEPS * _STEPS) if len(shown) > _STEPS else len(shown)
    version = max(drawing.version for drawing in shown[:count])
    averages = statistics_cache.averages(dataset, "train")

    def measure(report: object) -> Shift:
        arrays = as_arrays(shown[:count])
        return measure_shift(
            arrays.framed,
            # The framed image already has the data's pen, so ink and pen are measured on drawings that keep theirs.
            arrays.own_pen,
            dataset.train,
            data_averages=averages,
            maximum=dataset.facts.maximum,
        )

    return background_tasks.result_or_stop(("class shift", snapshot.room.id, count, version), measure)


def _averages(shift: Shift) -> None:
    for key, title, averages in (("ours", "Ours", shift.drawn), ("theirs", "MNIST's", shift.data)):
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


def _differences(shift: Shift) -> None:
    picture = tiles.differences_per_class(
        shift.average_differences, class_names=DIGITS, name="class-minus-mnist"
    )
    charts.show(
        replace(picture, figure=fit_projector(picture.figure, height=_DIFFERENCES_PX)),
        key="class_differences",
        meaning="Ours minus MNIST's: purple where we have more ink, orange where MNIST has.",
        sample=f"{wording.counted(shift.drawn.counts.sum(), 'drawing')}, {shift.data.counts.sum():,} images.",
    )


def _ink_and_pen(shift: Shift) -> None:
    charts.small_table(
        {
            "": ["Ink, mean grey of 255", "Width of the pen, pixels"],
            "ours": [f"{shift.drawn_ink.mean():.1f}", f"{shift.drawn_pens.mean():.2f}"],
            "MNIST's": [f"{shift.data_ink.mean():.1f}", f"{shift.data_pens.mean():.2f}"],
        }
    )


def _pairs(snapshot: WallView) -> None:
    test = on_its_test_part(snapshot.room.settings.model)
    pairs = pair_differences(snapshot.judgement.confusion_matrix, test.judgement.confusion_matrix)
    for pair in pairs:
        st.markdown(f"- {pair.sentence(DIGITS)}")
