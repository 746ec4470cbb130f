"""Ready for class in a real browser: every line on a telephone, a stroke that turns its line green, and another check."""

import re

from playwright.sync_api import expect

from digitcore.lab.maintenance.readiness.checks import CHECKS
from tests.browser.pages import at_rest, heading

BOX = ".st-key-check_canvas canvas.upper-canvas"


def line(page, title: str):
    """The line of one check: its state, what was found, and what to do."""
    return page.get_by_test_id("stMarkdown").filter(has=page.get_by_text(title, exact=True))


def test_a_telephone_shows_all_lines_and_a_stroke_is_heard(server, open_page):
    page = open_page(f"{server.address}/check", width=390, height=844, touch=True)
    expect(heading(page, "Ready for class?")).to_be_visible()
    expect(page.get_by_role("button", name="Check again")).to_be_visible()
    for check in CHECKS:
        expect(line(page, check.title)).to_contain_text(re.compile("– (not )?(ready|checked)"))
    expect(line(page, "Default model")).to_contain_text("– ready")
    expect(line(page, "Address for phones")).to_contain_text(
        "– not ready"
    )  # this server listens to itself only
    expect(line(page, "Address for phones")).to_contain_text(re.compile("make class"))
    expect(line(page, "Canvas")).to_contain_text("– not checked")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    at_rest(page)
    page.locator(BOX).scroll_into_view_if_needed()
    box = page.locator(BOX).bounding_box()
    places = [{"x": box["x"] + 40 + 5 * step, "y": box["y"] + 30 + 7 * step} for step in range(16)]
    finger = page.context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": places[:1]})
    for place in places[1:]:
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [place]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(line(page, "Canvas")).to_contain_text("– ready. It heard 1 stroke.")

    at_rest(page)
    before = page.get_by_text("Checked on").inner_text()
    page.get_by_role("button", name="Check again").click()
    expect(page.get_by_text("Checked on")).not_to_have_text(before)
    expect(line(page, "Canvas")).to_contain_text("– ready")
