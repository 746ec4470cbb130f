"""The server has a fragment run, and not while the page runs: which texts are sent, and which address does it know then?"""

import asyncio

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime import Runtime
from streamlit.runtime.session_manager import ActiveSessionInfo

from pages._shared.server.repairs import fragments_from_server
from tests.screens.server.sessions.session import ended, play, texts_sent, widget_states


async def scene(session):
    Runtime.instance()._session_mgr._active_session_info_by_id[session.id] = ActiveSessionInfo(None, session)
    session.request_rerun(None)
    await ended(session)
    ids = {key: widget for widget, key in session._session_state._key_id_mapper.id_key_mapping.items()}
    part, _ = session._fragment_storage._fragments
    typed = widget_states(**{ids["one words"]: "typed"})
    session.request_rerun(ClientState(query_string="view=ink", widget_states=typed))
    is_begun = [fragments_from_server.run(session.id, part)]
    await ended(session)
    texts_sent(session)
    is_begun.append(fragments_from_server.run(session.id, part))
    while not (texts := texts_sent(session)):
        await asyncio.sleep(0.01)
    await ended(session)
    is_there = [fragments_from_server.is_there(session.id, name) for name in (part, "no part")]
    return [is_begun, texts, session._client_state.query_string, is_there]


if __name__ == "__main__":
    play(scene)
