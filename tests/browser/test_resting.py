"""What follows the pen, on a page of its own: its moments are told and shown as the buttons say."""

from playwright.sync_api import expect

from tests.browser.conftest import ROOT, serving
from tests.browser.pages import at_rest

PAGE = """
import streamlit as st
from pages._shared import resting

moments = st.session_state.setdefault("moments", {"told": "first", "now": "first"})

@resting.follows("part", lambda: moments["now"])
def part():
    st.write("shows " + moments["now"])

@st.fragment
def board():
    for told, now in (("a", "b"), ("b", "b"), ("a", "a")):
        st.button(f"{told} {now}", on_click=moments.update, args=({"told": told, "now": now},))
    st.write("told " + moments["told"])
    resting.tell(moments["told"])

part()
board()
"""


def test_a_moment_that_comes_back_is_shown_although_it_was_asked_for_before(tmp_path, open_page):
    """It was asked for, and by the time it was shown there was a later one."""
    (tmp_path / "page.py").write_text(PAGE)
    with serving(tmp_path, script=tmp_path / "page.py", PYTHONPATH=str(ROOT)) as server:
        page = open_page(server.address)
        for told, shown in ("ab", "bb", "aa"):
            page.get_by_role("button", name=f"{told} {shown}").click()
            for words in (f"told {told}", f"shows {shown}"):
                expect(page.get_by_text(words, exact=True)).to_be_visible()
            at_rest(page)
        page.goto("about:blank")  # it would complain that the server went
