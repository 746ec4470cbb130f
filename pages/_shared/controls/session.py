"""What Streamlit keeps for one tab between two runs: no other module touches `st.session_state`.

Three kinds of things are in it: the values of controls and widgets, by their keys; what a component sent last, by its
key; and one object of each class in which a module remembers something of its own.
"""

from __future__ import annotations

from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")


def remembered(kind: type[T]) -> T:
    """This tab's object of the class, made without arguments when it is first needed."""
    key = f"{kind.__module__}.{kind.__qualname__}"
    known: T | None = st.session_state.get(key)  # one look-up, as some hundred calls of a run make it
    if known is None:
        known = st.session_state[key] = kind()
    return known


def widget_value(key: str, default: Any = None) -> Any:
    """What the control, widget or component with this key holds now."""
    return st.session_state.get(key, default)


def set_widget_value(key: str, value: Any) -> None:
    """Set it from code: only before the widget is drawn in this run, or in a callback."""
    st.session_state[key] = value


def start_widget_at(key: str, default: Any) -> None:
    """Give it a value if it has none yet."""
    st.session_state.setdefault(key, default)
