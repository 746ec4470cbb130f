"""Trainings that several tests need: each is carried out once in a run of the tests, whichever process needs it first."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.learning.engine.reports import Report
from digitcore.learning.engine.training import train
from digitcore.learning.recipes.config import RunConfig

_folder: list[Path] = []


def keep_in(folder: Path) -> None:
    """From now on reports are kept in `folder`, which all processes of one run of the tests share."""
    folder.mkdir(exist_ok=True)
    _folder[:] = [folder]


def train_once(config: RunConfig, dataset: Dataset | None = None) -> list[Report]:
    """The reports of this training, or those of an earlier one with the same settings on the same images."""
    dataset = dataset or datasets.load(config.dataset, **config.dataset_options)
    path = _folder[0] / f"{config.identity}-{dataset.content_hash[:16]}"
    if path.exists():
        return pickle.loads(path.read_bytes())  # written by a process of these tests, a few lines below
    reports = list(train(config, dataset))
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(pickle.dumps(reports))
    unfinished.replace(path)  # another process may train the same; neither reads half a file
    return reports
