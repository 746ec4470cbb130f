"""Claims: the right of one worker to train one run, and every change that only the holder of the claim may make.

Each hand-over raises the run's attempt number. All changes here name that number in their condition, so a worker that was
given up can do no harm, in any database and with any number of servers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitcore.lab.store import schema
from digitcore.lab.store.records import PAUSE, STEPS, State
from digitcore.lab.store.store import Store

_runs = schema.runs
_still_requested = sa.case((_runs.c.wish == "step back", ""), else_=_runs.c.wish)
"""A run that returns to the queue has stepped back; what its owner requested stays."""


class Superseded(Exception):
    """The claim is void: the run was given up or handed to another worker."""


@dataclass(frozen=True)
class Claim:
    """The right to train a run, until another worker gets it."""

    run_id: str
    attempt: int


def begin(store: Store, claim: Claim, *, worker: str) -> bool:
    """Start to train the claimed run; False where another worker has begun, or the claim is void."""
    with store.writing() as connection:
        moment = schema.now()
        first = sa.func.coalesce(_runs.c.started_at, sa.literal(moment, schema.Moment))
        change = sa.update(_runs).where(held(claim), _runs.c.worker.is_(None))
        values = {"worker": worker, "started_at": first, "heartbeat_at": moment}
        return bool(connection.execute(change.values(**values)).rowcount)


def send_heartbeats(store: Store, claims: Sequence[Claim], *, begun: bool) -> None:
    """Write a heartbeat for these runs: a worker's own (`begun`), or the dispatcher's for those not begun yet."""
    if not claims:
        return
    with store.writing(survives_power_cut=False) as connection:
        for claim in claims:
            is_at_sender = _runs.c.worker.is_not(None) if begun else _runs.c.worker.is_(None)
            change = sa.update(_runs).where(held(claim), is_at_sender)
            connection.execute(change.values(heartbeat_at=schema.now()))


def heartbeats(store: Store) -> dict[Claim, dt.datetime | None]:
    """The last heartbeat of each running run, by its sender's clock."""
    query = sa.select(_runs.c.id, _runs.c.attempt, _runs.c.heartbeat_at).where(_runs.c.state == "running")
    with store.reading() as connection:
        return {Claim(row.id, row.attempt): row.heartbeat_at for row in connection.execute(query)}


def requested_action(store: Store, claim: Claim) -> str:
    """What the worker is requested to do (`RunRecord.wish`). Raises `Superseded`."""
    with store.reading() as connection:
        row = connection.execute(sa.select(_runs.c.wish).where(held(claim))).one_or_none()
    if row is None:
        raise Superseded
    return str(row.wish)


def pause_after_step(store: Store, claim: Claim) -> None:
    """The batch or epoch that was requested is done: pause, unless something else is requested by now."""
    with store.writing(survives_power_cut=False) as connection:
        connection.execute(sa.update(_runs).where(held(claim), _runs.c.wish.in_(STEPS)).values(wish=PAUSE))


def write(connection: Connection, claim: Claim, **values: Any) -> None:
    """Change the claimed run. Raises `Superseded`, which rolls the transaction back."""
    values |= {"heartbeat_at": schema.now()}
    if not connection.execute(sa.update(_runs).where(held(claim)).values(**values)).rowcount:
        raise Superseded


def end(connection: Connection, claim: Claim, state: State, reason: str, **values: Any) -> None:
    """End the run, or interrupt it. A failed run can no longer be joined."""
    moment = schema.now()
    values |= {"ended_at": moment, "turn_ended_at": moment, "wish": ""}
    if state == "failed":
        values |= {"joinable_identity": None}
    write(connection, claim, state=state, reason=reason, **values)


def end_turn(connection: Connection, claim: Claim) -> None:
    """Return the run to the queue at the end of its turn."""
    moment = schema.now()
    write(connection, claim, state="queued", wish=_still_requested, queued_at=moment, turn_ended_at=moment)


def unclaim(store: Store, claim: Claim) -> bool:
    """Return a run that no worker has begun to its old place in the queue; False where one has."""
    with store.writing() as connection:
        change = sa.update(_runs).where(held(claim), _runs.c.worker.is_(None))
        return bool(connection.execute(change.values(state="queued", wish=_still_requested)).rowcount)


def requeue(store: Store, claim: Claim) -> None:
    """Put a run back into the queue after its scheduler was lost, unless the worker has ended the run."""
    with suppress(Superseded), store.writing() as connection:
        end_turn(connection, claim)


def mark_interrupted(store: Store, claim: Claim, reason: str) -> None:
    """Mark a run whose worker died, unless the worker has written how it ended."""
    with store.writing() as connection:
        _interrupt(connection, held(claim), reason)


def mark_lost(connection: Connection, claim: Claim, heartbeat: dt.datetime | None, reason: str) -> int:
    """Mark a run as interrupted if this is still its last heartbeat; 1 if so, else 0."""
    is_silent = _runs.c.heartbeat_at.is_not_distinct_from(heartbeat)
    return _interrupt(connection, held(claim) & is_silent, reason)


def held(claim: Claim) -> sa.ColumnElement[bool]:
    """True of the claimed run, as long as the claim is valid."""
    return (_runs.c.id == claim.run_id) & (_runs.c.attempt == claim.attempt) & (_runs.c.state == "running")


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
