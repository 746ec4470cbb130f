"""The widgets of declared controls: each takes its key from the table in `state` and starts where it says.

A control's value is plain (`mean`); the words shown for it come from a mapping.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from pages._shared import state


def segments(
    key: str,
    label: str,
    words: Mapping[Any, str],
    *,
    show_label: bool = True,
    on_change: Callable[[], None] | None = None,
) -> Any:
    """A choice among a few, side by side."""
    return st.segmented_control(
        label,
        list(words),
        required=True,
        format_func=words.__getitem__,
        label_visibility="visible" if show_label else "collapsed",
        on_change=on_change,
        **state.one_of(key, list(words)),
    )


def select(
    key: str,
    label: str,
    options: Sequence[Any],
    words: Callable[[Any], str],
    *,
    on_change: Callable[[], None] | None = None,
) -> Any:
    """A choice among many, from a list."""
    return st.selectbox(label, options, format_func=words, on_change=on_change, **state.one_of(key, options))


def steps(key: str, label: str, options: Sequence[int]) -> int:
    """A choice among a few sizes, on a scale."""
    return int(
        st.select_slider(
            label, options, format_func=lambda size: f"{size:,}", **state.one_size_of(key, options)
        )
    )


def number(key: str, label: str, low: int, high: int, *, step: int = 1, **more: Any) -> Any:
    """A whole number that is typed; may be empty where the control's default is."""
    return st.number_input(label, step=step, **state.between(key, low, high), **more)


def decimal(key: str, label: str, low: float, high: float) -> float:
    """A number with a fraction that is typed."""
    return float(
        st.number_input(label, step=None, format="%.5g", **state.between(key, float(low), float(high)))
    )


def slider(key: str, label: str, low: float, high: float, *, step: float, help: str) -> Any:
    """A number that is dragged."""
    return st.slider(label, step=step, help=help, **state.between(key, low, high))


def toggle(key: str, label: str, *, on_change: Callable[[], None] | None = None) -> bool:
    """Yes or no."""
    return bool(st.toggle(label, on_change=on_change, **state.switch(key)))


def text(key: str, label: str, placeholder: str, *, on_change: Callable[[], None] | None = None) -> str:
    """Words that are typed."""
    return str(st.text_input(label, placeholder=placeholder, on_change=on_change, **state.switch(key)))
