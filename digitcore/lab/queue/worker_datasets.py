"""A cache of datasets in a worker process, so that the next training on the same data begins at once.

The cache goes by name and options; `data_split` checks that the content is what the run was requested with.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from digitcore.data import datasets
from digitcore.data.dataset import Dataset, OptionValue

_CACHED = 2
"""MNIST and one more: each may take 55 MB."""


def load(name: str, options: Mapping[str, OptionValue]) -> Dataset:
    """The dataset, built in or a visitor's own."""
    return _cached(name, tuple(sorted(options.items())))


@lru_cache(maxsize=_CACHED)
def _cached(name: str, options: tuple[tuple[str, OptionValue], ...]) -> Dataset:
    chosen: dict[str, Any] = dict(options)
    return datasets.load(name, **chosen)
