"""A lock on a folder, for one process at a time on all servers that share it; the system frees it when its holder dies.

It is `flock` of Linux and macOS, and `locking` of Windows (where it was not run), on a file `.lock`, which stays in the
folder and means nothing by itself.
"""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

RETRY_SECONDS = 0.1
LOCK_NAME = ".lock"
_HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
"""What the systems say of a lock that another process holds."""


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
    with (folder / LOCK_NAME).open("a") as lock:
        yield _is_taken(lock)


def _is_taken(lock: IO[str]) -> bool:
    """Lock the open file for this process, until it is closed; whether that was possible."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in _HELD:
            raise
        return False
    return True
