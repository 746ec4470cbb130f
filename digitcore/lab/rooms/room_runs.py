"""Runs of a room: the seats that requested them, the leaderboard, and the room's mission.

The same settings are one training with several seats. A run stays with its owner when the room is deleted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitcore.errors import BadInput
from digitcore.lab.rooms import seats
from digitcore.lab.rooms.room_access import Teacher, changing, changing_as_teacher
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.store import schema
from digitcore.lab.store.records import RunRecord, record
from digitcore.lab.store.store import Store
from digitcore.languages import gettext as _
from digitcore.learning.judging.missions import MISSIONS, MissionResult, RunFacts
from digitcore.learning.recipes.recipes import RECIPES

TEACHER_SEAT = 0
MOST_RUNS = 50
"""Of one seat."""

_room_runs, _runs, _seats = schema.room_runs, schema.runs, schema.room_seats
_hidden = schema.room_hidden_runs


@dataclass(frozen=True)
class RoomRun:
    """A run, and the seats that requested it."""

    run: RunRecord
    names: tuple[str, ...]
    """By seat number; the teacher is called so."""
    seats: tuple[int, ...]
    added_at: dt.datetime
    is_hidden: bool
    """Whether the teacher took it off the projector."""

    @property
    def label(self) -> str:
        """Recipe and seed: its title is typed by a pupil, and the wall shows nothing that nobody has looked at."""
        recipe = RECIPES.get(self.run.recipe)
        title = recipe.title if recipe else _("A network of our own")
        return _("{run}, seed {seed}", run=title, seed=self.run.config.seed)


def add(store: Store, seat: Seat, run_id: str) -> None:
    """Add a pupil's run to the room."""
    with changing(store, seat.room_id) as (connection, _):
        seats.current(connection, seat)
        _add(connection, seat.room_id, run_id, seat.number)


def add_as_teacher(teacher: Teacher, run_id: str) -> None:
    """Add a run of the teacher to the room."""
    with changing_as_teacher(teacher, for_pupils=False) as connection:
        _add(connection, teacher.room_id, run_id, TEACHER_SEAT)


def take_off(teacher: Teacher, run_id: str) -> None:
    """Take a run off the projector; `put_back` is the undo."""
    with changing_as_teacher(teacher) as connection:
        _show_again(connection, teacher.room_id, run_id)
        connection.execute(sa.insert(_hidden).values(room_id=teacher.room_id, run_id=run_id))


def put_back(teacher: Teacher, run_id: str) -> None:
    """Undo `take_off`."""
    with changing_as_teacher(teacher) as connection:
        _show_again(connection, teacher.room_id, run_id)


def _show_again(connection: Connection, room_id: str, run_id: str) -> None:
    these = (_hidden.c.room_id == room_id) & (_hidden.c.run_id == run_id)
    connection.execute(sa.delete(_hidden).where(these))


def listed(store: Store, room_id: str) -> list[RoomRun]:
    """The room's runs in the order in which they came, without deleted ones and those of removed seats."""
    columns = (
        _room_runs.c.seat,
        _room_runs.c.added_at,
        _seats.c.name.label("seat_name"),
        _hidden.c.run_id.label("hidden"),
    )
    is_its_seat = (_seats.c.room_id == _room_runs.c.room_id) & (_seats.c.number == _room_runs.c.seat)
    query = (
        sa.select(_runs, *columns)
        .join(_room_runs, _room_runs.c.run_id == _runs.c.id)
        .outerjoin(_seats, is_its_seat)
        .outerjoin(_hidden, (_hidden.c.room_id == _room_runs.c.room_id) & (_hidden.c.run_id == _runs.c.id))
    )
    is_there = (
        (_room_runs.c.room_id == room_id) & _runs.c.deleted_at.is_(None) & _seats.c.removed_at.is_(None)
    )
    with store.reading() as connection:
        rows = connection.execute(
            query.where(is_there).order_by(_room_runs.c.added_at, _room_runs.c.seat)
        ).all()
    by_id: dict[str, RoomRun] = {}
    for row in rows:
        before = by_id.get(row.id)
        names = (*(before.names if before else ()), row.seat_name or "Teacher")
        numbers = (*(before.seats if before else ()), row.seat)
        added_at = before.added_at if before else row.added_at
        by_id[row.id] = RoomRun(record(row), names, numbers, added_at, row.hidden is not None)
    return list(by_id.values())


def ranked(room_runs: Iterable[RoomRun]) -> list[RoomRun]:
    """The leaderboard: by test accuracy, then by size, then by time; those without a test accuracy last."""

    def rank(member: RoomRun) -> tuple[float, float, float]:
        run = member.run
        accuracy = -1.0 if run.test_accuracy is None else run.test_accuracy
        return -accuracy, run.parameters or float("inf"), run.seconds

    return sorted(room_runs, key=rank)


def on_chart(room_runs: Sequence[RoomRun], *, count: int) -> list[RoomRun]:
    """At most `count` runs to show on one chart, in the order in which they came: training ones first, then
    the best.
    """
    chosen = sorted(ranked(room_runs), key=lambda member: member.run.is_over)[:count]
    ids = {member.run.id for member in chosen if member.run.epochs_done}
    return [member for member in room_runs if member.run.id in ids]


def run_verdict(mission: str, run: RunRecord) -> MissionResult | None:
    """Whether a run fulfils this mission; None without a mission, or for one about drawings."""
    check = MISSIONS[mission].check_run if mission in MISSIONS else None
    facts = RunFacts(
        is_over=run.is_over,
        parameters=run.parameters,
        train_accuracy=run.train_accuracy,
        validation_accuracy=run.validation_accuracy,
        test_accuracy=run.test_accuracy,
    )
    return None if check is None else check(facts)


def _add(connection: Connection, room_id: str, run_id: str, seat: int) -> None:
    if connection.execute(sa.select(_runs.c.id).where(_runs.c.id == run_id)).first() is None:
        raise BadInput(
            _("There is no run {name}.", name=repr(run_id[:64])), _("Choose one from the list of runs.")
        )
    of_seat = (_room_runs.c.room_id == room_id) & (_room_runs.c.seat == seat)
    existing = set(connection.execute(sa.select(_room_runs.c.run_id).where(of_seat)).scalars())
    if run_id in existing:
        return
    if len(existing) >= MOST_RUNS:
        raise BadInput(
            _("You have {count} runs in this room.", count=MOST_RUNS), _("That is enough for one lesson.")
        )
    row = {"room_id": room_id, "run_id": run_id, "seat": seat, "added_at": schema.now()}
    connection.execute(sa.insert(_room_runs).values(**row))
