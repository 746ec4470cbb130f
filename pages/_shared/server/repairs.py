"""Five repairs of Streamlit 1.67, made once for the whole server; `tests/screens/server/test_repairs.py` says when they can go.

- What a run has put on screen last is not thrown away because a fragment is asked for just then. A fragment asked for
  after a run has ended, but before the server's loop has passed on the run's last events, gets a new runner, and events of
  any other runner are ignored: on a busy server the page stays half drawn. Here the new runner waits for the end of the
  old one, some milliseconds. A run that is stopped for another one is still cut off at once.
- A page that was chosen, or led to, is not taken back by a fragment of the page that was left. Its timers ask for it until
  the browser hears of the new page, and Streamlit then goes on with the old one. Here they are not heard.
- All that was changed is run. Of what changes in several fragments before the browser's timer comes due, Streamlit's page
  makes one request, for the first of them, and the others stay as they were. Here what the values of a request have changed
  elsewhere is run after it.
- What a session knows of a widget is forgotten some time after the widget went. Streamlit keeps it for good, with the
  values it began with: a canvas that is begun anew with a drawing on it leaves that drawing behind each time.
- Keras's session is not cleared after each run of a page or fragment. That collects all garbage and throws TensorFlow's
  kernels away, which the next answer has to build again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner import script_runner
from streamlit.runtime.scriptrunner.script_runner import ScriptRunnerEvent
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx
from streamlit.runtime.state.session_state import SessionState, _is_stale_widget

_LOOK_AGAIN_SECONDS = 0.002
_GONE_BUT_KNOWN = 40
"""Widgets of a session: somebody may press one that has just gone, and is to be heard."""


def make() -> None:
    """Make them, once for the whole server."""
    if AppSession.request_rerun.__module__ == __name__:
        return
    _wait_for_last_events()
    _leave_pages_for_good()
    _run_all_that_was_changed()
    _forget_widgets_long_gone()
    script_runner._clean_problem_modules = lambda: None  # type: ignore[attr-defined]


def _wait_for_last_events() -> None:
    create = AppSession._create_scriptrunner

    def create_after_the_last(session: Any, rerun_data: Any) -> None:
        before, waiting = session._scriptrunner, session.__dict__.setdefault("_runs_waiting", [])
        if before is None and not waiting:
            create(session, rerun_data)
            return
        waiting.append(rerun_data)  # in their order: of what two say of a widget, the later one holds
        if len(waiting) > 1:
            return

        def look_again() -> None:
            if session._state == AppSessionState.SHUTDOWN_REQUESTED:
                waiting.clear()
            elif session._scriptrunner is before:  # its end is still to be passed on
                session._event_loop.call_later(_LOOK_AGAIN_SECONDS, look_again)
            else:
                asked = [*waiting]
                waiting.clear()
                for one in asked:
                    if session._scriptrunner is None or not session._scriptrunner.request_rerun(one):
                        create_after_the_last(session, one)

        session._event_loop.call_soon(look_again)

    AppSession._create_scriptrunner = create_after_the_last  # type: ignore[method-assign]


def _leave_pages_for_good() -> None:
    request, handle = AppSession.request_rerun, AppSession._handle_scriptrunner_event_on_event_loop

    def request_rerun(session: Any, client_state: Any) -> None:
        asked = client_state.page_script_hash if client_state else ""
        if asked and client_state.fragment_id and asked == getattr(session, "_page_left", ""):
            return
        if asked:
            if asked != getattr(session, "_page_at_hand", asked):
                session._page_left = session._page_at_hand
            session._page_at_hand = asked
        request(session, client_state)

    def handle_event(session: Any, sender: Any, event: Any, *args: Any, **more: Any) -> None:
        handle(session, sender, event, *args, **more)
        if event == ScriptRunnerEvent.SCRIPT_STARTED and sender is session._scriptrunner:
            page = session._client_state.page_script_hash
            if page != getattr(session, "_page_at_hand", page):  # a page may lead to another one by itself
                session._page_left = session._page_at_hand
            session._page_at_hand = page

    AppSession.request_rerun = request_rerun  # type: ignore[method-assign]
    AppSession._handle_scriptrunner_event_on_event_loop = handle_event  # type: ignore[method-assign]


def _run_all_that_was_changed() -> None:
    call_callbacks = SessionState._call_callbacks

    def call_callbacks_and_run_the_others(state: Any, **replayed: Any) -> None:
        context = get_script_run_ctx()
        here = context.fragment_ids_this_run if context else None
        others = {
            known.fragment_id
            for widget, known in state._new_widget_state.widget_metadata.items()
            if here and known.fragment_id not in here and _is_changed(state, widget, known.value_type)
        }
        call_callbacks(state, **replayed)
        if not (others and context and context.script_requests):
            return
        pressed = state._filter_active_trigger_widget_states(state._current_interaction_widget_states)
        page = replace(
            state._build_full_app_rerun(context),
            replay_trigger_states=pressed,
            replay_trigger_values=state._capture_replay_trigger_values(pressed),
        )
        # The page runs all its fragments.
        asked = [page] if None in others else [replace(page, fragment_id=one) for one in sorted(others)]
        context.script_requests.request_rerun_batch(asked)

    SessionState._call_callbacks = call_callbacks_and_run_the_others  # type: ignore[method-assign]


def _is_changed(state: Any, widget: str, kind: str) -> bool:
    """Pressed, or of another value than before: one that a run has taken away has none, and the browser may still send it."""
    has_value_before = widget in state._old_state or kind.endswith("trigger_value")
    return has_value_before and widget in state._new_widget_state and state._widget_changed(widget)


def _forget_widgets_long_gone() -> None:
    remove = SessionState._remove_stale_widgets

    def remove_and_forget(state: Any, active: frozenset[str]) -> None:
        remove(state, active)
        context = get_script_run_ctx()
        if context is None:
            return
        states, keys = state._new_widget_state, state._key_id_mapper
        here, gone = dict[str, Any](), dict[str, Any]()
        for widget, known in states.widget_metadata.items():
            is_gone = _is_stale_widget(known, active, context.fragment_ids_this_run)
            (gone if is_gone else here)[widget] = known
        for widget in [*gone][:-_GONE_BUT_KNOWN]:
            del gone[widget]
            key = keys._id_key_mapping.pop(widget, None)
            if key is not None and keys._key_id_mapping.get(key) == widget:
                del keys._key_id_mapping[key]
        states.widget_metadata = gone | here  # so those that go next stand behind those that went before

    SessionState._remove_stale_widgets = remove_and_forget  # type: ignore[method-assign]
