"""What a run put on screen last is shown, all that was changed in one moment is run, and a page that was chosen stays chosen.

A real session of Streamlit's in a real event loop, which is held while runs go on: as on a busy server. Each test but one is also
made without the repairs; when it then holds too, Streamlit has mended that, and its part of `repairs` can go.
"""

import json

import pytest

from tests.core.memories import program

PAGE = """
import streamlit as st

@st.fragment
def part():
    st.write("in the part")

st.write("at the beginning")
part()
st.write("at the end")
"""
SESSION = """
import asyncio, json, sys
from pathlib import Path
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from pages._shared.server import repairs

page = sys.argv[1]
if sys.argv[2] == "repaired":
    repairs.make()
    repairs.make()  # once is enough, twice does no harm

def begun():
    media, uploads = MemoryMediaFileStorage("/"), MemoryUploadedFileManager("/")
    Runtime(RuntimeConfig(page, None, media, uploads))  # runs ask for the one that there is
    return AppSession(ScriptData(page, is_hello=False), uploads, ScriptCache(), None, {})

def texts_sent(session):
    return [text for one in session._browser_queue.flush() if (text := one.delta.new_element.markdown.body)]

async def ended(session):
    while session._scriptrunner is not None or session._state != AppSessionState.APP_NOT_RUNNING:
        await asyncio.sleep(0.01)
"""
LAST_EVENTS = (
    SESSION
    + """
async def texts():
    session = begun()
    session.request_rerun(None)
    session._scriptrunner._script_thread.join()  # the loop is held: nothing of this run was passed on yet
    (part,) = session._fragment_storage._fragments
    session.request_rerun(ClientState(fragment_id=part))
    await ended(session)
    sent = texts_sent(session)
    session.shutdown()
    return sent

print(json.dumps(asyncio.run(texts())))
"""
)
TYPED = """
import streamlit as st

@st.fragment
def part():
    st.write(st.text_input("words", key="words"))

part()
"""
IN_ORDER = (
    SESSION
    + """
from streamlit.proto.WidgetStates_pb2 import WidgetStates

async def said():
    session = begun()
    session.request_rerun(None)
    session._scriptrunner._script_thread.join()
    (part,) = session._fragment_storage._fragments
    (widget,) = session._session_state._new_widget_state.widget_metadata

    def typed(words):
        states = WidgetStates()
        states.widgets.add(id=widget, string_value=words)
        return ClientState(fragment_id=part, widget_states=states)

    session._event_loop.call_soon(session.request_rerun, typed("later"))  # once the run before has ended
    session.request_rerun(typed("sooner"))
    await ended(session)
    words = session._session_state["words"]
    session.shutdown()
    return words

print(json.dumps(asyncio.run(said())))
"""
)
TWO_PARTS = """
import streamlit as st

@st.fragment
def part(name):
    count = st.session_state[name] = st.session_state.get(name, 0) + 1
    words = st.text_input("words", key=f"{name} words")
    st.button("press", key=f"{name} button", on_click=lambda: st.session_state.pressed.append(name))
    st.write(f"{name} {count} {words} {st.session_state[f'{name} button']}")

st.session_state.setdefault("pressed", [])
part("one")
part("two")
st.text_input("words", key="page words")
st.write("page " + st.session_state["page words"])
"""
SAME_MOMENT = (
    SESSION
    + """
from streamlit.proto.WidgetStates_pb2 import WidgetStates

async def shown():
    session = begun()
    session.request_rerun(None)
    await ended(session)
    known = session._session_state._new_widget_state.widget_metadata
    ids = {key: widget for widget, key in session._session_state._key_id_mapper.id_key_mapping.items()}
    states = WidgetStates()
    sent = []
    for changed in (["one words", "two words"], ["one button", "two button"], ["one words", "page words"]):
        del states.widgets[:]
        for key in changed:
            what = {"trigger_value": True} if "button" in key else {"string_value": f"in {changed[1]}"}
            states.widgets.add(id=ids[key], **what)
        session._browser_queue.flush()
        session.request_rerun(ClientState(fragment_id=known[ids["one words"]].fragment_id, widget_states=states))
        await ended(session)
        sent.append(texts_sent(session))
    pressed = session._session_state["pressed"]
    session.shutdown()
    return [*sent, pressed]

print(json.dumps(asyncio.run(shown())))
"""
)
MOMENTS = """
import threading
begun, may_end, leads_on = threading.Event(), threading.Event(), threading.Event()
"""
PAGES = """
import moments
import streamlit as st

@st.fragment
def part():
    st.write("in the part")

def home():
    pass

def first():
    if moments.leads_on.is_set():
        moments.leads_on.clear()
        st.switch_page(pages[2])
    part()

def second():
    moments.begun.set()
    assert moments.may_end.wait(60)

pages = [st.Page(home), st.Page(first), st.Page(second)]
st.navigation(pages).run()
"""
LEFT = (
    SESSION
    + """
sys.path.insert(0, str(Path(page).parent))
import moments

async def page_at_the_end():
    session = begun()
    session.request_rerun(None)
    await ended(session)
    pages = {one["url_pathname"]: name for name, one in session._pages_manager.get_pages().items()}
    session.request_rerun(ClientState(page_script_hash=pages["first"]))
    await ended(session)
    (part,) = session._fragment_storage._fragments
    if sys.argv[3] == "led to":
        moments.leads_on.set()
    session.request_rerun(ClientState(page_script_hash=pages["first" if moments.leads_on.is_set() else "second"]))
    assert await asyncio.to_thread(moments.begun.wait, 60)
    session.request_rerun(ClientState(page_script_hash=pages["first"], fragment_id=part))  # a timer of the page before
    moments.may_end.set()
    await ended(session)
    at_hand = session._client_state.page_script_hash
    session.request_rerun(ClientState(page_script_hash=pages["first"]))  # one can go back
    await ended(session)
    (part,) = session._fragment_storage._fragments
    session._browser_queue.flush()
    session.request_rerun(ClientState(page_script_hash=pages["first"], fragment_id=part))
    await ended(session)
    sent = texts_sent(session)
    session.shutdown()
    return [{name: path for path, name in pages.items()}[at_hand], *sent]

print(json.dumps(asyncio.run(page_at_the_end())))
"""
)

RENAMED = """
import streamlit as st

number = st.session_state["number"] = st.session_state.get("number", 0) + 1
st.session_state.setdefault("pressed", [])
st.button("always here", key="always")
st.button("press", key=f"button {number}", on_click=st.session_state["pressed"].append, args=(number,))
"""
KNOWN = (
    SESSION
    + """
from streamlit.proto.WidgetStates_pb2 import WidgetStates

async def known():
    session = begun()
    for _ in range(200):
        session.request_rerun(None)
        await ended(session)
    state = session._session_state
    keys = state._key_id_mapper
    ids = {key: widget for widget, key in keys.id_key_mapping.items()}
    press = WidgetStates()
    for number in (1, 199):  # long gone, and just gone
        press.widgets.add(id=ids.get(f"button {number}", "$$ID-unknown"), trigger_value=True)
    counts = [len(state._new_widget_state.widget_metadata), len(keys.id_key_mapping), len(keys._key_id_mapping)]
    session.request_rerun(ClientState(widget_states=press))
    await ended(session)
    pressed = state["pressed"]
    session.shutdown()
    return [counts, pressed]

print(json.dumps(asyncio.run(known())))
"""
)


@pytest.mark.parametrize(
    ("how", "shown"),
    [
        ("repaired", ["at the beginning", "at the end", "in the part"]),  # of the part its newer text alone
        ("as it is", ["in the part"]),
    ],
)
def test_a_run_is_shown_to_its_end_before_the_next_one_begins(how, shown, tmp_path):
    (tmp_path / "page.py").write_text(PAGE)
    with program(LAST_EVENTS, tmp_path / "page.py", how) as session:
        assert json.loads(session.communicate()[0]) == shown


def test_of_two_requests_that_wait_for_the_last_events_the_later_one_holds(tmp_path):
    """Only a repair lets requests wait, and so could mix up their order: without it there is nothing to show here."""
    (tmp_path / "page.py").write_text(TYPED)
    with program(IN_ORDER, tmp_path / "page.py", "repaired") as session:
        assert json.loads(session.communicate()[0]) == "later"


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
def test_what_was_changed_in_the_same_moment_is_run_too(how, typed, pressed, with_the_page, tmp_path):
    """The browser asks for the first alone, and sends the values of all; who is told of a press is told once."""
    (tmp_path / "page.py").write_text(TWO_PARTS)
    with program(SAME_MOMENT, tmp_path / "page.py", how) as session:
        assert json.loads(session.communicate()[0]) == [typed, pressed, with_the_page, ["one", "two"]]


@pytest.mark.parametrize(("how", "page"), [("repaired", "second"), ("as it is", "first")])
@pytest.mark.parametrize("way", ["chosen", "led to"])
def test_a_page_is_not_taken_back_by_a_timer_of_the_one_before(how, page, way, tmp_path):
    (tmp_path / "page.py").write_text(PAGES)
    (tmp_path / "moments.py").write_text(MOMENTS)
    with program(LEFT, tmp_path / "page.py", how, way) as session:
        assert json.loads(session.communicate()[0]) == [page, "in the part"]


@pytest.mark.parametrize(("how", "known", "heard"), [("repaired", 42, [199]), ("as it is", 201, [1, 199])])
def test_widgets_long_gone_are_forgotten_and_one_that_has_just_gone_is_still_heard(
    how, known, heard, tmp_path
):
    (tmp_path / "page.py").write_text(RENAMED)
    with program(KNOWN, tmp_path / "page.py", how) as session:
        assert json.loads(session.communicate()[0]) == [[known] * 3, heard]
