"""A cache around each core call on a dataset: the same numbers are computed once for all visitors.

Results are shared, not copied (`cache_resource`): core arrays are read-only. A dataset is recognised by its
name and options, which say exactly what is in it. What may take longer than a moment goes through `background_tasks`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore.data import preparation as preparation_
from digitcore.data.dataset import Dataset
from digitcore.data.statistics import averages as averages_
from digitcore.data.statistics import comparison as comparison_
from digitcore.data.statistics import image_order, neighbour_map, statistics
from digitcore.data.statistics import neighbours as neighbours_
from digitcore.data.statistics import projection as projection_
from digitcore.learning.judging import context as context_
from digitcore.learning.prediction.prediction import Predictor
from pages._shared import background_tasks

F = TypeVar("F", bound=Callable[..., Any])


def _identity(dataset: Dataset) -> tuple[Any, ...]:
    return (dataset.name, tuple(sorted(dataset.options.items())))


def _cached(words: str) -> Callable[[F], F]:
    """Cache the last results of a call on a dataset; `words` stand beside the spinner while it is computed."""
    return st.cache_resource(max_entries=32, show_spinner=words, hash_funcs={Dataset: _identity})


@_cached("Counting …")
def summary(dataset: Dataset, part: str) -> statistics.Summary:
    return statistics.summarise(
        dataset.part(part), class_count=dataset.class_count, maximum=dataset.facts.maximum
    )


@_cached("Measuring the ink …")
def ink(dataset: Dataset, part: str) -> statistics.Ink:
    return statistics.measure_ink(
        dataset.part(part), class_count=dataset.class_count, maximum=dataset.facts.maximum
    )


@_cached("Averaging …")
def averages(dataset: Dataset, part: str) -> averages_.ClassAverages:
    return averages_.class_averages(dataset.part(part), class_count=dataset.class_count)


@_cached("Measuring distances …")
def typicality(dataset: Dataset, part: str) -> averages_.Typicality:
    return averages_.typicality(dataset.part(part), averages(dataset, part))


@_cached("Comparing each test image with the averages …")
def nearest_average(dataset: Dataset) -> averages_.NearestAverage:
    return averages_.nearest_average(dataset)


@_cached("Comparing both parts …")
def comparison(dataset: Dataset) -> comparison_.PartComparison:
    return comparison_.compare_parts(dataset)


@_cached("Fitting …")
def preparation(dataset: Dataset, kind: str) -> preparation_.Preparation:
    return preparation_.fit(kind, dataset.train.images, maximum=dataset.facts.maximum)


@_cached("Looking for its neighbours …")
def neighbours(dataset: Dataset, part: str, index: int, count: int) -> neighbours_.Neighbours:
    split = dataset.part(part)
    return neighbours_.nearest(split.images[index : index + 1], split, count=count, exclude=np.array([index]))


@_cached("Finding the directions that tell images apart …")
def projection(dataset: Dataset, part: str, sample: int) -> projection_.Projection:
    return projection_.project(dataset.part(part), sample=sample, seed=0)


def by_neighbours(dataset: Dataset, part: str, sample: int) -> neighbour_map.NeighbourMap:
    result: neighbour_map.NeighbourMap = background_tasks.result_or_stop(
        ("neighbour map", _identity(dataset), part, sample),
        lambda report: neighbour_map.lay(dataset.part(part), sample=sample, report=report),
    )
    return result


def suspicious(dataset: Dataset, part: str, sample: int) -> neighbours_.Suspicious:
    return background_tasks.result_or_stop(
        ("suspicious", _identity(dataset), part, sample),
        lambda report: neighbours_.suspicious(dataset.part(part), sample=sample, seed=0, report=report),
    )


@_cached("Sorting …")
def browse(dataset: Dataset, part: str, label: int | None, order: str) -> NDArray[np.int64]:
    ranks = None if order == "stored" else typicality(dataset, part)
    return image_order.browse(dataset.part(part), typicality=ranks, label=label, order=order)


@_cached("Drawing …")
def one_of_each(dataset: Dataset, part: str, seed: int) -> NDArray[np.int64]:
    return image_order.one_of_each(dataset.part(part), seed=seed)


def test_embedding(predictor: Predictor, dataset: Dataset, *, model: str) -> NDArray[np.float32]:
    result: NDArray[np.float32] = background_tasks.result_or_stop(
        ("test embedding", model, _identity(dataset)),
        lambda report: context_.embeddings_of(predictor.embedding, dataset.test.images, report=report),
    )
    return result
