"""Prompted drawing: the page names a digit, and what is drawn has its true label for free."""

from __future__ import annotations

import random

import streamlit as st

from digitcore import wording
from pages._shared.board.desk import Desk
from pages._shared.controls import state, widgets

_random = random.Random()
"""Not seeded: thirty pupils should not be asked for the same digits."""


def show(found: Desk) -> None:
    """The digit that is asked for and a button for the next one, where the visitor wants that."""
    if not state.get("prompted"):
        found.prompt = None
        return
    if found.prompt is None:
        found.prompt = _random.randrange(10)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"### Draw {wording.a(found.prompt)}", width="stretch")
        st.button("Next", key="next_prompt", icon=":material/skip_next:", on_click=_next, args=(found,))


def choose() -> None:
    """The switch."""
    widgets.toggle("prompted", "Tell me what to draw")


def _next(found: Desk) -> None:
    found.prompt = _random.choice([digit for digit in range(10) if digit != found.prompt])
    found.new_sheet()
