"""What follows the pen, on a page of its own: its moments are told and shown as the buttons say."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT, serving
from tests.browser.pages import at_rest

SERVER = """
import streamlit as st
from pages._shared.server.browser_files import browser_route

app = st.App("page.py", routes=[browser_route()])
"""
PAGE = """
import streamlit as st
from pages._shared.board import pen_rest
from pages._shared.server.repairs import repairs

repairs.make()
moments = st.session_state.setdefault("moments", {"told": "first", "now": "first"})

@pen_rest.follows("part", lambda: moments["now"])
def part():
    st.write("shows " + moments["now"])

def press():
    st.session_state["pressed"] += 1

@st.fragment
def board():
    for told, now in (("a", "b"), ("b", "b"), ("a", "a")):
        st.button(f"{told} {now}", on_click=moments.update, args=({"told": told, "now": now},))
    st.write("told " + moments["told"])
    st.write("pressed " + str(st.session_state.setdefault("pressed", 0)))
    st.button("nothing else", on_click=press)
    pen_rest.notify(moments["told"])

part()
board()
"""

PRESS_BEFORE_THE_ASK = """() => {
    const other = [...document.querySelectorAll("button")].find((one) => one.innerText === "nothing else");
    document.addEventListener("digitlab-rests", () => other.click(), { capture: true, once: true });
}"""


@pytest.fixture
def page(tmp_path, open_page):
    (tmp_path / "page.py").write_text(PAGE)
    (tmp_path / "server.py").write_text(SERVER)
    with serving(tmp_path, script=tmp_path / "server.py", PYTHONPATH=str(ROOT)) as server:
        page = open_page(server.address)
        yield page
        page.goto("about:blank")  # it would complain that the server went


def press(page, told, shown):
    """The moments that are told and shown from now on; returns when they are."""
    page.get_by_role("button", name=f"{told} {shown}").click()
    for words in (f"told {told}", f"shows {shown}"):
        expect(page.get_by_text(words, exact=True)).to_be_visible()
    at_rest(page)


def test_a_moment_that_comes_back_is_shown_although_it_was_asked_for_before(page):
    """It was asked for, and by the time it was shown there was a later one."""
    for told, shown in ("ab", "bb", "aa"):
        press(page, told, shown)


def test_an_ask_is_heard_when_a_control_was_used_in_the_same_moment(page):
    """Streamlit's page asks for the fragment of the first of both, which is the control's (`repairs`)."""
    expect(page.get_by_text("shows first", exact=True)).to_be_visible()
    at_rest(page)
    page.evaluate(PRESS_BEFORE_THE_ASK)
    press(page, "a", "a")
    expect(page.get_by_text("pressed 1", exact=True)).to_be_visible()


LATE_NEWS = """
const Observer = IntersectionObserver;
window.IntersectionObserver = class extends Observer {
    constructor(listener, options) {
        const outOfSight = { isIntersecting: false };
        super((entries, observer) => listener([outOfSight, ...entries], observer), options);
    }
};
"""


def test_a_part_that_came_into_view_on_a_busy_page_follows(page):
    """A busy page is told of several changes at once, the oldest first."""
    page.add_init_script(LATE_NEWS)
    page.reload()
    press(page, "a", "a")
