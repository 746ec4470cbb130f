"""What is known of a run, in one frozen record; what can be done with runs is in `runs` and `queue`."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

import sqlalchemy as sa

from digitcore.learning.recipes.config import RunConfig

State = Literal["queued", "running", "finished", "stopped", "interrupted", "failed"]


@dataclass(frozen=True)
class RunRecord:
    """One run as it stood when it was read. Numbers are None until they are known; times are UTC."""

    id: str
    identity: str
    config_json: str
    recipe: str
    """The recipe's name; empty for a network of one's own."""
    title: str
    note: str
    owner: str
    state: State
    reason: str
    """Why it ended as it did, in a sentence."""
    wish: str
    """What the worker is asked to do next: "", "stop" or "step back"."""
    attempt: int
    """How many times it was handed to a worker."""
    created_at: dt.datetime
    queued_at: dt.datetime
    turn_started_at: dt.datetime | None
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    heartbeat_at: dt.datetime | None
    deleted_at: dt.datetime | None
    worker: str | None
    """The process that trains it; None while a running one waits for that process."""
    parameters: int | None
    epochs_wanted: int | None
    epochs_done: int
    seconds: float
    """Spent on training, without waiting."""
    train_loss: float | None
    train_accuracy: float | None
    validation_loss: float | None
    validation_accuracy: float | None
    test_loss: float | None
    test_accuracy: float | None
    test_n: int | None
    test_low: float | None
    test_high: float | None
    """Wilson's 95 % interval of the test accuracy."""

    @property
    def config(self) -> RunConfig:
        """The settings; an error says which of them this version does not take."""
        return RunConfig.from_json(self.config_json)

    @property
    def is_over(self) -> bool:
        """Nothing more comes unless somebody asks for it."""
        return self.state not in ("queued", "running")

    @property
    def can_go_on(self) -> bool:
        """Whether `resume` would take it up again."""
        return self.state in ("interrupted", "stopped")


def record(row: sa.Row[Any]) -> RunRecord:
    """A row of the table as a record."""
    values = row._mapping
    return RunRecord(**{field.name: values[field.name] for field in fields(RunRecord)})


def matching(
    found: Iterable[RunRecord], *, text: str = "", recipe: str | None = None, state: str | None = None
) -> list[RunRecord]:
    """Those whose title or note has this text, of this recipe ("" is a network of one's own), in this state."""
    wanted = text.strip().casefold()
    return [
        run
        for run in found
        if wanted in f"{run.title}\n{run.note}\n{run.recipe}".casefold()
        and recipe in (None, run.recipe)
        and state in (None, run.state)
    ]


def told_apart(found: Sequence[RunRecord]) -> list[str]:
    """Their titles, with the seed, and a piece of the id, where two would be called the same."""
    short = [run.title for run in found]
    named = [f"{run.title} (seed {run.config.seed})" for run in found]
    names = short if len(set(short)) == len(short) else named
    times = Counter(names)
    return [
        name if times[name] == 1 else f"{name}, {run.id[:4]}" for name, run in zip(names, found, strict=True)
    ]
