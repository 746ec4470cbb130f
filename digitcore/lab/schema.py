"""The tables of the memory, their version, and how an older database becomes a newer one.

First of the ladder: names and types only, in the terms that SQLite and PostgreSQL share. Who reads and writes
what is in `runs`, `curves`, `artefacts`, `queue` and `drawings`. Arrays are bytes (`arrays`); nothing here is ever a pickle.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

VERSION = 2
MIGRATIONS: dict[int, tuple[str, ...]] = {2: ()}  # the tables of drawings and of speeds
"""Version → the statements that make it out of the version before. New tables need none: they are created."""


class Moment(TypeDecorator[dt.datetime]):
    """A time in UTC, kept as seconds since 1970: the same in every database, whatever its time zone."""

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> float | None:
        """A time that knows its zone → seconds."""
        return None if value is None else value.timestamp()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:
        """Seconds → a time in UTC."""
        return None if value is None else dt.datetime.fromtimestamp(value, dt.UTC)


def now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


metadata = MetaData()


def _of_run() -> Column[str]:
    """What belongs to a run goes with it."""
    return Column("run_id", String(32), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)


schema_version = Table(
    "schema_version", metadata, Column("version", Integer, primary_key=True, autoincrement=False)
)

runs = Table(
    "runs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("identity", String(128), nullable=False),
    # The identity again while the run can be joined, else NULL: unique, and NULLs never collide.
    Column("joinable_identity", String(128), unique=True),
    Column("config_json", Text, nullable=False),
    Column("recipe", String(64), nullable=False),
    Column("title", String(200), nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("owner", String(64), nullable=False, index=True),
    Column("state", String(16), nullable=False, index=True),
    Column("reason", Text, nullable=False, default=""),
    # What the worker is asked to do at its next look: "", "stop" or "step back".
    Column("wish", String(16), nullable=False, default=""),
    # Counts the starts of the run: a worker that was given up must not write into the next one's run.
    Column("attempt", Integer, nullable=False, default=0),
    Column("worker", String(128)),
    Column("created_at", Moment, nullable=False),
    Column("queued_at", Moment, nullable=False),
    Column("turn_started_at", Moment),
    Column("turn_ended_at", Moment),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("heartbeat_at", Moment),
    Column("deleted_at", Moment),
    Column("parameters", Integer),
    Column("epochs_wanted", Integer),
    Column("epochs_done", Integer, nullable=False, default=0),
    Column("seconds", Double, nullable=False, default=0.0),
    Column("train_loss", Double),
    Column("train_accuracy", Double),
    Column("validation_loss", Double),
    Column("validation_accuracy", Double),
    Column("test_loss", Double),
    Column("test_accuracy", Double),
    Column("test_n", Integer),
    Column("test_low", Double),
    Column("test_high", Double),
)

watchers = Table(
    "watchers",
    metadata,
    _of_run(),
    Column("visitor", String(64), primary_key=True),
    Column("hidden", Boolean, nullable=False, default=False),
    Index("ix_watchers_visitor", "visitor"),
)

points = Table(
    "points",
    metadata,
    _of_run(),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("epoch", Double, nullable=False),
    Column("loss", Double),
    Column("accuracy", Double),
    Column("seconds", Double, nullable=False),
    Column("images_per_second", Double),
)

epochs = Table(
    "epochs",
    metadata,
    _of_run(),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("train_loss", Double),
    Column("train_accuracy", Double),
    Column("validation_loss", Double),
    Column("validation_accuracy", Double),
    Column("seconds", Double, nullable=False),
    Column("total_seconds", Double, nullable=False),
    Column("learning_rate", Double),
    Column("confusion_matrix", LargeBinary, nullable=False),
)

epoch_weights = Table(
    "epoch_weights",
    metadata,
    _of_run(),
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("weights", LargeBinary, nullable=False),
)

# Where training can go on: one row a run, the latest.
checkpoints = Table(
    "checkpoints",
    metadata,
    _of_run(),
    Column("epoch", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

artefacts = Table(
    "artefacts",
    metadata,
    _of_run(),
    Column("name", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

drawings = Table(
    "drawings",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("visitor", String(64), nullable=False),
    Column("created_at", Moment, nullable=False, index=True),
    # Strokes as JSON text; a PNG where the ink came as pixels.
    Column("strokes", Text),
    Column("bitmap", LargeBinary),
    # "default" or the id of a run; no foreign key, since a drawing outlives the run.
    Column("model", String(64), nullable=False),
    # What it was read as, one sign for each digit, and (digits, classes) probabilities.
    Column("said", String(64), nullable=False),
    Column("is_digit", Boolean, nullable=False),
    Column("probabilities", LargeBinary, nullable=False),
    Column("true_label", Integer),
    Column("prompt", Integer),
    Column("deleted_at", Moment),
    Index("ix_drawings_visitor", "visitor", "created_at"),
)

# Seconds of an epoch of each recipe, as measured on a machine.
speeds = Table(
    "speeds",
    metadata,
    Column("machine", String(128), primary_key=True),
    Column("versions", String(128), primary_key=True),
    Column("recipe", String(64), primary_key=True),
    Column("train_n", Integer, nullable=False),
    Column("test_n", Integer, nullable=False),
    Column("seconds_per_epoch", Double, nullable=False),
    Column("measured_at", Moment, nullable=False),
)
