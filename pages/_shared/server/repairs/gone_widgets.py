"""A session forgets widgets some time after they went.

Streamlit keeps what it knows of each widget for as long as the session lasts, with the values it began with: a canvas
that begins anew with a drawing on it leaves that drawing behind each time.
"""

from __future__ import annotations

from typing import Any

from pages._shared.server.repairs.repair import Repair

_GONE_BUT_KNOWN = 40
"""Widgets of a session: somebody may press a button that has just gone, and the press counts."""
_STATE = "streamlit.runtime.state.session_state"


def _apply() -> None:
    from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx
    from streamlit.runtime.state.session_state import SessionState, _is_stale_widget

    remove = SessionState._remove_stale_widgets

    def remove_and_forget(state: Any, active: frozenset[str]) -> None:
        remove(state, active)
        context = get_script_run_ctx()
        if context is None:
            return
        states = state._new_widget_state
        here, gone = dict[str, Any](), dict[str, Any]()
        for widget, known in states.widget_metadata.items():
            is_gone = _is_stale_widget(known, active, context.fragment_ids_this_run)
            (gone if is_gone else here)[widget] = known
        for widget in [*gone][:-_GONE_BUT_KNOWN]:
            del gone[widget]
            _forget_key(state._key_id_mapper, widget)
        states.widget_metadata = gone | here  # so those that go next stand behind those that went before

    SessionState._remove_stale_widgets = remove_and_forget  # type: ignore[assignment,method-assign]


def _forget_key(keys: Any, widget: str) -> None:
    key = keys._id_key_mapping.pop(widget, None)
    if key is not None and keys._key_id_mapping.get(key) == widget:
        del keys._key_id_mapping[key]


# Reported for keys that change, and closed as not reproducible: https://github.com/streamlit/streamlit/issues/9403
REPAIR = Repair(
    "a session keeps all widgets that it has ever shown",
    (
        f"{_STATE}:SessionState._remove_stale_widgets",
        f"{_STATE}:SessionState._new_widget_state",
        f"{_STATE}:SessionState._key_id_mapper",
        f"{_STATE}:KeyIdMapper._id_key_mapping",
        f"{_STATE}:KeyIdMapper._key_id_mapping",
        f"{_STATE}:_is_stale_widget",
        "streamlit.runtime.scriptrunner_utils.script_run_context:get_script_run_ctx",
    ),
    _apply,
)
