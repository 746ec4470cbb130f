"""Ten buttons, one for each digit: five in a row, each large enough for a thumb."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from digitcore.data.dataset import DIGITS

_BUTTON_PX, _WIDTH_PX = 56, 320


def show(key: str, on_press: Callable[[int], None], *, chosen: int | None = None) -> None:
    """The buttons; the `chosen` digit is marked."""
    with st.container(horizontal=True, width=_WIDTH_PX, gap="xsmall", key=f"ten_{key}"):
        for digit, name in enumerate(DIGITS):
            kind = "primary" if digit == chosen else "secondary"
            st.button(
                name, key=f"{key}_{digit}", type=kind, width=_BUTTON_PX, on_click=on_press, args=(digit,)
            )
