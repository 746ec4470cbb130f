"""A run as one frozen record. What can be done with runs is in `runs` and `queue`."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

import sqlalchemy as sa

from digitcore.learning.recipes.config import RunConfig

State = Literal["queued", "running", "finished", "stopped", "interrupted", "failed"]

PAUSE, ONE_BATCH, ONE_EPOCH, END_PAUSE = "pause", "one batch", "one epoch", "end pause"
STEPS = (ONE_BATCH, ONE_EPOCH)
"""After each of them a run pauses."""


@dataclass(frozen=True)
class RunRecord:
    """One run as it stood when it was read. Numbers are None until they are known; times are UTC."""

    id: str
    identity: str
    config_json: str
    recipe: str
    """The recipe's name; empty for a custom network."""
    title: str
    note: str
    owner: str
    state: State
    reason: str
    """Why it ended, in a sentence."""
    wish: str
    """What the worker is requested to do next: "", "stop", "step back" (end its turn), a pause, or a step."""
    attempt: int
    """How many times it was handed to a worker; see `claims`."""
    created_at: dt.datetime
    queued_at: dt.datetime
    turn_started_at: dt.datetime | None
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    heartbeat_at: dt.datetime | None
    deleted_at: dt.datetime | None
    worker: str | None
    """The process that trains it; None until a process has begun it."""
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
        """The settings; raises BadInput where this version does not know one of them."""
        return RunConfig.from_json(self.config_json)

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes unless somebody resumes it."""
        return self.state not in ("queued", "running")

    @property
    def is_paused(self) -> bool:
        """Whether its owner holds it."""
        return self.state == "running" and self.wish in (PAUSE, ONE_BATCH, END_PAUSE)

    @property
    def will_pause(self) -> bool:
        """Whether it is paused, or is requested to be, at once or after a step."""
        return self.wish in (PAUSE, *STEPS, END_PAUSE)

    @property
    def standing(self) -> str:
        """Its state as people are shown it."""
        return "paused" if self.is_paused else self.state

    @property
    def can_go_on(self) -> bool:
        """Whether `resume` accepts it."""
        return self.state in ("interrupted", "stopped")


def record(row: sa.Row[Any]) -> RunRecord:
    """A row of the table as a record."""
    values = row._mapping
    return RunRecord(**{field.name: values[field.name] for field in fields(RunRecord)})


def matching(
    records: Iterable[RunRecord], *, text: str = "", recipe: str | None = None, state: str | None = None
) -> list[RunRecord]:
    """The runs whose title or note has this text, of this recipe ("" is a custom network), in this state."""
    wanted = text.strip().casefold()
    return [
        run
        for run in records
        if wanted in f"{run.title}\n{run.note}\n{run.recipe}".casefold()
        and recipe in (None, run.recipe)
        and state in (None, run.standing)
    ]


def distinct_titles(records: Sequence[RunRecord]) -> list[str]:
    """The titles of these runs, with the seed, and a piece of the id, where two would be the same."""
    titles = [run.title for run in records]
    if len(set(titles)) < len(titles):
        titles = [f"{run.title} (seed {run.config.seed})" for run in records]
    counts = Counter(titles)
    return [
        title if counts[title] == 1 else f"{title}, {run.id[:4]}"
        for title, run in zip(titles, records, strict=True)
    ]
