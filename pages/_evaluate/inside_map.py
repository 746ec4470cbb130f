"""A map of the test images as the model sees them: by its last hidden layer, or by its scores where it has none."""

from __future__ import annotations

import math

import numpy as np
import streamlit as st

from digitcore.data.dataset import Dataset
from digitcore.data.statistics.projection import Projection
from digitcore.figures import points
from digitcore.learning.prediction.embedding_maps import map_of_scores
from pages._evaluate import one_image, opened_model
from pages._evaluate.judged_model import JudgedModel
from pages._shared import charts
from pages._shared.board import side_sheet
from pages._shared.components import map_drawing, map_view, peek
from pages._shared.controls import visitor
from pages._shared.server import model_files

_WITH_SCORES = ("nearest-average", "logistic-regression")
"""Classical models that make probabilities from scores by softmax."""


def show(judged: JudgedModel) -> None:
    """The chosen image beside the map, where a press chooses another."""
    layers = opened_model.layers(judged)
    if layers is None and opened_model.classical(judged).name not in _WITH_SCORES:
        st.write(
            "Its answers take only a few values, the same for many images: there is no map to draw of them."
        )
        return
    dataset = judged.images()
    if dataset is None:
        return
    left, right = st.columns([3, 7], gap="medium")
    with left:
        places = st.container(), st.container()
    # The sheet lies next to the map: on a telephone that is below it.
    sheet, chosen = reversed(places) if visitor.is_on_telephone() else places
    with chosen:
        index = one_image.choose(judged)
        one_image.show(judged, dataset, index)
    hidden = math.prod(layers.rows[-2].shape) if layers and layers.has_hidden else None
    address = _address(judged, values=hidden or len(judged.names))
    with sheet:
        if address:  # before the map, which may take a while
            st.subheader("Your drawing on the map", anchor=False)
            side_sheet.show(f"inside_map {judged.examination.run}")
    with right:
        if hidden:
            projection = opened_model.embedding_map(judged, dataset)
            by = f"the {hidden:,} values that its hidden layers make of it"
        else:
            projection = map_of_scores(judged.examination.probabilities)
            by = f"its {len(judged.names)} scores: it has no hidden layer"
        _map(judged, dataset, projection, index=index, by=by)
    with sheet:
        if address:
            map_drawing.show_model(
                projection,
                judged.examination.true_labels[projection.indices],
                chart="inside_map",
                class_names=judged.examination.class_names,
                model=address,
                by="hidden" if hidden else "scores",
            )


def _address(judged: JudgedModel, *, values: int) -> str | None:
    """Where the browser gets the model that puts a drawing on the map; None where it cannot, or reads no drawings."""
    reads_drawings = opened_model.own_facts(judged).framing is not None
    return (
        model_files.address(judged.examination.run)
        if reads_drawings and values <= map_drawing.MOST_VALUES
        else None
    )


def _map(judged: JudgedModel, dataset: Dataset, projection: Projection, *, index: int, by: str) -> None:
    names, indices = judged.examination.class_names, projection.indices
    shares = projection.explained_shares[:2]
    rows = np.flatnonzero(indices == index)
    ring = "a ring marks the chosen one" if len(rows) else "the chosen one is not among these"
    picture = points.point_map(
        projection.positions[:, :2],
        judged.examination.true_labels[indices],
        indices=indices,
        class_names=names,
        laid=judged.examination.run,
        axis_titles=[f"direction {number} ({share:.1%})" for number, share in enumerate(shares, start=1)],
        predictions=[names[label] for label in judged.examination.predicted[indices]],
        ringed=int(rows[0]) if len(rows) else None,
        name="embedding-map",
    )
    charts.show(
        picture,
        key="inside_map",
        meaning=f"Each point is a test image, laid by {by}; its colour is what it really is. "
        f"These two directions keep {shares.sum():.0%} of what tells the images apart for this model. "
        "Points among those of another colour are what it finds hard. Hover or tap to see the image; click to "
        f"choose it; {ring}.",
        sample=f"{len(indices):,} of {judged.examination.judgement.n:,} test images, drawn at random.",
        zooms=True,
    )
    map_view.show(len(indices), chart="inside_map")
    peek.show(
        dataset.test.images[indices],
        key="inside_peek",
        chart="inside_map",
        maximum=dataset.facts.maximum,
        on_pick=lambda position: one_image.choose_number(int(indices[position])),
    )
