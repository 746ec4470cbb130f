"""A fragment can be run again from the server.

Streamlit lets only the browser begin a run. A part of a page that waits for something needs a timer there, and the browser
goes through the whole page after each of its runs, though nearly none of them finds anything new.
"""

from __future__ import annotations

from typing import Any

from pages._shared.server.repairs.repair import Repair

_SESSION = "streamlit.runtime.app_session"
_MANAGER = "streamlit.runtime.websocket_session_manager"
_REQUESTS = "streamlit.runtime.scriptrunner_utils.script_requests"
_is_on: list[bool] = []


def _apply() -> None:
    _is_on.append(True)


def is_on() -> bool:
    """Whether this server can do it."""
    return bool(_is_on)


def this_fragment() -> tuple[str, str] | None:
    """The session and the fragment that this runs in; None outside of a fragment, and where this server cannot run one."""
    if not is_on():
        return None
    from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState, get_script_run_ctx

    context = get_script_run_ctx(suppress_warning=True)
    fragment = ThreadState.get().fragment_id
    return (context.session_id, fragment) if context is not None and fragment else None


def is_there(session_id: str, fragment: str) -> bool:
    """Whether the session lives, also without a connection for a while, and its page has the fragment."""
    known = _sessions().get_session_info(session_id)
    return known is not None and known.session.has_fragment(fragment)


def run(session_id: str, fragment: str) -> bool:
    """Have it run, or with an empty name the whole page; False where its session has no connection, or runs something now."""
    known = _sessions().get_active_session_info(session_id)
    if known is None or known.session._scriptrunner is not None:
        return False
    known.session._event_loop.call_soon_threadsafe(_request, known.session, fragment)
    return True


def _sessions() -> Any:
    from streamlit.runtime import Runtime

    return Runtime.instance()._session_mgr


def _request(session: Any, fragment: str) -> None:
    """As a timer of the browser's would, in the server's own loop; `late_values` keeps it from touching any widget."""
    from streamlit.proto.ClientState_pb2 import ClientState

    state = ClientState()
    state.CopyFrom(session._client_state)
    state.ClearField("widget_states")
    state.fragment_id, state.is_auto_rerun = fragment, True
    session.request_rerun(state)


# Wished for, to follow a database among others: https://github.com/streamlit/streamlit/issues/2180
REPAIR = Repair(
    "what waits for the class polls several times a second",
    (
        f"{_SESSION}:AppSession.request_rerun",
        f"{_SESSION}:AppSession.has_fragment",
        f"{_SESSION}:AppSession._scriptrunner",
        f"{_SESSION}:AppSession._client_state",
        f"{_SESSION}:AppSession._event_loop",
        f"{_MANAGER}:WebsocketSessionManager.get_active_session_info",
        f"{_MANAGER}:WebsocketSessionManager.get_session_info",
        "streamlit.runtime:Runtime._session_mgr",
        "streamlit.runtime.scriptrunner_utils.script_run_context:ThreadState.get",
        "streamlit.runtime.scriptrunner_utils.script_run_context:get_script_run_ctx",
        f"{_REQUESTS}:ScriptRequests.request_rerun",  # without `late_values`, this would undo a press
        f"{_REQUESTS}:_is_full_app_rerun",
    ),
    _apply,
)
