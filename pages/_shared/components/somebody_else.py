"""“I am somebody else”: on a tablet that is passed on, the next one becomes a new visitor with one press.

What the one before drew and trained stays theirs, and this browser no longer leads to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from digitcore.languages import gettext as _
from pages._shared.controls import session
from pages._shared.server.browser_files import browser_component

_component = browser_component("somebody_else")


@dataclass
class _Tab:
    is_pressed: bool = False


def show(key: str, *, before: str = "") -> None:
    """The button; `before` says who this browser is taken for."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_line"):
        if before:
            st.caption(before, width="content")
        st.button(
            _("I am somebody else"), key=key, type="tertiary", icon=":material/switch_account:", on_click=_press,
            help=_("Drawings and trainings of who was here before stay theirs; this browser no longer shows them."),
        )  # fmt: skip
    if session.remembered(_Tab).is_pressed:  # its page is loaded anew in a moment, as somebody else's
        _component(key=f"{key}_loads", data={}, height=1)


def _press() -> None:
    session.remembered(_Tab).is_pressed = True
