"""Two requests with other words come while the end of a run is passed on: which words hold?"""

from tests.screens.server.sessions.session import ended, fragment, play


async def scene(session):
    session.request_rerun(None)
    session._scriptrunner._script_thread.join()
    (part,) = session._fragment_storage._fragments
    (widget,) = session._session_state._new_widget_state.widget_metadata
    later = fragment(part, **{widget: "later"})
    session._event_loop.call_soon(session.request_rerun, later)  # once the run before has ended
    session.request_rerun(fragment(part, **{widget: "sooner"}))
    await ended(session)
    return session._session_state["words"]


if __name__ == "__main__":
    play(scene)
