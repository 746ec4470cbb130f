"""A press sets a widget, and a timer comes that still has the widget's old value: after the press, and while it waits."""

from streamlit.proto.ClientState_pb2 import ClientState

from tests.screens.server.sessions.session import ended, play, widget_states

OLD = "from before"


async def scene(session):
    session.request_rerun(None)
    await ended(session)
    ids = {key: widget for widget, key in session._session_state._key_id_mapper.id_key_mapping.items()}
    press = ClientState(widget_states=widget_states(**{ids["words"]: OLD, ids["set"]: True}))
    seen = []
    for waits in (False, True):
        session.request_rerun(ClientState(widget_states=widget_states(**{ids["words"]: OLD})))
        await ended(session)
        (part,) = session._fragment_storage._fragments
        session.request_rerun(press)
        if not waits:
            await ended(session)
        session.request_rerun(
            ClientState(
                fragment_id=part, is_auto_rerun=True, widget_states=widget_states(**{ids["words"]: OLD})
            )
        )
        await ended(session)
        seen.append(session._session_state["words"])
    return seen


if __name__ == "__main__":
    play(scene)
