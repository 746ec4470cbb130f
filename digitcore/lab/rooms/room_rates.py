"""What a visitor may do only so often: opening rooms, guessing codes. Counted in the store, since several servers may share one.

It is counted by visitor and in all, as a visitor's id is easily thrown away. How often is often enough, and what is said to
who is too fast, is in `rooms` and `room_codes`.
"""

from __future__ import annotations

import datetime as dt
import secrets

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitcore.lab.store import schema

MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
"""An hour is as long as anything is remembered."""

_acts = schema.room_guesses


def is_too_fast(
    connection: Connection, what: str, visitor: str, *, most: int, most_in_all: int, within: dt.timedelta
) -> bool:
    """Whether this visitor, or all together, did it so often already in this time."""
    is_theirs = sa.case((_acts.c.visitor == _marked(what, visitor), 1), else_=0)
    counts = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(is_theirs), 0))
    of_this_kind = _acts.c.visitor.startswith(f"{what} ", autoescape=True)
    in_all, theirs = connection.execute(counts.where(of_this_kind & _lately(within))).one()
    return bool(theirs >= most or in_all >= most_in_all)


def count(connection: Connection, what: str, visitor: str) -> None:
    """Once more, just now."""
    connection.execute(sa.delete(_acts).where(~_lately(HOUR)))
    row = {"id": secrets.token_hex(8), "visitor": _marked(what, visitor), "guessed_at": schema.now()}
    connection.execute(sa.insert(_acts).values(**row))


def _marked(what: str, visitor: str) -> str:
    return f"{what} {visitor}"[:64]


def _lately(within: dt.timedelta) -> sa.ColumnElement[bool]:
    """Not from before, nor from before the clock was put back."""
    moment = schema.now()
    return _acts.c.guessed_at.between(moment - within, moment + within)
