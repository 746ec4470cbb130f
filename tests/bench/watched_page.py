"""What the scripts in watched pages have seen: lists of events and of changes of the answer, each `[name, when, values]`."""

import math
from typing import Any

from playwright.sync_api import Page

STILL_MS = 1_500
"""The slowest part of an answer takes no longer."""


def wait_until_still(page: Page) -> None:
    """Wait until nothing has changed for as long as the slowest part of an answer may take."""
    page.evaluate("window.stillSince = performance.now()")
    page.wait_for_function(
        "still => performance.now() - Math.max(window.stillSince, ...window.seen.map((one) => one[1])) > still",
        arg=STILL_MS,
    )


def moment(seen: list[Any], name: str) -> float:
    """When this event came first."""
    return next(at for what, at, _ in seen if what == name)


def last_drawn(seen: list[Any]) -> float:
    """When the last pointer event came that draws."""
    up = moment(seen, "pointerup")
    return max(at for what, at, _ in seen if what == "pointermove" and at <= up)


def final_after_ms(seen: list[Any]) -> float:
    """From the last ink to the first frame after which every bar stays within a point of its end."""
    drawn = last_drawn(seen)
    bars = [(at, widths) for what, at, widths in seen if what == "bars"]
    final, since = bars[-1][1], drawn
    for at, widths in bars:
        if len(widths) != len(final) or max(map(lambda a, b: abs(a - b), widths, final)) >= 1:
            since = math.nan
        elif math.isnan(since):
            since = max(at, drawn)
    return since - drawn
