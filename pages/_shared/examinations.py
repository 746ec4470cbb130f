"""What a model answers to a test part: its own, where answers were stored with it, or another, predicted once for all."""

from __future__ import annotations

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.errors import BadInput
from digitcore.learning.prediction import examination
from digitcore.learning.prediction.examination import Examination
from digitcore.learning.prediction.prediction import DEFAULT
from pages._shared import background_tasks, models
from pages._shared.controls import visitor


def on_own_part(model: str) -> Examination:
    """Stored with the run when it ended: nothing is predicted again, and no dataset is needed."""
    if model == DEFAULT:
        return background_tasks.result_or_stop(
            "own examination", lambda report: examination.of_default_model()
        )
    from digitcore.lab.runs import run_models  # the database, which the default model does not need
    from pages._shared import lab

    return run_models.examination(lab.store(), model)  # not cached: a stopped run may have gone on


def on(model: str, dataset: Dataset) -> Examination:
    """On the test part of `dataset`."""
    return background_tasks.result_or_stop(
        ("examination", model, dataset.name, dataset.test.content_hash),
        lambda report: examination.examine(models.wait_for(model), dataset),
    )


def problem_with(own: Examination, dataset: Dataset) -> BadInput | None:
    """Why the model of this examination cannot read the images of `dataset`; None if it can."""
    title = datasets.find(dataset.name).title_for(visitor.current())
    return examination.examination_problem(own.title, datasets.find(own.dataset).facts, title, dataset.facts)
