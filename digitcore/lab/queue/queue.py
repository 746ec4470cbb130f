"""Who trains next, and what becomes of a run: every change of state that is not a visitor's wish.

Fair between visitors: each has one run going before anyone has a second one, and after a turn a visitor stands behind all who
wait already. All is decided from the database, in transactions, so any number of servers may share it.
A run that is handed to a worker gets a new attempt number; only the holder of that number may write to the run.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitcore.lab.store import schema
from digitcore.lab.store.records import State
from digitcore.lab.store.store import Store

_runs = schema.runs
_waits = (_runs.c.state == "queued") & (_runs.c.deleted_at.is_(None) | (_runs.c.wish == "stop"))
_wish_that_stays = sa.case((_runs.c.wish == "stop", "stop"), else_="")
"""Of a run that goes back into the queue."""


class Superseded(Exception):
    """The run was given up or handed to another worker: this one must not write to it any more."""


@dataclass(frozen=True)
class Claim:
    """The right to train a run, until somebody else gets it."""

    run_id: str
    attempt: int


@dataclass(frozen=True)
class Place:
    """Where a waiting run stands."""

    position: int
    """1 is next."""
    waiting: int
    """How many wait in all."""
    waited_seconds: float


@dataclass(frozen=True)
class Turn:
    """A run that is being trained."""

    claim: Claim
    owner: str
    started_at: dt.datetime


def waiting(store: Store) -> list[str]:
    """The ids of the runs that wait, the next one first."""
    with store.reading() as connection:
        return [row.id for row in _in_order(connection)]


def anybody_waits(store: Store) -> bool:
    """Whether `waiting` would give anything: one small question, for those who ask it all day."""
    with store.reading() as connection:
        return connection.execute(sa.select(_runs.c.id).where(_waits).limit(1)).first() is not None


def anybody_needs_a_worker(store: Store) -> bool:
    """Whether a run waits in the queue, or was handed to a worker that has not taken it up yet."""
    handed_over = (_runs.c.state == "running") & _runs.c.worker.is_(None)
    with store.reading() as connection:
        query = sa.select(_runs.c.id).where(_waits | handed_over).limit(1)
        return connection.execute(query).first() is not None


def place(store: Store, run_id: str) -> Place | None:
    """Where this run stands in the queue; None where it does not wait."""
    with store.reading() as connection:
        rows = _in_order(connection)
    for position, row in enumerate(rows, start=1):
        if row.id == run_id:
            waited = (schema.now() - row.queued_at).total_seconds()
            return Place(position, len(rows), max(0.0, waited))
    return None


def claim(store: Store, run_id: str | None = None) -> Claim | None:
    """Take the next run, or this one, out of the queue; None where there is none (any more)."""
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


def begin(store: Store, claim: Claim, *, worker: str) -> bool:
    """A worker takes up the claim; False where another one has, or the run was given up."""
    with store.writing() as connection:
        moment = schema.now()
        first = sa.func.coalesce(_runs.c.started_at, sa.literal(moment, schema.Moment))
        change = sa.update(_runs).where(_held(claim), _runs.c.worker.is_(None))
        values = {"worker": worker, "started_at": first, "heartbeat_at": moment}
        return bool(connection.execute(change.values(**values)).rowcount)


def life_sign(store: Store, claims: Sequence[Claim], *, begun: bool) -> None:
    """Say that these runs are in good hands: a worker's (`begun`), or on the way to one."""
    if not claims:
        return
    with store.writing() as connection:
        for claim in claims:
            begun_or_not = _runs.c.worker.is_not(None) if begun else _runs.c.worker.is_(None)
            change = sa.update(_runs).where(_held(claim), begun_or_not)
            connection.execute(change.values(heartbeat_at=schema.now()))


def wish(store: Store, claim: Claim) -> str:
    """What the worker is asked to do: "", "stop" or "step back". Raises `Superseded`."""
    with store.reading() as connection:
        found = connection.execute(sa.select(_runs.c.wish).where(_held(claim))).one_or_none()
    if found is None:
        raise Superseded
    return str(found.wish)


def write(connection: Connection, claim: Claim, **values: Any) -> None:
    """Change the run that one trains. Raises `Superseded`, and the whole transaction is void."""
    values |= {"heartbeat_at": schema.now()}
    if not connection.execute(sa.update(_runs).where(_held(claim)).values(**values)).rowcount:
        raise Superseded


def end(connection: Connection, claim: Claim, state: State, reason: str, **values: Any) -> None:
    """The run is over, or interrupted. A failed one will not be joined any more."""
    moment = schema.now()
    values |= {"ended_at": moment, "turn_ended_at": moment, "wish": ""}
    if state == "failed":
        values |= {"joinable_identity": None}
    write(connection, claim, state=state, reason=reason, **values)


def step_back(connection: Connection, claim: Claim) -> None:
    """End the turn, not the run: it stands in the queue again. A stop that was wished meanwhile stays wished."""
    moment = schema.now()
    write(connection, claim, state="queued", wish=_wish_that_stays, queued_at=moment, turn_ended_at=moment)


def take_back(store: Store, claim: Claim) -> bool:
    """A run that no worker has taken up stands in the queue again, where it stood; False where one has."""
    with store.writing() as connection:
        change = sa.update(_runs).where(_held(claim), _runs.c.worker.is_(None))
        return bool(connection.execute(change.values(state="queued", wish=_wish_that_stays)).rowcount)


def put_back(store: Store, claim: Claim) -> None:
    """The run's worker cannot be reached any more: it stands in the queue again, unless it is over by now."""
    with suppress(Superseded), store.writing() as connection:
        step_back(connection, claim)


def turns(store: Store) -> list[Turn]:
    """The runs that are being trained now, the longest turn first."""
    query = sa.select(_runs).where(_runs.c.state == "running").order_by(_runs.c.turn_started_at)
    with store.reading() as connection:
        rows = connection.execute(query).all()
    return [Turn(Claim(row.id, row.attempt), row.owner, row.turn_started_at) for row in rows]


def ask_to_step_back(store: Store, claims: Sequence[Claim], *, turn_seconds: float) -> None:
    """Ask as many of these runs as others wait to let them pass: those with turns longer than `turn_seconds`."""
    moment, longest = schema.now(), dt.timedelta(seconds=turn_seconds)
    late = [
        turn
        for turn in turns(store)
        # One that begins later than now has seen the clock put back: nobody knows how long it is.
        if turn.claim in claims and not dt.timedelta() <= moment - turn.started_at <= longest
    ]
    if not late:
        return
    with store.writing() as connection:
        owners = [row.owner for row in _in_order(connection)]
        for turn in late:
            other = next((owner for owner in owners if owner != turn.owner), None)
            if other is not None:
                owners.remove(other)
                change = sa.update(_runs).where(_held(turn.claim), _runs.c.wish == "")
                connection.execute(change.values(wish="step back"))


def ask_all_to_step_back(store: Store, claims: Sequence[Claim]) -> None:
    """Ask these runs to wait for another server, or for this one's next start."""
    with store.writing() as connection:
        for claim in claims:
            change = sa.update(_runs).where(_held(claim), _runs.c.wish == "")
            connection.execute(change.values(wish="step back"))


def interrupt(store: Store, claim: Claim, reason: str) -> None:
    """Mark a run whose worker is gone, unless the worker has said itself how it ended."""
    with store.writing() as connection:
        _interrupt(connection, _held(claim), reason)


def life_signs(store: Store) -> dict[Claim, dt.datetime | None]:
    """When each run that is being trained gave its last sign of life, by the clock of who gave it."""
    query = sa.select(_runs.c.id, _runs.c.attempt, _runs.c.heartbeat_at).where(_runs.c.state == "running")
    with store.reading() as connection:
        return {Claim(row.id, row.attempt): row.heartbeat_at for row in connection.execute(query)}


def lose(connection: Connection, claim: Claim, last_sign: dt.datetime | None, reason: str) -> int:
    """Mark a run that gave no other sign since this one; 1, or 0 where it did."""
    return _interrupt(
        connection, _held(claim) & (_runs.c.heartbeat_at.is_not_distinct_from(last_sign)), reason
    )


def _interrupt(connection: Connection, which: sa.ColumnElement[bool], reason: str) -> int:
    moment = schema.now()
    values = {
        "state": "interrupted",
        "reason": reason,
        "ended_at": moment,
        "turn_ended_at": moment,
        "wish": "",
    }
    return int(connection.execute(sa.update(_runs).where(which).values(**values)).rowcount)


def _held(claim: Claim) -> sa.ColumnElement[bool]:
    return (_runs.c.id == claim.run_id) & (_runs.c.attempt == claim.attempt) & (_runs.c.state == "running")


def _in_order(connection: Connection) -> Sequence[Any]:
    """The waiting runs, the next one first: those that only have to be ended, then by turns.

    A visitor's n-th run stands behind the n-1 runs that this visitor has going or has asked for earlier, and
    whoever had a turn waits from the end of that turn.
    """
    columns = (_runs.c.id, _runs.c.owner, _runs.c.attempt, _runs.c.wish, _runs.c.queued_at)
    query = sa.select(*columns).where(_waits).order_by(_runs.c.queued_at, _runs.c.id)
    rows: Sequence[Any] = connection.execute(query).all()
    by_owner = sa.select(_runs.c.owner, sa.func.max(_runs.c.turn_ended_at)).group_by(_runs.c.owner)
    last_turn = {owner: moment for owner, moment in connection.execute(by_owner) if moment is not None}
    going = sa.select(_runs.c.owner).where(_runs.c.state == "running")
    ahead = Counter(connection.execute(going).scalars())
    keys = {}
    for row in rows:
        since = max(row.queued_at, last_turn.get(row.owner, row.queued_at))
        keys[row.id] = (row.wish != "stop", ahead[row.owner], since)
        ahead[row.owner] += 1
    return sorted(rows, key=lambda row: keys[row.id])
