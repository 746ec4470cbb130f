"""Limits on what pupils and visitors send: the size of a drawing, the acts of a seat, the rooms that a visitor opens.

Counts live in the store, since several servers may share one. A visitor's id is easily thrown away: what counts for each
address as well is in `entering.client_pace`.
"""

from __future__ import annotations

import datetime as dt
import secrets

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitcore.data.ink import Drawing
from digitcore.data.ink.paper import WORKING_SIDE
from digitcore.errors import BadInput
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.store import schema
from digitcore.languages import gettext as _

MOST_STROKES, MOST_POINTS, FURTHEST = 100, 4_000, 5_000.0
"""Of one drawing: half a minute of pen on paper, on a canvas no larger than screens are; some 80 kB as text."""
MOST_ACTS, SECONDS = 30, 10
"""A seat may send so many drawings and votes in so many seconds: three strokes a second."""
HOUR = dt.timedelta(hours=1)
"""Counts of visitors are stored for an hour."""

_seats, _acts = schema.room_seats, schema.room_guesses


def check_drawing(drawing: Drawing) -> None:
    """Refuse what no hand draws as a digit; a picture is as large as one in which ink was searched."""
    if drawing.is_blank:
        raise BadInput(_("There is nothing drawn."), _("Draw the digit first."))
    if drawing.bitmap is not None:
        if max(drawing.bitmap.shape) > WORKING_SIDE:
            raise BadInput(_("This picture is too large."), _("Bring a smaller one."))
        return
    is_long = len(drawing.strokes) > MOST_STROKES or sum(map(len, drawing.strokes)) > MOST_POINTS
    if is_long or max(float(abs(stroke).max()) for stroke in drawing.strokes) > FURTHEST:
        raise BadInput(_("This is more than a digit needs."), _("Clear the canvas and draw it again."))


def count_act(connection: Connection, seat: Seat) -> None:
    """Count one act of this seat in the transaction of the act; raises BadInput where they come too fast."""
    moment, this = schema.now(), (_seats.c.room_id == seat.room_id) & (_seats.c.number == seat.number)
    since, count = connection.execute(sa.select(_seats.c.counted_since, _seats.c.counted).where(this)).one()
    if abs(moment - since) > dt.timedelta(seconds=SECONDS):  # a clock may be put back
        since, count = moment, 0
    if count >= MOST_ACTS:
        raise BadInput(_("That was a lot at once."), _("Wait a few seconds, and go on."))
    connection.execute(sa.update(_seats).where(this).values(counted_since=since, counted=count + 1))


def count_lately(connection: Connection, kind: str, visitor: str) -> int:
    """How many acts of this kind the visitor did within the last hour."""
    own = sa.select(sa.func.count()).where(_acts.c.visitor == _key(kind, visitor), _lately(HOUR))
    return int(connection.execute(own).scalar_one())


def count_visitor_act(connection: Connection, kind: str, visitor: str) -> None:
    """Count one act of this visitor."""
    delete_old(connection)
    row = {"id": secrets.token_hex(8), "visitor": _key(kind, visitor), "guessed_at": schema.now()}
    connection.execute(sa.insert(_acts).values(**row))


def delete_old(connection: Connection) -> int:
    """Forget the acts that count no more; gives how many."""
    return int(connection.execute(sa.delete(_acts).where(~_lately(HOUR))).rowcount)


def _key(kind: str, visitor: str) -> str:
    return f"{kind} {visitor}"[:64]


def _lately(within: dt.timedelta) -> sa.ColumnElement[bool]:
    """True of acts within this time; a clock that was put back counts the same way."""
    moment = schema.now()
    return _acts.c.guessed_at.between(moment - within, moment + within)
