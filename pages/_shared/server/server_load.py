"""How busy this server is: what its process took of a core in the last second. A page that could ask for less then does.

Python runs one thread at a time, so a server is full at one core, however many there are. Trainings have processes of their
own and do not count.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Literal

Pace = Literal["pieces", "strokes", "canvas"]
"""What a pen sends: strokes in progress, whole strokes, or nothing, as the canvas tells of them itself."""

BUSY, FULL = 0.6, 0.7
"""Shares of a core. From the first on, whoever waits for an answer waits for others, too; from the second on, for many."""
_SECONDS = 1.0

_samples: deque[tuple[float, float]] = deque()
"""Moments, and the processor's seconds that were used until then."""
_lock = threading.Lock()


def share() -> float:
    """What this server took of a core since about a second ago, or since it was asked here before that; 0 at first."""
    now, used = time.monotonic(), time.process_time()
    with _lock:
        _samples.append((now, used))
        while len(_samples) > 1 and _samples[1][0] <= now - _SECONDS:
            _samples.popleft()
        before, used_before = _samples[0]
    passed = now - before
    return (used - used_before) / passed if passed > _SECONDS / 4 else 0.0


def pace(share: float) -> Pace:
    """The more the server takes of its core, the less a pen asks of it."""
    return "pieces" if share <= BUSY else "strokes" if share <= FULL else "canvas"
