"""The repairs of Streamlit, made once for a server; `tests/screens/server/test_repairs.py` says when they can go."""

from __future__ import annotations

import logging

import streamlit as st

from pages._shared.server.repairs import (
    changed_together,
    fragments_from_server,
    gone_widgets,
    keras_session,
    last_events,
    late_values,
    left_page,
    theme_message,
    unsent_parts,
)

_MODULES = (
    last_events, unsent_parts, left_page, late_values, changed_together, gone_widgets, keras_session, theme_message,
    fragments_from_server,
)  # fmt: skip
REPAIRS = {module.__name__.rpartition(".")[2]: module.REPAIR for module in _MODULES}
"""By the names of their modules."""

_log = logging.getLogger(__name__)
_made: list[str] = []
"""The version of Streamlit that is repaired; empty before."""


def make() -> None:
    """Make them, once for the whole server; one whose private parts are missing is off, and the log says so."""
    if _made:
        return
    _made.append(st.__version__)
    for name, repair in REPAIRS.items():
        if missing := repair.missing():
            _log.warning(
                "The repair %s is off, and the app goes on: Streamlit %s has no %s. Without it, %s.",
                name, st.__version__, ", ".join(missing), repair.fault,
            )  # fmt: skip
        else:
            repair.apply()
