"""A lesson link as a pupil's browser shows it; the presenter's view of every page, as wide as a projector."""

import re

from playwright.sync_api import expect

from digitcore.lab.rooms import rooms
from tests.browser.hand import put_down
from tests.browser.pages import heading, settled
from tests.strokes import SEVEN

PAGES = ("", "draw", "explore", "train", "evaluate", "compare", "recipes", "classroom", "data", "check")
TITLES = {"": "Draw a digit", "check": "Ready for class?"}


def test_a_lesson_link_is_made_hides_and_locks_survives_a_reload_and_can_be_left(server, open_page):
    page = open_page(f"{server.address}/explore?dataset=digits&view=ink&log_axis=true")
    page.get_by_role("button", name="Lesson link").click()
    for title, rule in (
        ("Logarithmic axis: on", "locked"),
        ("View: Ink", "hidden"),
        ("Part: Training part", "hidden"),
    ):
        page.get_by_role("radiogroup", name=title).get_by_role("radio", name=rule).click()
    link = page.get_by_role("dialog").get_by_test_id("stCode")
    expect(link).to_contain_text(
        "/explore?dataset=digits&view=ink&log_axis=true&locked=log_axis&hidden=view.part"
    )
    page.goto(f"{server.address}/explore?{link.inner_text().partition('?')[2].strip()}")
    switch = page.get_by_role("switch", name="Logarithmic axis")
    views = page.get_by_role("radiogroup", name="View")
    expect(switch).to_be_checked()
    expect(switch).to_be_disabled()
    expect(page.get_by_text("This is a lesson link")).to_be_visible()
    expect(views).to_have_count(0)
    page.get_by_role("link", name="Data", exact=True).click()
    expect(heading(page, "Data")).to_be_visible()
    page.reload()
    page.get_by_role("link", name="Explore", exact=True).click()
    expect(switch).to_be_disabled()
    page.get_by_role("button", name="Leave the lesson").click()
    expect(views).to_be_visible()
    expect(switch).to_be_enabled()


AT_ONCE = """([appears, act]) => new MutationObserver((_, observer) => {
    const element = [...document.querySelectorAll(appears[0])].find((one) => one.innerText.trim() === appears[1]);
    if (!element) return;
    observer.disconnect();
    if (act === "reload") location.reload(); else element.click();
}).observe(document, { subtree: true, childList: true, characterData: true })"""
"""Act as soon as an element with this text is there, while the server still draws the page."""


def test_a_lesson_survives_a_reload_of_a_page_that_is_still_being_drawn(server, open_page):
    page = open_page(
        f"{server.address}/explore?dataset=digits&view=ink&log_axis=true&locked=log_axis&hidden=view"
    )
    expect(page.get_by_text("This is a lesson link")).to_be_visible()
    settled(page)
    page.evaluate(AT_ONCE, [["h1", "Data"], "reload"])
    with page.expect_event("load"):
        page.get_by_role("link", name="Data", exact=True).click()
    expect(heading(page, "Data")).to_be_visible()
    settled(page)
    expect(page.get_by_text("This is a lesson link")).to_be_visible()


def test_a_press_while_a_link_is_still_being_opened_is_kept(server, open_page):
    page = open_page("about:blank")
    page.add_init_script(f"({AT_ONCE})([['[role=radio]', 'Averages'], 'click'])")
    page.goto(f"{server.address}/explore?dataset=digits&view=ink")
    expect(page).to_have_url(re.compile("view=averages"))
    settled(page)
    expect(page.get_by_role("radio", name="Averages")).to_be_checked()


def test_the_teachers_tab_sends_the_class_to_the_page_it_shows(server, open_page):
    teacher, key = rooms.open_room(server.store, "7b")
    page = open_page(f"{server.address}/classroom?teach={key}")
    expect(heading(page, "7b")).to_be_visible()
    page.get_by_role("link", name="Explore", exact=True).click()
    page.get_by_role("radio", name="Averages").click()
    expect(page).to_have_url(re.compile("view=averages"))
    page.get_by_role("button", name="Lesson link").click()
    page.get_by_role("radiogroup", name="View: Averages").get_by_role("radio", name="locked").click()
    page.get_by_role("button", name="Send my class here").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    lesson = rooms.room_of(teacher).settings.lesson
    assert lesson.startswith("explore?") and {"view=averages", "locked=view"} <= set(
        lesson.partition("?")[2].split("&")
    )


def test_the_presenters_view_of_every_page_fits_the_projector(server, open_page):
    page = open_page(f"{server.address}/?presenter=true", width=1920, height=1080)
    for name in PAGES:
        page.goto(f"{server.address}/{name}?presenter=true")
        expect(page.locator("h1").first).to_be_visible()
        expect(page.locator(".stApp[data-test-script-state=notRunning]")).to_be_visible()
        widths = page.evaluate(
            "[document.querySelector('[data-testid=stMain]')].map(main => [main.scrollWidth, main.clientWidth])[0]"
        )
        assert widths[0] <= widths[1], f"{name or 'home'} scrolls sideways: {widths}"
        page.wait_for_function("parseFloat(getComputedStyle(document.documentElement).fontSize) >= 20")


def test_the_sheet_grows_with_the_projector_and_knows_where_the_pen_is(server, open_page):
    page = open_page(f"{server.address}/draw?presenter=true", width=1920, height=1080)
    canvas = ".st-key-drawing[data-pen] canvas.upper-canvas"
    page.wait_for_function("document.querySelector('.st-key-drawing')?.getBoundingClientRect().width === 640")
    put_down(page, SEVEN, canvas=canvas)
    expect(page.locator(".answer .said").first).to_have_text("7")
    box = page.locator(".st-key-drawing").bounding_box()
    assert box["y"] + box["height"] < 1080 * 0.8
