"""A timer of a page is late: it was left, by choice or led to another. Which page is there, and can one go back?"""

import asyncio
import sys
from pathlib import Path

from streamlit.proto.ClientState_pb2 import ClientState

from tests.screens.server.sessions.session import ended, play, texts_sent

sys.path.insert(0, str(Path(__file__).parent / "pages"))
import moments


def asks(page, **more):
    return ClientState(page_script_hash=page, **more)


async def scene(session):
    session.request_rerun(None)
    await ended(session)
    pages = {one["url_pathname"]: name for name, one in session._pages_manager.get_pages().items()}
    session.request_rerun(asks(pages["first"]))
    await ended(session)
    (part,) = session._fragment_storage._fragments
    is_led = sys.argv[3] == "led to"
    if is_led:
        moments.leads_on.set()
    session.request_rerun(asks(pages["first" if is_led else "second"]))
    assert await asyncio.to_thread(moments.begun.wait, 60)
    session.request_rerun(asks(pages["first"], fragment_id=part))  # a timer of the page before
    moments.may_end.set()
    await ended(session)
    at_hand = session._client_state.page_script_hash
    session.request_rerun(asks(pages["first"]))
    await ended(session)
    (part,) = session._fragment_storage._fragments
    session._browser_queue.flush()
    session.request_rerun(asks(pages["first"], fragment_id=part))
    await ended(session)
    return [{name: path for path, name in pages.items()}[at_hand], *texts_sent(session)]


if __name__ == "__main__":
    play(scene)
