"""A grid of squares that is filled by keyboard: arrows move, space fills and empties, Shift with an arrow draws a line.

For those who draw with neither mouse nor finger; a pointer works as well. What the squares mean is the caller's.
The browser's end is `assets/browser/squares.mjs`.
"""

from __future__ import annotations

import json

from pages._shared.server.browser_files import browser_component

_component = browser_component("squares")


def show(*, key: str, side: int, filled: tuple[int, ...]) -> tuple[int, ...]:
    """The grid, beginning with `filled`; gives the positions, row by row, that are filled now."""
    sent = _component(
        key=key, data={"side": side, "filled": json.dumps(filled)}, on_filled_change=lambda: None
    )
    positions = sent.get("filled")
    if not isinstance(positions, list):
        return filled
    return tuple(place for place in positions if isinstance(place, int) and 0 <= place < side * side)
