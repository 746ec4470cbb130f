"""A screen of the projector: the class's votes on the model's hardest test images, beside the model's predictions."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore import wording
from digitcore.lab.rooms import human_votes, seats
from digitcore.lab.rooms.live_wall import WallView
from digitcore.languages import gettext as _
from digitcore.learning.judging import class_results
from pages._classroom import hard_images
from pages._shared import lab
from pages._shared.components import gallery


def show(snapshot: WallView) -> None:
    """The images; what each is, and who reads better, once all who are here have voted on it."""
    st.header(_("Can we beat the model?"), anchor=False)
    test = hard_images.on_its_test_part(snapshot.room.settings.model)
    votes = human_votes.tally(lab.store(), snapshot.room.id)
    images = np.array(hard_images.of(snapshot.room.settings.model))
    counts = np.stack([votes.of(int(image)) for image in images])
    truth, predicted = test.true_labels[images], test.predicted[images]
    here = max(1, seats.presence(lab.store(), snapshot.room.id).here)
    is_told = counts.sum(axis=1) >= here
    _say_who_reads_better(counts[is_told], truth[is_told], predicted[is_told])
    captions = [
        _(
            "{digit}\nwe {right} of {total}\nit says {answer}",
            digit=wording.a(true),
            right=right,
            total=total,
            answer=answer,
        )
        if told
        else _("{number} of {count}", number=total, count=here)
        for told, true, answer, right, total in zip(
            is_told, truth, predicted, counts[np.arange(len(images)), truth], counts.sum(axis=1), strict=True
        )
    ]
    dataset = hard_images.dataset(snapshot.room.settings.model)
    if dataset is None:
        return
    gallery.show(
        dataset.test.images[images],
        key="projector_votes_tiles",
        maximum=dataset.facts.maximum,
        label=_("The hardest test images"),
        names=[_("test image {number}", number=image) for image in images],
        captions=captions,
        size=120,
    )


def _say_who_reads_better(counts: NDArray[np.int64], truth: NDArray[Any], predicted: NDArray[Any]) -> None:
    if len(counts):
        st.markdown(f"### {class_results.count_votes(counts, truth, predicted).sentence}")
    else:
        st.markdown(f"### {_('What each one is shows once all of you have voted on it.')}")
