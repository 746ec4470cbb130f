"""Parts of a page that poll: fragments that run again by themselves, each so many seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

import streamlit as st

_rests: ContextVar[bool] = ContextVar("polling rests", default=False)


def every(seconds: float | None) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function a fragment that runs again each so many seconds; None: a fragment and no more."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        polls, stays = st.fragment(function, run_every=seconds), st.fragment(function)

        @wraps(function)
        def shown(*args: object, **more: object) -> None:
            (stays if _rests.get() else polls)(*args, **more)

        return shown

    return decorate


@contextmanager
def only_while(is_open: bool | None) -> Iterator[None]:
    """What stands in a tab that is not open stays as it is until the page runs again, as it does when the tab is opened.

    Streamlit says None of what nobody can close: that polls.
    """
    token = _rests.set(is_open is False)
    try:
        yield
    finally:
        _rests.reset(token)
