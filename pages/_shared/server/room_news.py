"""Parts of pages that wait for a room: each is run again when its room has changed, and not before.

One thread reads the versions of the rooms for all who wait, so that a class in which nothing happens costs nothing more.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass

from digitcore.errors import DigitLabError
from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.rooms import RoomVersions
from pages._shared import lab
from pages._shared.server.repairs import fragments_from_server

_POLL_SECONDS = 0.1
"""Between two reads of a room: one row of a table."""


@dataclass
class _Waiting:
    room_id: str
    every: float
    """The shortest time between two runs, in seconds."""
    for_pupils: bool
    """Only what all pupils must see counts as a change, and not each drawing."""
    seen: Hashable
    ran_at: float
    soon_at: float | None = None
    """When it wants to be run without a change."""
    page_follows: bool = False
    """Whether a change is one for the whole page."""

    def is_news(self, now: RoomVersions | None) -> bool:
        return self._elapsed() >= self.every and _news(now, for_pupils=self.for_pupils) != self.seen

    def is_due(self) -> bool:
        return self.soon_at is not None and self._elapsed() >= self.soon_at

    def _elapsed(self) -> float:
        return time.monotonic() - self.ran_at


_waiting: dict[tuple[str, str], _Waiting] = {}
"""By session and fragment."""
_lock = threading.Lock()
_thread: list[threading.Thread] = []


def wait_for(room_id: str, *, every: float, for_pupils: bool) -> None:
    """Have this fragment run again once the room has changed; call it before the room is read.

    A fragment that is gone from its page, or whose session has ended, waits no longer.
    """
    part = fragments_from_server.this_fragment() if fragments_from_server.is_on() else None
    if part is None:
        return
    now = None
    with suppress(DigitLabError):  # the fragment says it, and runs again once the database is back
        now = rooms.versions(lab.store(), room_id)
    with _lock:
        seen = _news(now, for_pupils=for_pupils)
        _waiting[part] = _Waiting(room_id, every, for_pupils, seen, time.monotonic())
        if not _thread:
            _thread.append(threading.Thread(target=_poll_while_somebody_waits, name="room news", daemon=True))
            _thread[0].start()


def run_soon(seconds: float) -> None:
    """Have this fragment, which waits for a room, run again after so many seconds, whatever happens in the room."""
    part = fragments_from_server.this_fragment() if fragments_from_server.is_on() else None
    with _lock:
        if part in _waiting:
            _waiting[part].soon_at = seconds


def let_page_follow() -> None:
    """Have the whole page run, in place of this fragment, once the room has changed."""
    part = fragments_from_server.this_fragment() if fragments_from_server.is_on() else None
    with _lock:
        if part in _waiting:
            _waiting[part].page_follows = True


def _news(now: RoomVersions | None, *, for_pupils: bool) -> Hashable:
    return (now.call_version, now.is_open) if now is not None and for_pupils else now


def _poll_while_somebody_waits() -> None:
    """Until nobody waits any more."""
    try:
        while _somebody_waits():
            time.sleep(_POLL_SECONDS)
            with suppress(DigitLabError):  # the database is away: each page says so, and reads it again
                _poll()
    except BaseException:
        with _lock:
            _thread.clear()  # the next that waits begins anew
        raise


def _somebody_waits() -> bool:
    with _lock:
        if not _waiting:
            _thread.clear()
        return bool(_waiting)


def _poll() -> None:
    with _lock:
        waiting = dict(_waiting)
    now = {
        room_id: rooms.versions(lab.store(), room_id) for room_id in {one.room_id for one in waiting.values()}
    }
    for part, one in waiting.items():
        session, fragment = part
        is_news = one.is_news(now[one.room_id])
        if not fragments_from_server.is_there(session, fragment):
            _forget(part, one)
        elif is_news or one.is_due():
            runs = "" if is_news and one.page_follows else fragment
            if fragments_from_server.run(session, runs):
                one.ran_at, one.soon_at = time.monotonic(), None  # until it runs, and waits anew


def _forget(part: tuple[str, str], one: _Waiting) -> None:
    with _lock:
        if _waiting.get(part) is one:
            del _waiting[part]
