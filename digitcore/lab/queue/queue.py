"""The queue: which run trains next, and which long turn makes way for it.

Fair between visitors: each has one run in training before anyone has two, and after a turn a visitor waits behind all who
wait already. Everything is decided from the database in transactions, so any number of servers may share it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitcore.lab.queue.claims import Claim, held
from digitcore.lab.store import schema
from digitcore.lab.store.records import END_PAUSE, PAUSE, STEPS
from digitcore.lab.store.store import Store

_runs = schema.runs
_HELD = (PAUSE, *STEPS)
# A deleted run waits too where it is to be stopped: its worker has to write the model first.
_is_waiting = (_runs.c.state == "queued") & (_runs.c.deleted_at.is_(None) | (_runs.c.wish == "stop"))


@dataclass(frozen=True)
class QueuePosition:
    """Where a waiting run stands."""

    position: int
    """1 is next."""
    waiting: int
    """How many wait in all."""
    waited_seconds: float


@dataclass(frozen=True)
class Turn:
    """A run that is in training."""

    claim: Claim
    owner: str
    started_at: dt.datetime
    is_held: bool
    """Whether its owner has paused it, or lets it do a step."""


def waiting_runs(store: Store) -> list[str]:
    """The ids of the waiting runs, the next one first."""
    with store.reading() as connection:
        return [row.id for row in _in_order(connection)]


def has_waiting_runs(store: Store) -> bool:
    """Whether any run waits: one small query, for a dispatcher that polls all day."""
    with store.reading() as connection:
        return connection.execute(sa.select(_runs.c.id).where(_is_waiting).limit(1)).first() is not None


def needs_a_worker(store: Store) -> bool:
    """Whether a run waits in the queue, or was handed to a worker that has not begun it."""
    handed_over = (_runs.c.state == "running") & _runs.c.worker.is_(None)
    with store.reading() as connection:
        query = sa.select(_runs.c.id).where(_is_waiting | handed_over).limit(1)
        return connection.execute(query).first() is not None


def position(store: Store, run_id: str) -> QueuePosition | None:
    """Where this run stands in the queue; None where it does not wait."""
    with store.reading() as connection:
        rows = _in_order(connection)
    for number, row in enumerate(rows, start=1):
        if row.id == run_id:
            waited = (schema.now() - row.queued_at).total_seconds()
            return QueuePosition(number, len(rows), max(0.0, waited))
    return None


def claim(store: Store, run_id: str | None = None) -> Claim | None:
    """Take the next run, or this one, out of the queue; None where none waits."""
    with store.writing() as connection:
        for row in _in_order(connection):
            if run_id in (None, row.id):
                attempt = row.attempt + 1
                free = (_runs.c.id == row.id) & (_runs.c.state == "queued") & (_runs.c.attempt == row.attempt)
                moment = schema.now()
                values = {"state": "running", "attempt": attempt, "worker": None, "heartbeat_at": moment}
                change = sa.update(_runs).where(free).values(turn_started_at=moment, **values)
                if connection.execute(change).rowcount:
                    return Claim(row.id, attempt)
    return None


def turns(store: Store) -> list[Turn]:
    """The runs in training, the longest turn first."""
    query = sa.select(_runs).where(_runs.c.state == "running").order_by(_runs.c.turn_started_at)
    with store.reading() as connection:
        rows = connection.execute(query).all()
    return [
        Turn(Claim(row.id, row.attempt), row.owner, row.turn_started_at, row.wish in _HELD) for row in rows
    ]


def preempt_long_turns(store: Store, claims: Sequence[Claim], *, turn_seconds: float) -> None:
    """Request a stop of as many of these runs as others wait, among those whose turn takes over `turn_seconds`.

    A paused run makes way for its owner's other runs too.
    """
    moment, longest = schema.now(), dt.timedelta(seconds=turn_seconds)
    late = [
        turn
        for turn in turns(store)
        # A turn that starts in the future began before the clock was put back: its length is unknown.
        if turn.claim in claims and not dt.timedelta() <= moment - turn.started_at <= longest
    ]
    if not late:
        return
    with store.writing() as connection:
        owners = [row.owner for row in _in_order(connection)]
        for turn in late:
            other = next((owner for owner in owners if turn.is_held or owner != turn.owner), None)
            if other is not None:
                owners.remove(other)
                _preempt(connection, turn.claim)


def preempt_all(store: Store, claims: Sequence[Claim]) -> None:
    """Request that these runs return to the queue, for another server or this one's next start."""
    with store.writing() as connection:
        for each in claims:
            _preempt(connection, each)


def _preempt(connection: Connection, claim: Claim) -> None:
    """A paused run does not return to the queue, where it would hold up others again: its pause ends."""
    wish = sa.case((_runs.c.wish == "", "step back"), else_=END_PAUSE)
    change = sa.update(_runs).where(held(claim), _runs.c.wish.in_(("", *_HELD)))
    connection.execute(change.values(wish=wish))


def _in_order(connection: Connection) -> Sequence[Any]:
    """The waiting runs, the next one first: runs to be stopped, then by turns.

    A visitor's n-th run stands behind the n-1 runs that this visitor has in training or requested earlier. Whoever
    had a turn waits from the end of that turn.
    """
    columns = (_runs.c.id, _runs.c.owner, _runs.c.attempt, _runs.c.wish, _runs.c.queued_at)
    query = sa.select(*columns).where(_is_waiting).order_by(_runs.c.queued_at, _runs.c.id)
    rows: Sequence[Any] = connection.execute(query).all()
    waiting = {row.owner for row in rows}
    by_owner = sa.select(_runs.c.owner, sa.func.max(_runs.c.turn_ended_at)).group_by(_runs.c.owner)
    by_owner = by_owner.where(_runs.c.owner.in_(waiting))  # not those of everybody who ever trained
    last_turn = {owner: moment for owner, moment in connection.execute(by_owner) if moment is not None}
    running = sa.select(_runs.c.owner).where(_runs.c.state == "running")
    ahead = Counter(connection.execute(running).scalars())
    keys = {}
    for row in rows:
        since = max(row.queued_at, last_turn.get(row.owner, row.queued_at))
        keys[row.id] = (row.wish != "stop", ahead[row.owner], since)
        ahead[row.owner] += 1
    return sorted(rows, key=lambda row: keys[row.id])
