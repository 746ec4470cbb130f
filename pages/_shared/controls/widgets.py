"""The widgets of declared controls: each takes its key from `control_table` and starts where it says.

A control's value is plain (`mean`); the words shown for it come from a mapping. A lesson link may lock a control, which
is then shown but cannot be changed, or hide it: then nothing is drawn and its value holds all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._shared.controls import lesson, state

Words = Callable[[Any], str]


def segments(
    key: str,
    label: str,
    words: Mapping[Any, str],
    *,
    show_label: bool = True,
    on_change: Callable[[], None] | None = None,
) -> Any:
    """A choice among a few, side by side."""
    return _draw(
        st.segmented_control, key, label, list(words), in_words=words.__getitem__,
        required=True, format_func=words.__getitem__, label_visibility="visible" if show_label else "collapsed",
        on_change=on_change, **state.one_of(key, list(words)),
    )  # fmt: skip


def select(key: str, label: str, options: Sequence[Any], words: Words, **more: Any) -> Any:
    """A choice among many, from a list."""
    return _draw(
        st.selectbox, key, label, options, in_words=words, format_func=words, **more,
        **state.one_of(key, options),
    )  # fmt: skip


def steps(key: str, label: str, options: Sequence[int]) -> int:
    """A choice among a few sizes, on a scale."""
    return int(
        _draw(
            st.select_slider, key, label, options, in_words=_counted, format_func=_counted,
            **state.one_size_of(key, options),
        )
    )  # fmt: skip


def number(key: str, label: str, low: int, high: int, *, step: int = 1, **more: Any) -> Any:
    """A whole number that is typed; may be empty where the control's default is."""
    return _draw(st.number_input, key, label, step=step, **state.between(key, low, high), **more)


def decimal(key: str, label: str, low: float, high: float) -> float:
    """A number with a fraction that is typed."""
    bounds = state.between(key, float(low), float(high))
    return float(_draw(st.number_input, key, label, step=None, format="%.5g", **bounds))


def slider(key: str, label: str, low: float, high: float, *, step: float, help: str) -> Any:
    """A number that is dragged."""
    return _draw(st.slider, key, label, step=step, help=help, **state.between(key, low, high))


def toggle(
    key: str, label: str, *, help: str | None = None, on_change: Callable[[], None] | None = None
) -> bool:
    """Yes or no."""
    return bool(
        _draw(st.toggle, key, label, in_words=_yes_or_no, help=help, on_change=on_change, **state.switch(key))
    )


def text(key: str, label: str, placeholder: str, *, on_change: Callable[[], None] | None = None) -> str:
    """Words that are typed."""
    return str(
        _draw(st.text_input, key, label, placeholder=placeholder, on_change=on_change, **state.switch(key))
    )


def beside(*keys: str, shares: Sequence[int] = ()) -> list[DeltaGenerator]:
    """A place for each control, side by side where there is room; one that the lesson hides takes none."""
    shown = [place for place, key in enumerate(keys) if not lesson.is_hidden(key)]
    room = [shares[place] if shares else 1 for place in shown]
    row = st.container(key=f"beside_{keys[0]}")
    columns = dict(zip(shown, row.columns(room), strict=True)) if shown else {}
    return [columns[place] if place in columns else st.container() for place in range(len(keys))]


def stable_place() -> DeltaGenerator:
    """A place above fields or folds for what is not always there, so that these stay where they are.

    The browser knows an element by its position. Where that changed, a field would lose what was typed and not yet sent, and
    a fold without a key would close: https://github.com/streamlit/streamlit/issues/14492
    """
    return st.container()


def folded(keys: Sequence[str], title: str, **more: Any) -> Any:
    """Where controls are folded away; nothing is seen of it where the lesson hides them all."""
    return st.expander(title, **more) if lesson.is_any_shown(keys) else st.container()


def _draw(
    widget: Callable[..., Any], name: str, label: str, *options: Any, in_words: Words = str, **more: Any
) -> Any:
    """The value of the control; its widget is drawn unless the lesson hides it. (The control's `key` is in `more` too.)"""
    lesson.offer(name, label, in_words(state.get(name)))
    if lesson.is_hidden(name):
        return state.get(name)
    return widget(label, *options, disabled=lesson.is_locked(name), **more)


def _counted(size: int) -> str:
    return f"{size:,}"


def _yes_or_no(value: bool) -> str:
    return "on" if value else "off"
