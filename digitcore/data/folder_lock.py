"""One at a time in a folder, whatever process or server asks: a lock that the system takes from whoever dies.

The lock is a file `.lock` in the folder, which stays there and is worth nothing by itself. It is that of Linux and macOS.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

AGAIN_SECONDS = 0.1
LOCK_NAME = ".lock"


@contextmanager
def alone_in(folder: Path, *, wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock of a folder that is there; `wait` is called each time somebody else still has it."""
    while True:
        with try_alone_in(folder) as is_alone:
            if is_alone:
                yield
                return
        wait()
        time.sleep(AGAIN_SECONDS)


@contextmanager
def try_alone_in(folder: Path) -> Iterator[bool]:
    """Hold the lock of a folder if nobody has it; says whether it does."""
    import fcntl

    with (folder / LOCK_NAME).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
