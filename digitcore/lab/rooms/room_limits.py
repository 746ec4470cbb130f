"""What a pupil may send: no more than a digit needs, and not faster than a hand draws. Beyond, a friendly sentence."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitcore.data.ink import Drawing
from digitcore.errors import BadInput
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.store import schema

MOST_STROKES, MOST_POINTS, FURTHEST = 100, 4_000, 5_000.0
"""Of one drawing: half a minute of pen on paper, on a canvas no larger than screens are; some 80 kB as text."""
MOST_ACTS, SECONDS = 30, 10
"""So many drawings and votes are taken from one seat in so many seconds: three strokes a second."""

_seats = schema.room_seats


def check_drawing(drawing: Drawing) -> None:
    """Refuse what is no digit drawn by hand."""
    if drawing.bitmap is not None:
        raise BadInput("In a classroom only strokes count.", "Clear the canvas and draw with the pen.")
    if drawing.is_blank:
        raise BadInput("There is nothing drawn.", "Draw the digit first.")
    is_long = len(drawing.strokes) > MOST_STROKES or sum(map(len, drawing.strokes)) > MOST_POINTS
    if is_long or max(float(abs(stroke).max()) for stroke in drawing.strokes) > FURTHEST:
        raise BadInput("This is more than a digit needs.", "Clear the canvas and draw it again.")


def count_act(connection: Connection, seat: Seat) -> None:
    """One more from this seat, within the transaction that does it; or a sentence where they come too fast."""
    moment, this = schema.now(), (_seats.c.room_id == seat.room_id) & (_seats.c.number == seat.number)
    since, count = connection.execute(sa.select(_seats.c.counted_since, _seats.c.counted).where(this)).one()
    if abs(moment - since) > dt.timedelta(seconds=SECONDS):  # a clock may be put back
        since, count = moment, 0
    if count >= MOST_ACTS:
        raise BadInput("That was a lot at once.", "Wait a few seconds, and go on.")
    connection.execute(sa.update(_seats).where(this).values(counted_since=since, counted=count + 1))
