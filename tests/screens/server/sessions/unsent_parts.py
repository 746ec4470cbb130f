"""A fragment is run again before anything of the page was sent: for which places does the browser have no place?"""

from tests.screens.server.sessions.session import ended, fragment, paths_sent, play


def places_missing(paths):
    """Those behind a place that was not there yet: the browser cannot put them anywhere."""
    children, missing = {(0,): 0}, []
    for *parent, place in paths:
        known = children.get(tuple(parent))
        if known is None or place > known:
            missing.append([*parent, place])
            continue
        children[tuple(parent)] = max(known, place + 1)
        children.setdefault((*parent, place), 0)
    return missing


async def scene(session):
    session.request_rerun(None)
    await ended(session)  # what it has said waits in the queue
    (part,) = session._fragment_storage._fragments
    session.request_rerun(fragment(part))
    await ended(session)
    return places_missing(paths_sent(session))


if __name__ == "__main__":
    play(scene)
