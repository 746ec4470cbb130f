"""The timer of a room, as wall, desk and phones show it; the browser counts, so no message is sent while it runs."""

from __future__ import annotations

from digitcore.lab.lessons import pacing
from digitcore.lab.rooms.room_access import Room
from digitcore.languages import gettext as _
from pages._shared.server.browser_files import browser_component

_component = browser_component("timer")


def show(room: Room, *, key: str) -> None:
    """What is left; an empty place without a timer."""
    left = pacing.seconds_left(room)
    data = {
        "left": None if left is None else round(left, 1),
        "isPaused": room.settings.is_paused,
        "over": _("Come to an end"),
    }
    _component(key=key, data=data, height="content", width="content")
