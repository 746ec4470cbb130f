"""The teacher's key in a tab: it leaves the address at once, and the tab gives it back when it is loaded again.

The address is what a photograph of the screen, the history of a browser and its other devices would show.
"""

from __future__ import annotations

from dataclasses import dataclass

from pages._shared.controls import session, state
from pages._shared.server.browser_files import browser_component

_component = browser_component("desk_key")


@dataclass
class _Desk:
    was_left: bool = False
    """Whether this tab was told to forget the key: what it still sends holds no more."""


def take_from_tab() -> None:
    """Keep the desk's key in this tab, or take the one that the tab has kept; called once per run of the page."""
    desk, key = session.remembered(_Desk), state.get("teach")
    is_asked = not (key or desk.was_left or state.get("room"))
    if key:
        desk.was_left = False
    data = {"key": key, "isAsked": is_asked, "isLeft": desk.was_left}
    sent = _component(key="desk_key", data=data, on_key_change=lambda: None, height=1)
    if is_asked and (kept := sent.get("key")):
        state.put("teach", str(kept))


def put(key: str) -> None:
    """Open the desk with this key in the next run."""
    state.put("teach", key)


def leave() -> None:
    """Forget the key, here and in the tab."""
    state.put("teach", "")
    session.remembered(_Desk).was_left = True
