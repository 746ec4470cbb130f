"""The pages of a class are made one after the other.

Thirty that begin in one moment, as when a round is closed, would share the processor and all be ready when the last one is;
in turn they are ready after half of that time on average, and the server's own thread waits for one page and not for thirty.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LONGEST_SECONDS = 1.0
"""A page that takes long, as one that reads a photograph, holds nobody up for longer."""
_turn = threading.Lock()


@contextmanager
def in_turn() -> Iterator[None]:
    """Wait until no other page of a pupil is being made."""
    is_mine = _turn.acquire(timeout=_LONGEST_SECONDS)
    try:
        yield
    finally:
        if is_mine:
            _turn.release()
