"""How busy this server is: the share of a core that its process used in the last second. Pages request less when it is high.

Python runs one thread at a time, so a server is full at one core, however many there are. Trainings have processes of their
own and do not count.
"""

from __future__ import annotations

import threading
import time
from collections import deque

BUSY = 0.6
"""The share of a core above which a request waits for the requests of others."""
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
