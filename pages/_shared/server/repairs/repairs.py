"""The repairs of Streamlit, made once for a server; `tests/screens/server/test_repairs.py` says when they can go."""

from __future__ import annotations

import logging

import streamlit as st

from pages._shared.server.repairs import (
    changed_together,
    gone_widgets,
    keras_session,
    last_events,
    late_values,
    left_page,
    theme_message,
    unsent_parts,
)

REPAIRS = (
    last_events.REPAIR,
    unsent_parts.REPAIR,
    left_page.REPAIR,
    late_values.REPAIR,
    changed_together.REPAIR,
    gone_widgets.REPAIR,
    keras_session.REPAIR,
    theme_message.REPAIR,
)

_log = logging.getLogger(__name__)
_made: list[str] = []
"""The version of Streamlit that is repaired; empty before."""


def make() -> None:
    """Make them, once for the whole server; one whose private parts are missing is off, and the log says so."""
    if _made:
        return
    _made.append(st.__version__)
    for repair in REPAIRS:
        if missing := repair.missing():
            _log.warning(
                "Streamlit %s has no %s, so this is not repaired: %s",
                st.__version__, ", ".join(missing), repair.fault,
            )  # fmt: skip
        else:
            repair.apply()
