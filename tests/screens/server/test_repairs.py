"""What the repairs of Streamlit do, each with the smallest page that shows its fault, and without the repair.

When a test "as it is" fails, Streamlit has mended that fault, and its repair can go.
"""

import json
from pathlib import Path

import pytest

from pages._shared.server.repairs.repair import Repair
from pages._shared.server.repairs.repairs import REPAIRS
from tests.core.memories import program

PAGES = Path(__file__).parent / "sessions" / "pages"


def play(scene, page, how, *more):
    """What the scene sees on the page, in a process of its own."""
    code = f"import runpy; runpy.run_module('tests.screens.server.sessions.{scene}', run_name='__main__')"
    with program(code, PAGES / f"{page}.py", how, *more) as session:
        return json.loads(session.communicate()[0])


@pytest.mark.parametrize(
    ("how", "shown"),
    [
        ("repaired", ["at the beginning", "in the part", "at the end", "in the part"]),
        ("as it is", ["in the part"]),
    ],
)
def test_a_run_is_shown_to_its_end_before_the_next_one_begins(how, shown):
    assert play("last_events", "one_part", how) == shown


@pytest.mark.parametrize(("how", "missing"), [("repaired", []), ("as it is", [[0, 2]])])
def test_a_part_that_is_run_again_takes_nothing_from_the_page_before_it(how, missing):
    """What stands behind the part has its place only where the part is there."""
    assert play("unsent_parts", "one_part", how) == missing


def test_of_two_requests_that_wait_for_the_last_events_the_later_one_holds():
    """Only the repair lets requests wait, and so could mix up their order: without it there is nothing to show here."""
    assert play("in_order", "words", "repaired") == "later"


@pytest.mark.parametrize(
    ("how", "typed", "pressed", "with_the_page"),
    [
        (
            "repaired",
            ["one 2 in two words False", "two 2 in two words False"],
            ["one 3 in two words True", "two 3 in two words True"],
            ["one 4 in page words False", "two 4 in two words False", "page in page words"],
        ),
        (
            "as it is",
            ["one 2 in two words False"],
            ["one 3 in two words True"],
            ["one 4 in page words False"],
        ),
    ],
)
def test_what_was_changed_in_the_same_moment_is_run_too(how, typed, pressed, with_the_page):
    """The browser requests the first fragment, and sends the values of all; each callback is called once."""
    seen = play("changed_together", "two_parts", how)
    assert seen == [typed, pressed, with_the_page, ["one", "two"]]


@pytest.mark.parametrize(("how", "page"), [("repaired", "second"), ("as it is", "first")])
@pytest.mark.parametrize("way", ["chosen", "led to"])
def test_a_page_is_not_taken_back_by_a_timer_of_the_one_before(how, page, way):
    assert play("left_page", "two_pages", how, way) == [page, "in the part"]


@pytest.mark.parametrize(("how", "words"), [("repaired", "of the press"), ("as it is", "from before")])
def test_a_press_is_not_undone_by_a_timer_that_knows_nothing_of_it(how, words):
    """The timer also takes nothing from a press that waits together with it."""
    assert play("late_values", "set_words", how) == [words, words]


@pytest.mark.parametrize(("how", "run"), [("repaired", ["chosen", "view=ink"]), ("as it is", ["left", ""])])
def test_a_page_that_waits_to_be_run_is_not_another_one_for_a_timer(how, run):
    assert play("late_page", "one_part", how) == [*run, []]


@pytest.mark.parametrize(("how", "known", "heard"), [("repaired", 42, [199]), ("as it is", 201, [1, 199])])
def test_widgets_long_gone_are_forgotten_and_a_press_on_one_that_has_just_gone_counts(how, known, heard):
    assert play("gone_widgets", "renamed_button", how) == [[known] * 3, heard]


@pytest.mark.parametrize(("how", "cleared"), [("repaired", 0), ("as it is", 2)])
def test_the_session_of_keras_outlives_runs(how, cleared):
    assert play("keras_session", "one_part", how) == cleared


@pytest.mark.parametrize(("how", "read"), [("repaired", 6), ("as it is", 12)])
def test_the_six_sections_of_the_theme_are_read_once_and_sent_with_each_run(how, read):
    sent = ["dark", "heading_font_sizes", "light"]
    assert play("theme_message", "one_part", how) == [read, True, "#22b8cf", sent]


def test_the_server_runs_a_fragment_with_what_was_typed_in_it_at_the_address_of_the_page():
    """Streamlit as it is has no way to do that."""
    assert play("fragments_from_server", "two_parts", "repaired") == [
        [False, True],
        ["one 3 typed False"],
        "view=ink",
        [True, False],
    ]


def test_this_streamlit_has_all_that_the_repairs_use():
    assert [name for repair in REPAIRS.values() for name in repair.missing()] == []


@pytest.mark.parametrize(
    "name",
    [
        "streamlit.runtime.app_session:AppSession._no_such_attribute",
        "streamlit.runtime.app_session:NoSuchClass._scriptrunner",
        "streamlit.no_such_module:AppSession",
    ],
)
def test_a_repair_notices_a_private_name_that_is_missing(name):
    assert Repair("", (name, "streamlit.runtime.app_session:AppSession"), lambda: None).missing() == [name]
