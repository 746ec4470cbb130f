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
class Allowance:
    """What one address may do at once, and how far apart it comes from then on; the second number is for all unknown."""

    most: tuple[int, int]
    within_seconds: float
    every_seconds: tuple[float, float]
    refusal: str


WRONG_CODES = Allowance(
    (10, 120), _MINUTE, (1.0, 0.5), gettext_noop("Many wrong codes come from your network just now.")
)
JOINING = Allowance(
    (40, 120), _MINUTE, (1.0, 0.5), gettext_noop("Many people join from your network just now.")
)
"""Two classes that share one address; a script then needs a minute for the seats of a room, in which the door is shut."""
OPENING = Allowance(
    (40, 120), _HOUR, (5.0, 5.0), gettext_noop("Many rooms were opened from your network just now.")
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
        is_unknown = not client
        with self._lock:
            now = self._clock()
            self._forget(now)
            if len(self._acts.get(client, ())) < self._allowance.most[is_unknown]:
                return
            turn = max(now, self._next_turn.get(client, now)) + self._allowance.every_seconds[is_unknown]
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
