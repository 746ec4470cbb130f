"""Finished experiments as evidence, for the tests of lessons."""

from __future__ import annotations

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.learning.engine.reports import EpochReport, Finished
from digitcore.learning.guided.evidence import Evidence
from digitcore.learning.judging.paired_test import Answers
from digitcore.learning.recipes.config import RunConfig
from tests.core.trainings import train_once


def evidence_of(config: RunConfig, dataset: Dataset | None = None) -> Evidence:
    """Train to the end, and return the facts that answer questions."""
    dataset = dataset or datasets.load(config.dataset)
    reports = train_once(config, dataset)
    finished = reports[-1]
    assert isinstance(finished, Finished)
    return Evidence(
        config,
        dataset.facts,
        tuple(report for report in reports if isinstance(report, EpochReport)),
        Answers(finished.test_probabilities, finished.test_labels, finished.test_hash),
        finished.seconds,
    )
