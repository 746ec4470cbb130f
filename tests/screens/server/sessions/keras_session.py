"""Two runs of a page where something is loaded as `keras`: how often was its session cleared?"""

import sys
from types import SimpleNamespace

from tests.screens.server.sessions.session import ended, play


async def scene(session):
    cleared = []
    backend = SimpleNamespace(clear_session=lambda: cleared.append(True))
    sys.modules["keras"] = SimpleNamespace(backend=backend)
    for _ in range(2):
        session.request_rerun(None)
        await ended(session)
    return len(cleared)


if __name__ == "__main__":
    play(scene)
