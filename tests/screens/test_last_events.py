"""What a run put on screen last is shown although a fragment is asked for before the server has passed it on.

A real session of Streamlit's in a real event loop, which is held until the run has ended: as on a busy server. Without the
repair the page is lost; when it no longer is, Streamlit has mended it, and `last_events` can go.
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
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from pages._shared import last_events

if sys.argv[2] == "repaired":
    last_events.keep()
    last_events.keep()  # once is enough, twice does no harm

async def texts():
    page, media, uploads = sys.argv[1], MemoryMediaFileStorage("/"), MemoryUploadedFileManager("/")
    Runtime(RuntimeConfig(page, None, media, uploads))  # runs ask for the one that there is
    session = AppSession(ScriptData(page, is_hello=False), uploads, ScriptCache(), None, {})
    session.request_rerun(None)
    session._scriptrunner._script_thread.join()  # the loop is held: nothing of this run was passed on yet
    (part,) = session._fragment_storage._fragments
    session.request_rerun(ClientState(fragment_id=part))
    while session._scriptrunner is not None or session._state != AppSessionState.APP_NOT_RUNNING:
        await asyncio.sleep(0.01)
    sent = [message.delta.new_element.markdown.body for message in session._browser_queue.flush()]
    session.shutdown()
    return [text for text in sent if text]

print(json.dumps(asyncio.run(texts())))
"""


@pytest.mark.parametrize(
    ("how", "shown"),
    [
        (
            "repaired",
            ["at the beginning", "at the end", "in the part"],
        ),  # the part's newer text alone is sent
        ("as it is", ["in the part"]),
    ],
)
def test_a_run_is_shown_to_its_end_before_the_next_one_begins(how, shown, tmp_path):
    (tmp_path / "page.py").write_text(PAGE)
    with program(SESSION, tmp_path / "page.py", how) as session:
        assert json.loads(session.communicate()[0]) == shown
