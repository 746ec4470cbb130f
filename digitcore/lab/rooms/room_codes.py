"""Finding a room by its code, as people type codes; whoever types many wrong ones has to wait before each further one.

The wait comes before the code is compared, so it does not tell a right one from a wrong one, and a right one is never
refused for what others did. It is kept for each address a client comes from, since ids are easily thrown away; clients
whose address is not known count as one, at a faster pace. There are 190 million codes: an address that guesses through a
lesson of 90 minutes hits a certain room with a chance of 1 in 30,000. A visitor with a seat in the room never waits.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from functools import lru_cache
from time import monotonic, sleep

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitcore.errors import BadInput
from digitcore.lab.rooms.room_access import Room, read_room
from digitcore.lab.rooms.rooms import ALPHABET, CODE_LENGTH
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store

MOST_WRONG, MOST_WRONG_UNKNOWN = 10, 120
"""Wrong codes of one address in a minute, and of all whose address is not known, after which codes come one by one."""
ONE_BY_ONE_SECONDS, ONE_BY_ONE_UNKNOWN_SECONDS = 1.0, 0.5
LONGEST_WAIT_SECONDS = 10.0
"""Where more than that wait at one address, the next is told to come back: each wait holds a thread of the server."""
_MINUTE = 60.0
_rooms, _seats = schema.rooms, schema.room_seats


class Pace:
    """How fast the clients of one server may try codes."""

    def __init__(
        self, *, clock: Callable[[], float] = monotonic, wait: Callable[[float], None] = sleep
    ) -> None:
        self._clock, self._wait = clock, wait
        self._lock = threading.Lock()
        self._wrong: dict[str, deque[float]] = {}
        self._next_turn: dict[str, float] = {}

    def wait_for_turn(self, client: str) -> None:
        """Return at once, or after this client's turn has come; raises BadInput where too many wait before it."""
        most = MOST_WRONG if client else MOST_WRONG_UNKNOWN
        every = ONE_BY_ONE_SECONDS if client else ONE_BY_ONE_UNKNOWN_SECONDS
        with self._lock:
            now = self._clock()
            self._forget(now)
            if len(self._wrong.get(client, ())) < most:
                return
            turn = max(now, self._next_turn.get(client, now)) + every
            if turn - now > LONGEST_WAIT_SECONDS:
                raise BadInput(
                    "Many wrong codes come from your network just now.", "Wait a moment, and press again."
                )
            self._next_turn[client] = turn
        self._wait(turn - now)

    def count_wrong(self, client: str) -> None:
        """Note a wrong code."""
        with self._lock:
            self._wrong.setdefault(client, deque()).append(self._clock())

    def _forget(self, now: float) -> None:
        for client, moments in list(self._wrong.items()):
            while moments and now - moments[0] > _MINUTE:
                moments.popleft()
            if not moments:
                del self._wrong[client]
                self._next_turn.pop(client, None)


@lru_cache(maxsize=8)
def pace_of(url: str) -> Pace:
    """The pace at the database with this address, of this process."""
    return Pace()


def find(store: Store, code: str, visitor: str, *, client: str = "") -> Room:
    """The room with this code; case, blanks and hyphens do not matter. `client` is the address the visitor comes from."""
    wanted = cleaned(code)
    _check_form(wanted)
    with store.reading() as connection:
        row = connection.execute(sa.select(_rooms.c.id).where(_rooms.c.code == wanted)).one_or_none()
        if row is not None and _sits_in(connection, row.id, visitor):
            return read_room(connection, row.id)
    pace = pace_of(store.url)
    pace.wait_for_turn(client)
    if row is not None:
        with store.reading() as connection:
            return read_room(connection, row.id)
    pace.count_wrong(client)
    raise BadInput(
        f"There is no room with the code {wanted}.", "Look at the screen in front, and type it again."
    )


def cleaned(code: str) -> str:
    """A typed code in the form in which rooms have it."""
    return "".join(sign for sign in code[:100].upper() if sign.isalnum())


def _check_form(wanted: str) -> None:
    """Refuse what is no code at all: nothing was guessed."""
    if len(wanted) != CODE_LENGTH:
        raise BadInput(
            f"A code has {CODE_LENGTH} letters and figures.", "Type it as it stands on the screen in front."
        )
    if strange := sorted(set(wanted) - set(ALPHABET)):
        raise BadInput(
            f"No code has {' or '.join(strange)} in it.", "Look at the screen in front, and type it again."
        )


def _sits_in(connection: Connection, room_id: str, visitor: str) -> bool:
    this = (_seats.c.room_id == room_id) & (_seats.c.visitor == visitor)
    return connection.execute(sa.select(_seats.c.number).where(this)).first() is not None
