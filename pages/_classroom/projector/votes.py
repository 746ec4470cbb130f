"""On the projector: what the class says of the test digits that are hardest for the model, and what the model said."""

from __future__ import annotations

import numpy as np
import streamlit as st

from digitcore import wording
from digitcore.lab.rooms import human_votes
from digitcore.lab.rooms.live_wall import Seen
from digitcore.learning.judging import class_results
from pages._classroom import hard_images
from pages._shared import lab
from pages._shared.components import gallery


def show(seen: Seen) -> None:
    """The sentence, and the images; what they are stands below those on which somebody voted."""
    st.header("Can we read what it cannot?", anchor=False)
    test = hard_images.on_its_test_part(seen.room.settings.model)
    tally = human_votes.tally(lab.store(), seen.room.id)
    images = np.array(hard_images.of(seen.room.settings.model))
    counts = np.stack([tally.of(int(image)) for image in images])
    truth, said = test.true_labels[images], test.predicted[images]
    st.markdown(f"### {class_results.count_votes(counts, truth, said).sentence}")
    captions = [
        f"{wording.a(true)}\nwe {right} of {votes}\nit says {answer}" if votes else "?"
        for true, answer, right, votes in zip(
            truth, said, counts[np.arange(len(images)), truth], counts.sum(axis=1), strict=True
        )
    ]
    dataset = hard_images.dataset(seen.room.settings.model)
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
