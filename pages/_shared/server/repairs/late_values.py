"""A timer that is late does not undo a press.

Each request has the values of all widgets, as the browser knows them. A press whose callback sets a widget is undone by a
timer of a fragment that went off before the browser heard of the new value: to the server, the old value looks like a
change. Here a timer brings no values. Whatever somebody changes comes with a request of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pages._shared.server.repairs.repair import Repair

_REQUESTS = "streamlit.runtime.scriptrunner_utils.script_requests"


def _apply() -> None:
    from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests

    request = ScriptRequests.request_rerun

    def request_without_late_values(requests: Any, data: Any) -> bool:
        return request(requests, replace(data, widget_states=None) if data.is_auto_rerun else data)

    ScriptRequests.request_rerun = request_without_late_values  # type: ignore[assignment,method-assign]


REPAIR = Repair(
    "on a busy server, a timer may undo a press",
    (f"{_REQUESTS}:ScriptRequests.request_rerun", f"{_REQUESTS}:RerunData.is_auto_rerun"),
    _apply,
)
