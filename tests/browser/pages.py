"""Parts of a page, and when it may be pressed: until then Streamlit may replace what is there, and a press is lost."""

import re
from collections.abc import Iterator

from playwright.sync_api import Locator, Page, expect

_NO_FOLD_MOVES = """() => document.getAnimations().every(
    ({ effect, playState }) => playState !== "running" || !effect.target.closest("[data-testid=stExpander]")
)"""


def at_rest(page: Page) -> None:
    """Wait until the script has run, nothing is stale and no fold is opening. A bar may go on showing how far something is.

    What lies in a fold that opens moves: on a busy machine the button came up elsewhere than it was pressed.
    """
    page.wait_for_selector(".stApp[data-test-script-state=notRunning]")
    expect(page.locator("[data-testid=stSkeleton], [data-stale=true]")).to_have_count(0)
    page.wait_for_function(_NO_FOLD_MOVES)


def settled(page: Page) -> None:
    """Wait until nothing is still to come either."""
    at_rest(page)
    expect(page.get_by_test_id("stProgress")).to_have_count(0)
    at_rest(page)  # what came in the bar's place


def address(page: Page) -> str:
    """Where the page is, once what was chosen on it stands there: the address comes after what is shown."""
    at_rest(page)
    return page.url


def heading(page: Page, name: str) -> Locator:
    """The title of the page."""
    return page.get_by_role("heading", name=name, exact=True, level=1)


def chart(page: Page, key: str) -> Locator:
    """The chart as it is drawn; while the first one of a tab loads, a hidden one stands beside it for a moment."""
    return page.locator(f".st-key-{key} .js-plotly-plot").last


def walk(page: Page, key: str, views: dict[str, str]) -> Iterator[str]:
    """The views of a page in turn, each settled: their names in the address under `key`, and their titles to press.

    The first one is open already. A page of its own for each would take seconds to begin.
    """
    for number, (name, title) in enumerate(views.items()):
        if number:
            page.get_by_role("radio", name=title, exact=True).first.click()
            expect(page).to_have_url(re.compile(f"[?&]{key}={name}"))
        settled(page)
        yield name


def press_point(page: Page, point: Locator) -> None:
    """Press with the mouse itself: Plotly listens on a layer above the points, and chooses what it shows on hover."""
    settled(page)
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".hoverlayer .hovertext:visible, .peek:visible").first).to_be_visible()
    page.mouse.down()
    page.mouse.up()
