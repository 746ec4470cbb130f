"""A repair of Streamlit 1.67: what a run has put on screen last is not thrown away because another run is asked for just then.

A fragment asked for after a run has ended, but before the server's loop has passed on the run's last events, gets a new
runner, and events of any other runner are ignored: on a busy server the page stays half drawn. Here the new runner waits
for the end of the old one, some milliseconds. A run that is stopped for another one is still cut off at once.
"""

from __future__ import annotations

from typing import Any

from streamlit.runtime.app_session import AppSession, AppSessionState

_LOOK_AGAIN_SECONDS = 0.002


def keep() -> None:
    """Repair it, once for the whole server."""
    create = AppSession._create_scriptrunner
    if create.__module__ == __name__:
        return

    def create_after_the_last(session: Any, rerun_data: Any) -> None:
        before = session._scriptrunner
        if before is None:
            create(session, rerun_data)
            return

        def look_again() -> None:
            if session._state == AppSessionState.SHUTDOWN_REQUESTED:
                return
            if session._scriptrunner is before:  # its end is still to be passed on
                session._event_loop.call_later(_LOOK_AGAIN_SECONDS, look_again)
            elif session._scriptrunner is None or not session._scriptrunner.request_rerun(rerun_data):
                create_after_the_last(session, rerun_data)

        session._event_loop.call_soon(look_again)

    AppSession._create_scriptrunner = create_after_the_last  # type: ignore[method-assign]
