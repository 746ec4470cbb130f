"""How busy this server is: the share of a core that its process used in the last second. Pages request less when it is high.

Python runs one thread at a time, so a server is full at one core, however many there are. Trainings have processes of their
own and do not count.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Literal

PenPace = Literal["pieces", "strokes", "canvas"]
"""What a pen sends: strokes in progress, whole strokes, or nothing, since the canvas sends them itself."""

BUSY, FULL = 0.6, 0.7
"""Shares of a core. Above the first, an answer waits for the answers of others; above the second, for many."""
_SECONDS = 1.0

_samples: deque[tuple[float, float]] = deque()
"""Moments, and the seconds of processor time used until then."""
_lock = threading.Lock()


def share() -> float:
    """The share of a core that this process used in about the last second, between two calls; 0 at first."""
    now, used = time.monotonic(), time.process_time()
    with _lock:
        _samples.append((now, used))
        while len(_samples) > 1 and _samples[1][0] <= now - _SECONDS:
            _samples.popleft()
        before, used_before = _samples[0]
    passed = now - before
    return (used - used_before) / passed if passed > _SECONDS / 4 else 0.0


def pace(share: float) -> PenPace:
    """The busier the server, the less a pen sends."""
    return "pieces" if share <= BUSY else "strokes" if share <= FULL else "canvas"
