"""Ten buttons, one for each digit: five in a row, each large enough for a thumb; and one for "no digit" where that may be."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from digitcore.data.dataset import DIGITS
from digitcore.languages import gettext as _

_BUTTON_PX, _WIDTH_PX = 56, 320
_NO_DIGIT = len(DIGITS)


def show(
    key: str, on_press: Callable[[int], None], *, chosen: int | None = None, has_none: bool = False
) -> None:
    """The buttons; the `chosen` answer is marked. "No digit" counts as the number after the last digit."""
    with st.container(horizontal=True, width=_WIDTH_PX, gap="xsmall", key=f"ten_{key}"):
        for digit, name in enumerate(DIGITS):
            kind = "primary" if digit == chosen else "secondary"
            st.button(
                name, key=f"{key}_{digit}", type=kind, width=_BUTTON_PX, on_click=on_press, args=(digit,)
            )
        if has_none:
            kind = "primary" if chosen == _NO_DIGIT else "secondary"
            st.button(
                _("No digit"),
                key=f"{key}_none",
                type=kind,
                width="stretch",
                on_click=on_press,
                args=(_NO_DIGIT,),
            )
