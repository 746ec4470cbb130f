"""The presenter's view: any page in large type and one column, with little around it, for a projector."""

from __future__ import annotations

import streamlit as st

from digitcore import settings
from pages._shared.controls import state, widgets

_STYLE = settings.ASSETS / "presenter.css"
_LARGER = 1.4
"""The factor by which pictures grow."""


def is_on() -> bool:
    """Whether this tab presents."""
    return bool(state.get("presenter"))


def dress_page() -> None:
    """Large type and one column while this tab presents; the sidebar closes, unless somebody opened it by hand."""
    st.set_page_config(initial_sidebar_state="collapsed" if is_on() else "auto")
    if is_on():
        st.html(_STYLE)


def scale() -> float:
    """The factor by which pictures are larger than usual."""
    return _LARGER if is_on() else 1


def size_px(size: int) -> int:
    """How large a picture of this size is shown."""
    return round(size * scale())


def show_switch() -> None:
    """The switch, in the sidebar of each page."""
    widgets.toggle(
        "presenter",
        "Presenter view",
        help="Large type and one column, for a projector. It stays on from page to page.",
    )
