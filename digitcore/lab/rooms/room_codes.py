"""Finding a room by its code, as people type codes, with a limit on wrong ones.

There are 190 million codes: whoever guesses through a lesson of 90 minutes hits a certain room with a chance of 1 in
18,000. A visitor with a seat in the room is never refused.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitcore.errors import BadInput
from digitcore.lab.rooms import limits
from digitcore.lab.rooms.room_access import Room, read_room
from digitcore.lab.rooms.rooms import ALPHABET, CODE_LENGTH
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store

MOST_WRONG = 10
"""Wrong codes of one visitor in a minute."""
MOST_WRONG_IN_ALL = 120
"""Wrong codes of everybody in a minute: four for each of a class."""

_GUESS = "guess"
_rooms, _seats = schema.rooms, schema.room_seats


def find(store: Store, code: str, visitor: str) -> Room:
    """The room with this code; case, blanks and hyphens do not matter. A wrong code counts as a guess."""
    wanted = cleaned(code)
    with store.reading() as connection:
        row = connection.execute(sa.select(_rooms.c.id).where(_rooms.c.code == wanted)).one_or_none()
        if row is not None and _sits_in(connection, row.id, visitor):
            return read_room(connection, row.id)
        _check_guesses(connection, visitor)
        if row is not None:
            return read_room(connection, row.id)
    strange = sorted(set(wanted) - set(ALPHABET))
    if len(wanted) != CODE_LENGTH or strange:  # no code at all: nothing was guessed
        if len(wanted) == CODE_LENGTH:
            raise BadInput(
                f"No code has {' or '.join(strange)} in it.",
                "Look at the screen in front, and type it again.",
            )
        raise BadInput(
            f"A code has {CODE_LENGTH} letters and figures.", "Type it as it stands on the screen in front."
        )
    with store.writing() as connection:
        limits.count_visitor_act(connection, _GUESS, visitor)
    raise BadInput(
        f"There is no room with the code {wanted}.", "Look at the screen in front, and type it again."
    )


def cleaned(code: str) -> str:
    """A typed code in the form in which rooms have it."""
    return "".join(sign for sign in code[:100].upper() if sign.isalnum())


def _sits_in(connection: Connection, room_id: str, visitor: str) -> bool:
    this = (_seats.c.room_id == room_id) & (_seats.c.visitor == visitor)
    return connection.execute(sa.select(_seats.c.number).where(this)).first() is not None


def _check_guesses(connection: Connection, visitor: str) -> None:
    """Refuse the next guess, right or wrong: an answer that tells the two apart would be a guess."""
    if limits.is_too_fast(
        connection, _GUESS, visitor, most=MOST_WRONG, most_in_all=MOST_WRONG_IN_ALL, within=limits.MINUTE
    ):
        raise BadInput(
            "There were many wrong codes just now.", "Wait a minute, and look at the screen in front."
        )
