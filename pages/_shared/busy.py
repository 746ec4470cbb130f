"""How busy this server is: what its process took of a core in the last second. A page that could ask for less then does.

Python runs one thread at a time, so a server is full at one core, however many there are. Trainings have processes of their
own and do not count.
"""

from __future__ import annotations

import threading
import time
from collections import deque

SHARE = 0.6
"""From here on whoever waits for an answer waits for others, too."""
_SECONDS = 1.0

_samples: deque[tuple[float, float]] = deque()
"""Moments, and the processor's seconds that were used until then."""
_lock = threading.Lock()


def is_busy() -> bool:
    """Whether much was asked of this server since about a second ago, or since it was asked here before that."""
    now, used = time.monotonic(), time.process_time()
    with _lock:
        _samples.append((now, used))
        while len(_samples) > 1 and _samples[1][0] <= now - _SECONDS:
            _samples.popleft()
        before, used_before = _samples[0]
    passed = now - before
    return passed > _SECONDS / 4 and (used - used_before) / passed > SHARE
