"""All fragments in which something was changed are run, also when that happens at once.

When widgets of several fragments change at once, Streamlit's JavaScript sends one request with all values, but it names
only the first fragment, so the other fragments keep showing what they showed before. The repair runs them afterwards.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pages._shared.server.repairs.repair import Repair

_STATE = "streamlit.runtime.state.session_state"


def _apply() -> None:
    from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx
    from streamlit.runtime.state.session_state import SessionState

    call_callbacks = SessionState._call_callbacks

    def call_callbacks_and_run_the_others(state: Any, **replayed: Any) -> None:
        context = get_script_run_ctx()
        others = _other_fragments(state, context)
        call_callbacks(state, **replayed)
        if not (others and context and context.script_requests):
            return
        pressed = state._filter_active_trigger_widget_states(state._current_interaction_widget_states)
        page = replace(
            state._build_full_app_rerun(context),
            replay_trigger_states=pressed,
            replay_trigger_values=state._capture_replay_trigger_values(pressed),
        )
        # The page runs all its fragments, so where it is run no fragment is.
        runs = [page] if None in others else [replace(page, fragment_id=name) for name in sorted(others)]
        context.script_requests.request_rerun_batch(runs)

    SessionState._call_callbacks = call_callbacks_and_run_the_others  # type: ignore[assignment,method-assign]


def _other_fragments(state: Any, context: Any) -> set[Any]:
    """The fragments with a changed widget that this run leaves out; None stands for the page."""
    here = context.fragment_ids_this_run if context else None
    return {
        known.fragment_id
        for widget, known in state._new_widget_state.widget_metadata.items()
        if here and known.fragment_id not in here and _is_changed(state, widget, known.value_type)
    }


def _is_changed(state: Any, widget: str, kind: str) -> bool:
    """Whether it was pressed or has another value than before: a widget that a run has removed has none before."""
    has_value_before = widget in state._old_state or kind.endswith("trigger_value")
    return has_value_before and widget in state._new_widget_state and state._widget_changed(widget)


REPAIR = Repair(
    "of what is changed in several parts of a page at once, only the first part is run",
    (
        f"{_STATE}:SessionState._call_callbacks",
        f"{_STATE}:SessionState._new_widget_state",
        f"{_STATE}:SessionState._old_state",
        f"{_STATE}:SessionState._widget_changed",
        f"{_STATE}:SessionState._filter_active_trigger_widget_states",
        f"{_STATE}:SessionState._current_interaction_widget_states",
        f"{_STATE}:SessionState._build_full_app_rerun",
        f"{_STATE}:SessionState._capture_replay_trigger_values",
        "streamlit.runtime.scriptrunner_utils.script_run_context:get_script_run_ctx",
        "streamlit.runtime.scriptrunner_utils.script_requests:ScriptRequests.request_rerun_batch",
    ),
    _apply,
)
