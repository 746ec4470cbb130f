"""Two things are changed at once, and the browser requests the fragment of the first: what is shown, what was pressed?"""

from tests.screens.server.sessions.session import ended, fragment, play, texts_sent


async def scene(session):
    session.request_rerun(None)
    await ended(session)
    known = session._session_state._new_widget_state.widget_metadata
    ids = {key: widget for widget, key in session._session_state._key_id_mapper.id_key_mapping.items()}
    first = known[ids["one words"]].fragment_id
    sent = []
    for changed in (["one words", "two words"], ["one button", "two button"], ["one words", "page words"]):
        values = {ids[key]: True if "button" in key else f"in {changed[1]}" for key in changed}
        session._browser_queue.flush()
        session.request_rerun(fragment(first, **values))
        await ended(session)
        sent.append(texts_sent(session))
    return [*sent, session._session_state["pressed"]]


if __name__ == "__main__":
    play(scene)
