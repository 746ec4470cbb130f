"""The frame in a real browser: first visit, deep links on a fresh server, links that restore a setting, who is looking."""

import re

from playwright.sync_api import expect

from tests.browser.hand import draw, expect_answer
from tests.browser.pages import address, heading
from tests.strokes import SEVEN

HOME = "Draw a digit"


def test_the_first_visit_begins_with_a_drawing_and_it_goes_along(server, open_page):
    page = open_page(server.address)
    expect(heading(page, HOME)).to_be_visible()
    draw(page, SEVEN)
    expect_answer(page, "7")
    page.get_by_role("heading", name="Watch a network learn").scroll_into_view_if_needed()
    expect(page.get_by_role("button", name=re.compile("drawing of"))).to_have_count(0)  # nothing opens here
    expect(page.get_by_role("heading", name="Your last drawings")).to_be_visible()
    page.get_by_role("link", name="Draw").click()
    expect(heading(page, "Draw")).to_be_visible()
    expect_answer(page, "7")
    page.get_by_role("link", name="Home").click()
    page.get_by_role("link", name="Explore the images").click()
    expect(heading(page, "Explore")).to_be_visible()


def test_deep_link_as_first_request_of_a_fresh_server_keeps_its_query(start_server, open_page):
    page = open_page(f"{start_server().address}/explore?dataset=digits&view=classes&show_as=share")
    expect(heading(page, "Explore")).to_be_visible()
    expect(page.get_by_role("link", name="Home")).to_be_visible()  # our navigation, not the raw menu
    expect(page.get_by_role("radio", name="Classes")).to_be_checked()
    expect(page.get_by_text("share of the part, %")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/explore\?.*view=classes"))
    expect(page).to_have_url(re.compile(r"show_as=share"))


def test_a_tab_that_reloads_after_a_restart_finds_its_page(start_server, open_page):
    page = open_page(f"{start_server().address}/data")
    expect(heading(page, "Data")).to_be_visible()
    page.reload()
    expect(heading(page, "Data")).to_be_visible()


def test_a_link_restores_the_whole_setting(server, open_page):
    page = open_page(f"{server.address}/explore?dataset=digits")
    page.get_by_role("radio", name="Averages").click()
    page.get_by_role("radio", name="Spread").click()
    expect(page).to_have_url(re.compile(r"average=spread"))
    elsewhere = open_page(address(page))
    expect(elsewhere.get_by_role("radio", name="Averages")).to_be_checked()
    expect(elsewhere.get_by_role("radio", name="Spread")).to_be_checked()


def test_a_setting_survives_a_look_at_another_page(server, open_page):
    page = open_page(f"{server.address}/explore?dataset=digits&view=ink")
    expect(page.get_by_role("radio", name="Ink")).to_be_checked()
    page.get_by_role("link", name="Data").click()
    expect(heading(page, "Data")).to_be_visible()
    page.get_by_role("link", name="Explore").click()
    expect(page.get_by_role("radio", name="Ink")).to_be_checked()


def test_an_address_with_nonsense_falls_back_to_the_defaults(server, open_page):
    page = open_page(f"{server.address}/explore?view=nowhere&dataset=../../etc/passwd&noise=NaN&page=-7")
    expect(page.get_by_role("radio", name="Overview")).to_be_checked()
    expect(page.get_by_role("cell", name="60,000", exact=True)).to_be_visible()


def test_a_visitor_keeps_the_same_id(server, open_page):
    page = open_page(server.address)
    expect(heading(page, HOME)).to_be_visible()
    (first,) = cookies_of_the_visitor(page)
    page.reload()
    expect(heading(page, HOME)).to_be_visible()
    (second,) = cookies_of_the_visitor(page)
    assert (second["value"], second["httpOnly"], second["sameSite"]) == (first["value"], True, "Lax")
    assert re.fullmatch("[0-9a-f]{32}", first["value"])
    assert first["value"] not in page.url + page.evaluate("document.cookie")


def cookies_of_the_visitor(page) -> list:
    return [cookie for cookie in page.context.cookies() if cookie["name"] == "digitlab_visitor"]
