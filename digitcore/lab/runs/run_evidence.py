"""Finished runs as evidence: from it questions and verdicts about the published experiments are answered."""

from __future__ import annotations

from collections.abc import Iterable

from digitcore.data import datasets
from digitcore.errors import BadInput
from digitcore.lab.runs import artefacts, runs, training_log
from digitcore.lab.store.records import RunRecord
from digitcore.lab.store.store import Store
from digitcore.learning.guided.evidence import Evidence
from digitcore.learning.guided.reproduction import Attempt, is_as_published
from digitcore.learning.recipes.config import RunConfig
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.learning.recipes.recipes import RECIPES


def evidence(store: Store, run_id: str) -> Evidence:
    """The evidence of this run; raises BadInput before it is finished."""
    run = runs.get(store, run_id)
    answers, epochs = artefacts.answers(store, run_id), tuple(training_log.epochs_since(store, run_id))
    if answers is None or not epochs:
        raise BadInput(f"The run {run.title!r} is {run.state}: it can tell nothing yet.", "Let it finish.")
    config = run.config
    return Evidence(config, datasets.find(config.dataset).facts, epochs, answers, run.seconds)


def attempt(store: Store, run: RunRecord, name: str) -> Attempt:
    """A finished run of the published experiment `name`, to be judged by the rule of `reproduction`."""
    (last,) = training_log.epochs_since(store, run.id, run.epochs_done - 1)
    on_test = PUBLISHED[name].judged_by == "test"
    return Attempt(
        recipe=name,
        seed=run.config.seed,
        identity=run.identity,
        accuracy=training_log.number(run.test_accuracy if on_test else run.validation_accuracy),
        loss=training_log.number(run.test_loss if on_test else run.validation_loss),
        n=(run.test_n or 0) if on_test else int(last.confusion_matrix.sum()),
        parameters=run.parameters or 0,
        epochs=run.epochs_done,
        seconds=run.seconds,
        date=(run.ended_at or run.created_at).date().isoformat(),
    )


def runs_of_recipe(records: Iterable[RunRecord], name: str) -> list[RunRecord]:
    """The runs with exactly the settings of a published experiment, the lowest seed first."""
    recipe = RECIPES[name]
    with_config = [(config, run) for run in records if (config := _config(run))]
    matches = [(config.seed, run) for config, run in with_config if is_as_published(config, recipe)]
    return [run for _, run in sorted(matches, key=lambda match: match[0])]


def run_with_settings(records: Iterable[RunRecord], config: RunConfig) -> RunRecord | None:
    """The run with these settings and this seed; None where there is none."""
    wanted = config.replace(dataset_hash="")
    matches = (run for run in records if (own := _config(run)) and own.replace(dataset_hash="") == wanted)
    return next(matches, None)


def _config(run: RunRecord) -> RunConfig | None:
    """The settings; None where this version does not know one of them."""
    try:
        return run.config
    except BadInput:
        return None
