"""A timer that is late does not undo a press, or the choice of another page.

Each request has the values of all widgets, as the browser knows them. A press whose callback sets a widget is undone by a
timer of a fragment that went off before the browser heard of the new value: to the server, the old value looks like a
change. Here a timer brings no values. Whatever somebody changes comes with a request of its own. And where a page is to be
run that somebody has chosen, Streamlit makes one request of that and of the timer, for the page of the later one, which is
the page that was left. Here the timer adds nothing to it: a page runs all its fragments anyway.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pages._shared.server.repairs.repair import Repair

_REQUESTS = "streamlit.runtime.scriptrunner_utils.script_requests"


def _apply() -> None:
    from streamlit.runtime.scriptrunner_utils import script_requests
    from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests, ScriptRequestType

    request = ScriptRequests.request_rerun

    def request_without_late_values(requests: Any, data: Any) -> bool:
        if not data.is_auto_rerun:
            return request(requests, data)
        with requests._lock:
            is_waiting = requests._state == ScriptRequestType.RERUN
            if is_waiting and script_requests._is_full_app_rerun(requests._rerun_data):
                return True
        return request(requests, replace(data, widget_states=None))

    ScriptRequests.request_rerun = request_without_late_values  # type: ignore[assignment,method-assign]


REPAIR = Repair(
    "on a busy server, a timer may undo a press",
    (
        f"{_REQUESTS}:ScriptRequests.request_rerun",
        f"{_REQUESTS}:ScriptRequests._lock",
        f"{_REQUESTS}:ScriptRequests._state",
        f"{_REQUESTS}:ScriptRequests._rerun_data",
        f"{_REQUESTS}:ScriptRequestType.RERUN",
        f"{_REQUESTS}:_is_full_app_rerun",
        f"{_REQUESTS}:RerunData.is_auto_rerun",
    ),
    _apply,
)
