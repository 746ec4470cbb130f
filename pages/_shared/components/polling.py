"""Parts of a page that poll: fragments that run again by themselves, each so many seconds."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


def every(seconds: float | None) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function a fragment that runs again each so many seconds; None: a fragment and no more."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        fragment: Callable[..., None] = st.fragment(function, run_every=seconds)
        return fragment

    return decorate
