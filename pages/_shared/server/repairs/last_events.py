"""The last events of a run reach the page, also when a fragment is requested just then.

A fragment that is requested after a run has ended, but before the event loop has passed on the run's last events, gets a
new script runner, and Streamlit ignores events of any other runner. On a busy server the page stays half drawn, and may
lose the timers of its fragments. Here the new runner waits for the end of the old one, some milliseconds. A run that is
stopped for another run is still cut off at once.
"""

from __future__ import annotations

from typing import Any

from pages._shared.server.repairs.repair import Repair

_CHECK_AGAIN_SECONDS = 0.002
_SESSION = "streamlit.runtime.app_session"


def _apply() -> None:
    from streamlit.runtime.app_session import AppSession, AppSessionState

    create = AppSession._create_scriptrunner

    def create_after_the_last(session: Any, rerun_data: Any) -> None:
        before, waiting = session._scriptrunner, session.__dict__.setdefault("_runs_waiting", [])
        if before is None and not waiting:
            create(session, rerun_data)
            return
        waiting.append(rerun_data)  # in the order of the requests: the later value of a widget counts
        if len(waiting) > 1:
            return

        def start_when_ended() -> None:
            if session._state == AppSessionState.SHUTDOWN_REQUESTED:
                waiting.clear()
            elif session._scriptrunner is before:  # its last events have still to be passed on
                session._event_loop.call_later(_CHECK_AGAIN_SECONDS, start_when_ended)
            else:
                requests = [*waiting]
                waiting.clear()
                for request in requests:
                    if session._scriptrunner is None or not session._scriptrunner.request_rerun(request):
                        create_after_the_last(session, request)

        session._event_loop.call_soon(start_when_ended)

    AppSession._create_scriptrunner = create_after_the_last  # type: ignore[assignment,method-assign]


# Streamlit describes the fault in `AppSession.request_rerun`, and mends it for fragments that a run has removed:
# https://github.com/streamlit/streamlit/issues/9921
REPAIR = Repair(
    "on a busy server, a page may stay half drawn, or lose the timers by which its parts poll",
    (
        f"{_SESSION}:AppSession._create_scriptrunner",
        f"{_SESSION}:AppSession._scriptrunner",
        f"{_SESSION}:AppSession._state",
        f"{_SESSION}:AppSession._event_loop",
        f"{_SESSION}:AppSessionState.SHUTDOWN_REQUESTED",
    ),
    _apply,
)
