"""A real session of Streamlit's in a real event loop, without a browser: what programs in this folder share.

A program takes the page's file and whether Streamlit is to be repaired, and prints what it saw as JSON.
"""

import asyncio
import json
import sys

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner.script_cache import ScriptCache

from pages._shared.server.repairs import repairs


def begin():
    """A session on the page, which has not run yet; call it in the event loop."""
    page = sys.argv[1]
    media, uploads = MemoryMediaFileStorage("/"), MemoryUploadedFileManager("/")
    Runtime(RuntimeConfig(page, None, media, uploads))  # runs ask for the one that there is
    return AppSession(ScriptData(page, is_hello=False), uploads, ScriptCache(), None, {})


def fragment(name, **values):
    """A request of the browser's for this fragment, with the values of widgets."""
    return ClientState(fragment_id=name, widget_states=widget_states(**values))


def widget_states(**values):
    """Widgets by their ids; True is a press."""
    states = WidgetStates()
    for widget, value in values.items():
        states.widgets.add(
            id=widget, **({"trigger_value": True} if value is True else {"string_value": value})
        )
    return states


def texts_sent(session):
    """The Markdown that waits to be sent to the browser."""
    return [text for one in session._browser_queue.flush() if (text := one.delta.new_element.markdown.body)]


def paths_sent(session):
    """Where what waits to be sent to the browser belongs, in its order."""
    return [[*one.metadata.delta_path] for one in session._browser_queue.flush() if one.HasField("delta")]


async def ended(session):
    """Wait until nothing runs, and nothing waits to run."""
    while session._scriptrunner is not None or session._state != AppSessionState.APP_NOT_RUNNING:
        await asyncio.sleep(0.01)


def play(scene):
    """Run the scene, a coroutine function that takes the session, and print what it gives."""
    if sys.argv[2] == "repaired":
        repairs.make()
        repairs.make()  # a second time changes nothing

    async def played():
        session = begin()
        seen = await scene(session)
        session.shutdown()
        return seen

    print(json.dumps(asyncio.run(played())))  # noqa: T201
