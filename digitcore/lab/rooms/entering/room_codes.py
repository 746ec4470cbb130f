"""Finding a room by its code, as people type codes; whoever types many wrong ones has to wait before each further one.

The wait (`client_pace`) comes before the code is compared, so it does not tell a right one from a wrong one. There are 190
million codes: an address that guesses through a lesson of 90 minutes hits a certain room with a chance of 1 in 30,000. A
visitor with a seat in the room never waits.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitcore.errors import BadInput
from digitcore.lab.rooms.entering.client_pace import WRONG_CODES, pace_of
from digitcore.lab.rooms.room_access import Room, read_room
from digitcore.lab.rooms.rooms import ALPHABET, CODE_LENGTH
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store
from digitcore.languages import gettext as _

_rooms, _seats = schema.rooms, schema.room_seats


def find(store: Store, code: str, visitor: str, *, client: str = "") -> Room:
    """The room with this code; case, blanks and hyphens do not matter. `client` is the address the visitor comes from."""
    wanted = cleaned(code)
    _check_form(wanted)
    with store.reading() as connection:
        row = connection.execute(sa.select(_rooms.c.id).where(_rooms.c.code == wanted)).one_or_none()
        if row is not None and _sits_in(connection, row.id, visitor):
            return read_room(connection, row.id)
    pace = pace_of(WRONG_CODES, store.url)
    pace.wait_for_turn(client)
    if row is not None:
        with store.reading() as connection:
            return read_room(connection, row.id)
    pace.count(client)
    raise BadInput(
        _("There is no room with the code {code}.", code=wanted),
        _("Look at the screen in front, and type it again."),
    )


def cleaned(code: str) -> str:
    """A typed code in the form in which rooms have it."""
    return "".join(sign for sign in code[:100].upper() if sign.isalnum())


def _check_form(wanted: str) -> None:
    """Refuse what is no code at all: nothing was guessed."""
    if len(wanted) != CODE_LENGTH:
        raise BadInput(
            _("A code has {count} letters and figures.", count=CODE_LENGTH),
            _("Type it as it stands on the screen in front."),
        )
    if strange := sorted(set(wanted) - set(ALPHABET)):
        raise BadInput(
            _("No code has {signs} in it.", signs=_(" or ").join(strange)),
            _("Look at the screen in front, and type it again."),
        )


def _sits_in(connection: Connection, room_id: str, visitor: str) -> bool:
    this = (_seats.c.room_id == room_id) & (_seats.c.visitor == visitor)
    return connection.execute(sa.select(_seats.c.number).where(this)).first() is not None
