"""The tables, their version, and how an older database is migrated.

Names and types only, in terms that SQLite and PostgreSQL share. Arrays are bytes (`arrays`); nothing is ever a pickle.
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

VERSION = 13
MIGRATIONS: dict[int, tuple[str, ...]] = {
    2: (),  # the tables of drawings and of speeds
    3: (),  # the tables of classrooms
    4: (),  # the table of projectors' keys
    5: (),  # the table of runs that a teacher took off the wall
    6: (),  # the table of who waits to be let into a room
    7: (),  # the tables of polls and ballots
    8: (),  # the table of pages that pupils are on
    9: (),  # the table of who opened which room
    10: (),  # the table of slips of the pen
    11: (),  # the table of missions done
    12: (),  # the table of plans that teachers changed
    13: (),  # the table of drawings that did a mission
}
"""Version → the statements that migrate from the version before. New tables need none: they are created."""


class Moment(TypeDecorator[dt.datetime]):
    """A time in UTC, stored as seconds since 1970: the same in every database, whatever its time zone."""

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> float | None:
        """A time with a zone → seconds."""
        return None if value is None else value.timestamp()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> dt.datetime | None:
        """Seconds → a time in UTC."""
        return None if value is None else dt.datetime.fromtimestamp(value, dt.UTC)


def now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


metadata = MetaData()


def _of_run() -> Column[str]:
    """A key to the run; the row is deleted with it."""
    return Column("run_id", String(32), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)


schema_version = Table(
    "schema_version", metadata, Column("version", Integer, primary_key=True, autoincrement=False)
)

runs = Table(
    "runs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("identity", String(128), nullable=False),
    # The identity while the run can be joined, else NULL. Unique, and NULLs never collide: requests with the same
    # settings join in any database and with any number of servers.
    Column("joinable_identity", String(128), unique=True),
    Column("config_json", Text, nullable=False),
    Column("recipe", String(64), nullable=False),
    Column("title", String(200), nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("owner", String(64), nullable=False, index=True),
    Column("state", String(16), nullable=False, index=True),
    Column("reason", Text, nullable=False, default=""),
    # What the worker is requested to do at its next poll (`records.RunRecord.wish`).
    Column("wish", String(16), nullable=False, default=""),
    # Raised by each hand-over: a worker that was given up must not write to the run any more.
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

# The latest checkpoint of each run.
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
    # The predicted digits as text, and (digits, classes) probabilities.
    Column("said", String(64), nullable=False),
    Column("is_digit", Boolean, nullable=False),
    Column("probabilities", LargeBinary, nullable=False),
    Column("true_label", Integer),
    Column("prompt", Integer),
    Column("deleted_at", Moment),
    Index("ix_drawings_visitor", "visitor", "created_at"),
)

# Measured seconds per epoch of each recipe on each machine.
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


def _of_room() -> Column[str]:
    """A key to the room; the row is deleted with it."""
    return Column("room_id", String(32), ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)


rooms = Table(
    "rooms",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("code", String(8), nullable=False, unique=True),
    # SHA-256 of the teacher's key, which is random enough to need nothing slower; the key itself is not stored.
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("title", String(100), nullable=False),
    Column("settings_json", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("active_at", Moment, nullable=False, index=True),
    Column("closed_at", Moment),
    # What pages poll: raised by every change, and by the teacher's changes that pupils must see.
    Column("version", Integer, nullable=False, default=0),
    Column("call_version", Integer, nullable=False, default=0),
)

room_walls = Table(
    "room_walls",
    metadata,
    _of_room(),
    # SHA-256 of the projector's key, which may only read; a room from before version 4 gets it from its desk.
    Column("key_hash", String(64), nullable=False, unique=True),
)

# The visitor who opened a room, as a hash, and the teacher's key, sealed so that only this visitor's id opens it.
room_openers = Table(
    "room_openers",
    metadata,
    _of_room(),
    Column("visitor_hash", String(64), nullable=False, index=True),
    Column("sealed_key", String(96), nullable=False),
)

# Opened rooms of the last hour; the visitor column begins with the kind of act (`limits`).
room_guesses = Table(
    "room_guesses",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("visitor", String(64), nullable=False),
    Column("guessed_at", Moment, nullable=False, index=True),
)

room_seats = Table(
    "room_seats",
    metadata,
    _of_room(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("visitor", String(64), nullable=False),
    Column("name", String(32), nullable=False),
    # The name in the form in which names are compared: two that look alike are equal.
    Column("name_key", String(500), nullable=False),
    Column("joined_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("removed_at", Moment),
    # How many drawings and votes this seat sent, since when (`limits`).
    Column("counted_since", Moment, nullable=False),
    Column("counted", Integer, nullable=False, default=0),
    Index("ix_room_seats_visitor", "room_id", "visitor", unique=True),
    Index("ix_room_seats_name", "room_id", "name_key", unique=True),
)

# Who waits to be let in; `id` is what the desk knows of them.
room_knocks = Table(
    "room_knocks",
    metadata,
    _of_room(),
    Column("visitor", String(64), primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("nickname", String(32), nullable=False),
    Column("asked_at", Moment, nullable=False),
)

# The page of the app that a pupil was on when seen last; empty for the seat itself.
room_places = Table(
    "room_places",
    metadata,
    _of_room(),
    Column("seat", Integer, primary_key=True, autoincrement=False),
    Column("place", String(32), nullable=False),
)

room_rounds = Table(
    "room_rounds",
    metadata,
    _of_room(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("digit", Integer),
    Column("count", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("closed_at", Moment),
)

room_drawings = Table(
    "room_drawings",
    metadata,
    _of_room(),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("seat", Integer, primary_key=True, autoincrement=False),
    # Which of the prompts of this seat in this round, from 0.
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("prompt", Integer, nullable=False),
    # As in `drawings`, but empty where the ink came as a picture.
    Column("strokes", Text, nullable=False),
    Column("bitmap", LargeBinary),
    Column("model", String(64), nullable=False),
    Column("said", String(64), nullable=False),
    Column("is_digit", Boolean, nullable=False),
    Column("probabilities", LargeBinary, nullable=False),
    # The pupil's guess of the prediction, before it was shown.
    Column("vote", Integer),
    Column("created_at", Moment, nullable=False),
    Column("is_hidden", Boolean, nullable=False, default=False),
    Column("is_approved", Boolean, nullable=False, default=False),
    # The room's version at the last change: the cursor of readers.
    Column("version", Integer, nullable=False),
    Index("ix_room_drawings_version", "room_id", "version"),
)

# What a drawing really is, where class or teacher say that it is not what was asked for.
room_slips = Table(
    "room_slips",
    metadata,
    _of_room(),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("seat", Integer, primary_key=True, autoincrement=False),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("label", Integer, nullable=False),
)

# The seats that have done the room's present mission with a drawing.
room_deeds = Table(
    "room_deeds",
    metadata,
    _of_room(),
    Column("seat", Integer, primary_key=True, autoincrement=False),
    Column("done_at", Moment, nullable=False),
)

# The drawing with which a seat did the room's mission last, and what others read in it once they were asked.
room_proofs = Table(
    "room_proofs",
    metadata,
    _of_room(),
    Column("seat", Integer, primary_key=True, autoincrement=False),
    # 28×28 bytes, as the model saw it.
    Column("image", LargeBinary, nullable=False),
    Column("readers", Integer),
    Column("votes", Integer),
)

# The plan that a teacher changed or brought for a room, as text (`lessons.plans`).
room_plans = Table("room_plans", metadata, _of_room(), Column("text", Text, nullable=False))

# Votes of people on test images, by the image's number.
room_votes = Table(
    "room_votes",
    metadata,
    _of_room(),
    Column("seat", Integer, primary_key=True, autoincrement=False),
    Column("image", Integer, primary_key=True, autoincrement=False),
    Column("label", Integer, nullable=False),
)

# What a class was asked to vote on, and how far that is (`polls`); what is voted on stays as it was asked.
room_polls = Table(
    "room_polls",
    metadata,
    _of_room(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("question", String(200), nullable=False),
    Column("is_twice", Boolean, nullable=False),
    Column("content_json", Text, nullable=False),
    Column("stage", String(16), nullable=False),
    Column("started_at", Moment, nullable=False),
)

room_ballots = Table(
    "room_ballots",
    metadata,
    _of_room(),
    Column("poll", Integer, primary_key=True, autoincrement=False),
    Column("seat", Integer, primary_key=True, autoincrement=False),
    Column("item", Integer, primary_key=True, autoincrement=False),
    Column("is_second", Boolean, primary_key=True),
    Column("answer", Integer, nullable=False),
)

# Which seat requested which run in a room; seat 0 is the teacher.
room_runs = Table(
    "room_runs",
    metadata,
    _of_room(),
    Column("run_id", String(32), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("seat", Integer, primary_key=True, autoincrement=False),
    Column("added_at", Moment, nullable=False),
)

# Runs that the teacher took off the projector.
room_hidden_runs = Table(
    "room_hidden_runs",
    metadata,
    _of_room(),
    Column("run_id", String(32), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
)
