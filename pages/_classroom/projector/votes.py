"""A screen of the projector: the class's votes on the model's hardest test images, beside the model's predictions."""

from __future__ import annotations

import numpy as np
import streamlit as st

from digitcore import wording
from digitcore.lab.rooms import human_votes
from digitcore.lab.rooms.live_wall import WallView
from digitcore.learning.judging import class_results
from pages._classroom import hard_images
from pages._shared import lab
from pages._shared.components import gallery


def show(snapshot: WallView) -> None:
    """Who reads better, and the images; the true digit stands below those that have votes."""
    st.header("Can we read what it cannot?", anchor=False)
    test = hard_images.on_its_test_part(snapshot.room.settings.model)
    votes = human_votes.tally(lab.store(), snapshot.room.id)
    images = np.array(hard_images.of(snapshot.room.settings.model))
    counts = np.stack([votes.of(int(image)) for image in images])
    truth, predicted = test.true_labels[images], test.predicted[images]
    st.markdown(f"### {class_results.count_votes(counts, truth, predicted).sentence}")
    captions = [
        f"{wording.a(true)}\nwe {right} of {total}\nit says {answer}" if total else "?"
        for true, answer, right, total in zip(
            truth, predicted, counts[np.arange(len(images)), truth], counts.sum(axis=1), strict=True
        )
    ]
    dataset = hard_images.dataset(snapshot.room.settings.model)
    if dataset is None:
        return
    gallery.show(
        dataset.test.images[images],
        key="projector_votes_tiles",
        maximum=dataset.facts.maximum,
        label="The hardest test images",
        names=[f"test image {image}" for image in images],
        captions=captions,
        size=120,
    )
