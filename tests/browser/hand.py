"""Drawing on the canvas of a real page, by mouse and by finger, and what the page shows of it."""

from itertools import pairwise

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import at_rest

Strokes = list[list[tuple[float, float]]]

CANVAS = ".st-key-drawing canvas.upper-canvas"
SETTLED = "html[data-settled=true]"
"""All that follows the pen, and is looked at, shows what is on the sheet."""
WIDE_PX = 400
"""The side of the canvas on a wide screen: strokes are given in its pixels."""
ANSWER = ".answer:not(.small)"
"""The large one of a page."""


def ready_canvas(page: Page) -> dict[str, float]:
    """Where the canvas lies, once it stays there: emptying it removes what is below, which moves the page."""
    at_rest(page)
    expect(page.locator(SETTLED)).to_have_count(1)
    at_rest(page)
    expect(page.locator(CANVAS)).to_have_count(1)  # an emptied one may still be going
    page.locator(CANVAS).scroll_into_view_if_needed()
    box = page.locator(CANVAS).bounding_box()
    assert box is not None
    return dict(box)


def draw(page: Page, strokes: Strokes) -> None:
    """Draw with the mouse, once the page is at rest."""
    ready_canvas(page)
    put_down(page, strokes)


def put_down(page: Page, strokes: Strokes, canvas: str = CANVAS) -> None:
    """Draw with the mouse, whatever the server does meanwhile."""
    box = page.locator(canvas).bounding_box()
    assert box is not None
    scale = box["width"] / WIDE_PX
    places = [[(box["x"] + x * scale, box["y"] + y * scale) for x, y in stroke] for stroke in strokes]
    for stroke in places:
        page.mouse.move(*stroke[0])
        page.mouse.down()
        for place in stroke[1:] or [(stroke[0][0] + 1, stroke[0][1])]:
            page.mouse.move(*place, steps=2)
        page.mouse.up()


def touch(page: Page, strokes: Strokes) -> None:
    """Draw with a finger."""
    box = ready_canvas(page)
    scale = box["width"] / WIDE_PX
    fingers = page.context.new_cdp_session(page)
    for stroke in strokes:
        places = [{"x": box["x"] + x * scale, "y": box["y"] + y * scale} for x, y in stroke]
        fingers.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": places[:1]})
        for begin, end in pairwise(places):
            for part in (0.25, 0.5, 0.75, 1):
                place = {axis: begin[axis] + part * (end[axis] - begin[axis]) for axis in "xy"}
                fingers.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [place]})
        fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def expect_answer(page: Page, text: str) -> None:
    """Wait until the large answer is this one."""
    expect(page.locator(f"{ANSWER} .said")).to_have_text(text)


def own_drawings(page: Page) -> Locator:
    """The tiles of the gallery of one's own drawings, which follows the pen once somebody looks at it."""
    at_rest(page)
    expect(page.locator(SETTLED)).to_have_count(1)  # what lies above may grow until then
    page.get_by_role("heading", name="Your drawings").scroll_into_view_if_needed()
    return page.locator(".st-key-my_drawings button.tile")
