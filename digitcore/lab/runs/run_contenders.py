"""Runs as contenders: their stored answers and their costs; and the other trainings of the same recipe. Nothing is
predicted.
"""

from __future__ import annotations

import sqlalchemy as sa

from digitcore.lab.runs import artefacts, runs, training_log
from digitcore.lab.runs.run_models import examination
from digitcore.lab.store import schema
from digitcore.lab.store.records import RunRecord, record
from digitcore.lab.store.store import Store
from digitcore.learning.layers.classical import MODELS
from digitcore.learning.prediction.contenders import Contender
from digitcore.learning.recipes.config import NETWORK

_runs = schema.runs


def contender(store: Store, run_id: str) -> Contender:
    """The run's answers and costs; raises BadInput before it is judged."""
    run = runs.get(store, run_id)
    speed = training_log.images_per_second(store, run_id)
    return Contender(examination(store, run_id), _parameters(store, run), run.seconds, speed, run.config)


def siblings(store: Store, run: RunRecord) -> list[RunRecord]:
    """All runs with the settings of `run` and any seed, by seed; `run` itself is among them.

    They belong to any visitor: the same settings and seed are one training for everybody, so these figures
    are nobody's secret.
    """
    alike = (_runs.c.recipe == run.recipe) & (_runs.c.epochs_wanted == run.epochs_wanted)
    query = sa.select(_runs).where(alike, _runs.c.deleted_at.is_(None), _runs.c.state != "failed")
    with store.reading() as connection:
        candidates = [record(row) for row in connection.execute(query)]
    wanted = _without_seed(run)
    by_identity = {other.identity: other for other in candidates if _without_seed(other) == wanted}
    return sorted(by_identity.values(), key=lambda other: other.config.seed)


def _without_seed(run: RunRecord) -> str:
    return run.config.replace(seed=0).identity


def _parameters(store: Store, run: RunRecord) -> int:
    model = run.config.model
    if model == NETWORK:
        facts = artefacts.model_facts(store, run.id)
        return sum(row.parameters for row in facts.layer_table) if facts else 0
    return MODELS[model].parameters(artefacts.model_arrays(store, run.id))
