"""A page that was left stays left.

The timers of its fragments go on until the browser hears of the new page, and Streamlit runs the page that a request
names: one late timer leads back to the old page. Here such requests are dropped.
"""

from __future__ import annotations

from typing import Any

from pages._shared.server.repairs.repair import Repair

_SESSION = "streamlit.runtime.app_session"
_EVENTS = "streamlit.runtime.scriptrunner.script_runner"


def _apply() -> None:
    from streamlit.runtime.app_session import AppSession
    from streamlit.runtime.scriptrunner.script_runner import ScriptRunnerEvent

    request, handle = AppSession.request_rerun, AppSession._handle_scriptrunner_event_on_event_loop

    def request_rerun(session: Any, client_state: Any) -> None:
        page = client_state.page_script_hash if client_state else ""
        if page and client_state.fragment_id and page == getattr(session, "_page_left", ""):
            return
        if page:
            _note_page(session, page)
        request(session, client_state)

    def handle_event(session: Any, sender: Any, event: Any, *args: Any, **more: Any) -> None:
        handle(session, sender, event, *args, **more)
        if event == ScriptRunnerEvent.SCRIPT_STARTED and sender is session._scriptrunner:
            # A page may lead to another by itself.
            _note_page(session, session._client_state.page_script_hash)

    AppSession.request_rerun = request_rerun  # type: ignore[assignment,method-assign]
    AppSession._handle_scriptrunner_event_on_event_loop = handle_event  # type: ignore[assignment,method-assign]


def _note_page(session: Any, page: str) -> None:
    """Which page is on screen now; if it is another one, the one before is the page that was left."""
    if page != getattr(session, "_page_at_hand", page):
        session._page_left = session._page_at_hand
    session._page_at_hand = page


# The browser stops the timers itself when a page is chosen from the menu, but not when a script switches the page, and
# not those that are on their way: https://github.com/streamlit/streamlit/pull/9617
REPAIR = Repair(
    "on a busy server, a timer of the page that was left may lead back to it",
    (
        f"{_SESSION}:AppSession.request_rerun",
        f"{_SESSION}:AppSession._handle_scriptrunner_event_on_event_loop",
        f"{_SESSION}:AppSession._scriptrunner",
        f"{_SESSION}:AppSession._client_state",
        f"{_EVENTS}:ScriptRunnerEvent.SCRIPT_STARTED",
    ),
    _apply,
)
