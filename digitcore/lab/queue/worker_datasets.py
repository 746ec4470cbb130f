"""Datasets in a worker process: the last ones stay, so that the next training on the same data begins at once.

What is kept is what has this name and these options; whether it is the content that a run means, `learning.parts` checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from digitcore.data import datasets
from digitcore.data.dataset import Dataset, OptionValue

_MOST_KEPT = 2
"""MNIST and one more: each may take 55 MB."""


def load(name: str, options: Mapping[str, OptionValue]) -> Dataset:
    """The dataset, built in or a visitor's own, as it was loaded last."""
    return _kept(name, tuple(sorted(options.items())))


@lru_cache(maxsize=_MOST_KEPT)
def _kept(name: str, options: tuple[tuple[str, OptionValue], ...]) -> Dataset:
    chosen: dict[str, Any] = dict(options)
    return datasets.load(name, **chosen)
