"""A lock on a folder, for one process at a time on all servers that share it; the system frees it when its holder dies.

It is `flock` of Linux and macOS on a file `.lock`, which stays in the folder and means nothing by itself.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RETRY_SECONDS = 0.1
LOCK_NAME = ".lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of an existing folder."""
    while True:
        with try_lock(folder) as is_locked:
            if is_locked:
                yield
                return
        time.sleep(RETRY_SECONDS)


@contextmanager
def try_lock(folder: Path) -> Iterator[bool]:
    """Hold the lock of an existing folder if it is free; gives whether it was."""
    import fcntl  # Windows has none

    with (folder / LOCK_NAME).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
