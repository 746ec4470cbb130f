"""A screen of the projector: how the class's digits differ from MNIST's in averages, ink, pen and confused pairs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore.data.dataset import DIGITS, Dataset
from digitcore.data.statistics.shift import Shift, measure_shift
from digitcore.figures.sprite import difference_address, sprite_address
from digitcore.lab.rooms.class_data import as_arrays
from digitcore.lab.rooms.live_wall import WallView
from digitcore.languages import gettext as _
from digitcore.languages import ngettext, number
from digitcore.learning.judging.class_results import pair_differences
from pages._classroom.hard_images import on_its_test_part
from pages._shared import background_tasks, frame, statistics_cache

_STEPS = 10
"""Measured again after each ten drawings: it takes seconds, and an average hardly moves before."""
_MOST_PAIRS = 2
"""More sentences would leave no room for the averages."""


def show(snapshot: WallView) -> None:
    """Averages, their differences, ink and pen, pairs."""
    st.header(_("Our handwriting and MNIST's"), anchor=False)
    if not snapshot.shown:
        st.caption(_("Nothing drawn yet."))
        return
    mnist = frame.loaded("mnist", {})
    shift = _measured(snapshot, mnist)
    st.html(_averages(shift))
    st.html(_in_words(shift, snapshot))


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


def _averages(shift: Shift) -> str:
    """Three rows of ten: ours, theirs, and where the ink differs."""
    drawn, data = shift.drawn, shift.data
    differences = shift.average_differences
    bound = float(np.abs(differences).max()) or 1.0
    rows = (
        _row(
            _("Ours"),
            [
                _average(image) if count else ""
                for image, count in zip(drawn.means, drawn.counts, strict=True)
            ],
        ),
        _row(_("MNIST's"), [_average(image) for image in data.means]),
        _row(_("Ours minus MNIST's"), [difference_address(image / bound) for image in differences]),
    )
    what = ngettext(
        "Averages of {count} drawing and {images} images. Purple: we have more ink. Orange: MNIST has more.",
        "Averages of {count} drawings and {images} images. Purple: we have more ink. Orange: MNIST has more.",
        int(drawn.counts.sum()),
        images=number(int(data.counts.sum())),
    )
    return f'<table class="averages">{"".join(rows)}</table><p class="averages_what">{what}</p>'


def _row(title: str, addresses: Sequence[str]) -> str:
    cells = "".join(
        f'<td><img src="{address}" alt="{title}, {name}"></td>' if address else "<td></td>"
        for name, address in zip(DIGITS, addresses, strict=True)
    )
    return f"<tr><th>{title}</th>{cells}</tr>"


def _average(image: NDArray[np.floating]) -> str:
    return sprite_address(np.rint(image[None]).astype(np.uint8), maximum=255, columns=1)


def _in_words(shift: Shift, snapshot: WallView) -> str:
    """Ink and pen, and the pairs that are confused most."""
    test = on_its_test_part(snapshot.room.settings.model)
    pairs = pair_differences(snapshot.judgement.confusion_matrix, test.judgement.confusion_matrix)
    sentences = [
        _(
            "Our pen is {ours} pixels wide, MNIST's {theirs}.",
            ours=number(shift.drawn_pens.mean(), 1),
            theirs=number(shift.data_pens.mean(), 1),
        )
        + " "
        + _(
            "Our mean grey is {ours} of 255, MNIST's {theirs}.",
            ours=number(shift.drawn_ink.mean()),
            theirs=number(shift.data_ink.mean()),
        ),
        *(pair.sentence(DIGITS) for pair in pairs[:_MOST_PAIRS]),
    ]
    return '<ul class="averages_words">' + "".join(f"<li>{sentence}</li>" for sentence in sentences) + "</ul>"
