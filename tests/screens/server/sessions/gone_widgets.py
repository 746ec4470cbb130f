"""Two hundred runs with a button of another name each: how many are known, and which of two presses counts?"""

from streamlit.proto.ClientState_pb2 import ClientState

from tests.screens.server.sessions.session import ended, play, widget_states


async def scene(session):
    for _ in range(200):
        session.request_rerun(None)
        await ended(session)
    state = session._session_state
    keys = state._key_id_mapper
    ids = {key: widget for widget, key in keys.id_key_mapping.items()}
    counts = [
        len(state._new_widget_state.widget_metadata),
        len(keys.id_key_mapping),
        len(keys._key_id_mapping),
    ]
    long_gone, just_gone = (ids.get(f"button {number}", "$$ID-unknown") for number in (1, 199))
    press = widget_states(**{long_gone: True, just_gone: True})
    session.request_rerun(ClientState(widget_states=press))
    await ended(session)
    return [counts, state["pressed"]]


if __name__ == "__main__":
    play(scene)
