"""Cards in rows of two, each of the same height as its neighbour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

Item = TypeVar("Item")

_COLUMNS = 2


def show(items: Sequence[Item], draw: Callable[[Item], None]) -> None:
    """A card for each item, filled by `draw`."""
    for row in range(0, len(items), _COLUMNS):
        for column, item in zip(st.columns(_COLUMNS), items[row : row + _COLUMNS], strict=False):
            with column.container(border=True, height="stretch"):
                draw(item)
