"""Parts of pages that wait for a room: each is run again when its room has changed, and not before.

One thread reads the versions of the rooms for all who wait, so that a class in which nothing happens costs nothing more.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from digitcore.errors import DigitLabError
from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.rooms import RoomVersions
from pages._shared import lab
from pages._shared.server.repairs import fragments_from_server

_POLL_SECONDS = 0.1
"""Between two reads of a room: one row of a table."""
_log = logging.getLogger(__name__)


@dataclass
class _Waiting:
    room_id: str
    every: float
    """The shortest time between two runs, in seconds."""
    for_pupils: bool
    """Only what all pupils must see counts as a change, and not each drawing."""
    seen: Hashable
    ran_at: float
    soon_at: float = float("inf")
    """When it wants to be run without a change."""
    page_follows: bool = False
    """Whether a change is one for the whole page."""


# Its single operations need no lock: what is written in the moment in which it is forgotten runs at its next timer.
_waiting: dict[tuple[str, str], _Waiting] = {}
"""By session and fragment."""


def wait_for(room_id: str, *, every: float, for_pupils: bool) -> None:
    """Have this fragment run again once the room has changed; call it before the room is read.

    A fragment that is gone from its page, or whose session has ended, waits no longer.
    """
    part = fragments_from_server.this_fragment()
    if part is None:
        return
    now = None
    with suppress(DigitLabError):  # the fragment says it, and runs again once the database is back
        now = rooms.versions(lab.store(), room_id)
    _waiting[part] = _Waiting(room_id, every, for_pupils, _news(now, for_pupils=for_pupils), time.monotonic())
    _start()


def run_soon(seconds: float) -> None:
    """Have this fragment, which waits for a room, run again after so many seconds, whatever happens in the room."""
    if waiting := _waiting.get(fragments_from_server.this_fragment() or ("", "")):
        waiting.soon_at = time.monotonic() + seconds


def let_page_follow() -> None:
    """Have the whole page run once the room has changed: this fragment, which waits for it, would only have it run."""
    if waiting := _waiting.get(fragments_from_server.this_fragment() or ("", "")):
        waiting.page_follows = True


def _news(now: RoomVersions | None, *, for_pupils: bool) -> Hashable:
    return (now.call_version, now.is_open) if now is not None and for_pupils else now


@cache
def _start() -> None:
    threading.Thread(target=_keep_polling, name="room news", daemon=True).start()


def _keep_polling() -> None:
    while True:
        time.sleep(_POLL_SECONDS)
        try:
            _poll()
        except DigitLabError:  # the database is away: each page says so
            continue
        except Exception:  # noqa: BLE001  no page would follow any room
            _log.exception(
                "The rooms could not be read; pages follow them by their timers until they can be."
            )


def _poll() -> None:
    everybody, moment = list(_waiting.items()), time.monotonic()
    now = {room_id: rooms.versions(lab.store(), room_id) for room_id in {one.room_id for _, one in everybody}}
    for part, one in everybody:
        session, fragment = part
        if not fragments_from_server.is_there(session, fragment):
            del _waiting[part]
            continue
        is_news = _news(now[one.room_id], for_pupils=one.for_pupils) != one.seen
        is_news &= moment - one.ran_at >= one.every
        if is_news or moment >= one.soon_at:
            runs = "" if is_news and one.page_follows else fragment
            if fragments_from_server.run(session, runs):
                one.ran_at, one.soon_at = moment, float("inf")  # until it runs, and waits anew
