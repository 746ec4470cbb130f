"""How fast the clients of one server may do what costs others something: try codes, join, open rooms.

Whoever has done it often has to wait before each further time; nobody is refused for what others did. It is counted for
each address a client comes from, since ids are easily thrown away; clients whose address is not known count as one, at a
faster pace. Counts are in memory, and are gone with the server.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic, sleep

from digitcore.errors import BadInput
from digitcore.languages import gettext as _
from digitcore.languages import gettext_noop

LONGEST_WAIT_SECONDS = 10.0
"""Where more than that wait at one address, the next is told to come back: each wait holds a thread of the server."""
_MINUTE, _HOUR = 60.0, 3600.0


@dataclass(frozen=True)
class Rate:
    """So many acts at once, and each further one so long after the one before."""

    most: int
    every_seconds: float


@dataclass(frozen=True)
class Allowance:
    """How often something may be done within a time: from one address, and from all unknown addresses together."""

    within_seconds: float
    known: Rate
    unknown: Rate
    refusal: str


WRONG_CODES = Allowance(
    _MINUTE, Rate(10, 1.0), Rate(120, 0.5), gettext_noop("Many wrong codes come from your network just now.")
)
JOINING = Allowance(
    _MINUTE, Rate(40, 1.0), Rate(120, 0.5), gettext_noop("Many people join from your network just now.")
)
"""Two classes that share one address; a script then needs a minute for the seats of a room, in which the door is shut."""
OPENING = Allowance(
    _HOUR, Rate(40, 5.0), Rate(120, 5.0), gettext_noop("Many rooms were opened from your network just now.")
)


class Pace:
    """The acts of one kind that clients have done lately."""

    def __init__(
        self,
        allowance: Allowance,
        *,
        clock: Callable[[], float] = monotonic,
        wait: Callable[[float], None] = sleep,
    ) -> None:
        self._allowance, self._clock, self._wait = allowance, clock, wait
        self._lock = threading.Lock()
        self._acts: dict[str, deque[float]] = {}
        self._next_turn: dict[str, float] = {}

    def wait_for_turn(self, client: str) -> None:
        """Return at once, or after this client's turn has come; raises BadInput where too many wait before it."""
        rate = self._allowance.known if client else self._allowance.unknown
        with self._lock:
            now = self._clock()
            self._forget(now)
            if len(self._acts.get(client, ())) < rate.most:
                return
            turn = max(now, self._next_turn.get(client, now)) + rate.every_seconds
            if turn - now > LONGEST_WAIT_SECONDS:
                raise BadInput(_(self._allowance.refusal), _("Wait a moment, and press again."))
            self._next_turn[client] = turn
        self._wait(turn - now)

    def count(self, client: str) -> None:
        """Note one act."""
        with self._lock:
            self._acts.setdefault(client, deque()).append(self._clock())

    def _forget(self, now: float) -> None:
        for client, moments in list(self._acts.items()):
            while moments and now - moments[0] > self._allowance.within_seconds:
                moments.popleft()
            if not moments:
                del self._acts[client]
                self._next_turn.pop(client, None)


@lru_cache(maxsize=32)
def pace_of(allowance: Allowance, url: str) -> Pace:
    """The pace at the database with this address, of this process."""
    return Pace(allowance)
