"""What the tests of lessons share: finished experiments as evidence, trained here."""

from __future__ import annotations

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.learning.engine.reports import EpochReport, Finished
from digitcore.learning.guided.evidence import Evidence
from digitcore.learning.judging.paired_test import Answers
from digitcore.learning.recipes.config import RunConfig
from tests.core.trainings import train_once


def evidence_of(config: RunConfig, dataset: Dataset | None = None) -> Evidence:
    """Train to the end, and keep what questions are answered from."""
    dataset = dataset or datasets.load(config.dataset)
    reports = train_once(config, dataset)
    end = reports[-1]
    assert isinstance(end, Finished)
    return Evidence(
        config,
        dataset.facts,
        tuple(one for one in reports if isinstance(one, EpochReport)),
        Answers(end.test_probabilities, end.test_labels, end.test_hash),
        end.seconds,
    )
