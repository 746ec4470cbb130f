"""A fragment is requested while the loop is held, after a run has ended: which texts are sent?"""

from tests.screens.server.sessions.session import ended, fragment, play, texts_sent


async def scene(session):
    session.request_rerun(None)
    session._scriptrunner._script_thread.join()  # the loop is held: nothing of this run was passed on yet
    (part,) = session._fragment_storage._fragments
    session.request_rerun(fragment(part))
    await ended(session)
    return texts_sent(session)


if __name__ == "__main__":
    play(scene)
