"""Prompted drawing: the page names a digit, so the drawing has its true label."""

from __future__ import annotations

import random

import streamlit as st

from digitcore import wording
from pages._shared.board.desk import Desk
from pages._shared.controls import state, widgets

_random = random.Random()
"""Not seeded: thirty pupils should not be asked for the same digits."""


def show(on_desk: Desk) -> None:
    """The digit to draw and a button for the next, where the visitor switched prompts on."""
    if not state.get("prompted"):
        on_desk.prompt = None
        return
    if on_desk.prompt is None:
        on_desk.prompt = _random.randrange(10)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"### Draw {wording.a(on_desk.prompt)}", width="stretch")
        st.button("Next", key="next_prompt", icon=":material/skip_next:", on_click=_next, args=(on_desk,))


def choose() -> None:
    """The switch that turns prompts on."""
    widgets.toggle("prompted", "Tell me what to draw")


def _next(on_desk: Desk) -> None:
    on_desk.prompt = _random.choice([digit for digit in range(10) if digit != on_desk.prompt])
    on_desk.new_sheet()
