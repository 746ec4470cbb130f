"""Prompted drawing: the page names a digit, so the drawing has its true label."""

from __future__ import annotations

import random
from collections.abc import Sequence

import streamlit as st

from digitcore import wording
from pages._shared.board import current_drawing
from pages._shared.board.sheet import Answer, DrawSheet
from pages._shared.controls import state, widgets

_random = random.Random()
"""Not seeded: thirty pupils should not be asked for the same digits."""


def show(sheet: DrawSheet) -> None:
    """The digit to draw and a button for the next, where the visitor switched prompts on."""
    if not state.get("prompted"):
        sheet.prompt = None
        return
    if sheet.prompt is None:
        sheet.prompt = _random.randrange(10)
    with st.container(horizontal=True, vertical_alignment="center", key="prompt"):
        st.markdown(f"### Draw {wording.a(sheet.prompt)}", width="stretch")
        st.button("Next", key="next_prompt", icon=":material/skip_next:", on_click=_next, args=(sheet,))


def show_verdict(sheet: DrawSheet) -> None:
    """Whether what was asked for was read: below the sheet, which must not move between two strokes."""
    if sheet.prompt is None:
        return
    with st.container(key="prompt_verdict"):
        st.caption(_in_words(sheet.prompt, sheet.answers) if sheet.answers else "&nbsp;")


def _in_words(prompt: int, answers: Sequence[Answer]) -> str:
    read = [answer.prediction.digit for answer in answers if answer.prediction.is_digit]
    wanted = wording.a(prompt)
    if read == [prompt]:
        return f":material/check: Read as {wanted}."
    if len(answers) > 1:
        return f"That is {len(answers)} digits. Draw one."
    what = f"Read as {wording.a(read[0])}, not as {wanted}" if read else "Read as no digit"
    return f"{what}. If you drew something else, say so below."


def choose() -> None:
    """The switch that turns prompts on."""
    widgets.toggle("prompted", "Tell me what to draw", on_change=current_drawing.turn)


def _next(sheet: DrawSheet) -> None:
    current_drawing.turn()  # first: what is on the sheet was drawn for the prompt before
    sheet.prompt = _random.choice([digit for digit in range(10) if digit != sheet.prompt])
