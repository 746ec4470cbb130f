"""Removes for good what is over: each server runs a `Cleaner` from its start on.

Gone are drawings and runs whose undo is over, drawings and rooms that have expired, who opened rooms more than an hour
ago, and copies that a restore or a repair has set aside. Afterwards the log is emptied: only then nothing is on the disk.
"""

from __future__ import annotations

import datetime as dt
import logging
import shutil
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa

from digitcore import settings
from digitcore.errors import DigitLabError
from digitcore.lab.drawings import drawings
from digitcore.lab.maintenance import set_aside
from digitcore.lab.maintenance.backup.restoring import STAGING
from digitcore.lab.rooms import limits, rooms
from digitcore.lab.runs import runs
from digitcore.lab.store.store import Store, open_store

T = TypeVar("T")

EVERY_SECONDS = 60.0
STAGING_TIME = dt.timedelta(days=1)
"""After so long nobody is still unpacking a backup."""

_log = logging.getLogger(__name__)


class Cleaner:
    """A thread that cleans at once, and then every minute; where that fails it goes on trying.

    It begins with the log: a process may have been killed after it deleted, and before the log was emptied.
    """

    def __init__(self, *, every_seconds: float = EVERY_SECONDS) -> None:
        self._every_seconds = every_seconds
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="digitlab-cleaner")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """End, and wait for it."""
        self._closed.set()
        self._thread.join()

    def _run(self) -> None:
        _go_on_after(lambda: open_store().truncate_log() if has_database() else None)
        while not self._closed.is_set():
            _go_on_after(lambda: clean(open_store()) if has_database() else None)
            self._closed.wait(self._every_seconds)


def has_database() -> bool:
    """Whether there is one already: cleaning makes none."""
    address = sa.make_url(settings.current().database_url)
    return address.get_backend_name() != "sqlite" or Path(address.database or "").is_file()


def clean(store: Store) -> None:
    """Remove what is over; what fails stays for another minute, and the rest goes."""
    removed = [
        _go_on_after(partial(purge, store))
        for purge in (runs.purge_deleted, drawings.delete_expired, _forget_acts, rooms.delete_expired)
    ]
    if any(removed) or store.log_is_stale:
        _go_on_after(store.truncate_log)
    _go_on_after(_delete_left_aside)


def _go_on_after(act: Callable[[], T]) -> T | None:
    """What the act gives; None where it fails, which the log says."""
    try:
        return act()
    except DigitLabError as problem:
        _log.warning("what is over stays for another minute: %s", problem)
    except Exception:  # noqa: BLE001  what people deleted would stay, without a word
        _log.exception("what is over could not be deleted")
    return None


def _forget_acts(store: Store) -> int:
    with store.writing() as connection:
        return limits.delete_old(connection)


def _delete_left_aside() -> None:
    home, moment = settings.current().home, dt.datetime.now(dt.UTC)
    for path in [path for path, since in set_aside.listed(home) if moment - since > set_aside.KEPT_FOR]:
        _log.info("%s is deleted: it was set aside long ago", path.name)
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for path in home.glob(f"{STAGING}*"):
        if moment.timestamp() - path.lstat().st_mtime > STAGING_TIME.total_seconds():
            shutil.rmtree(path, ignore_errors=True)
