"""Parts of a page that run again by themselves: each so many seconds, or when the class has done something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

import streamlit as st

from digitcore.lab.rooms.room_access import Teacher
from pages._shared.server import room_news
from pages._shared.server.repairs import fragments_from_server

_AT_REST_SECONDS = 5.0
"""What waits for a room runs this often even if nothing changes in it: only so does a pupil stay present, or count as away."""
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


def _of_teacher(teacher: Teacher, *_: object) -> str:
    return teacher.room_id


def with_room(
    seconds: float, *, room_id: Callable[..., str] = _of_teacher, for_pupils: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function a fragment that runs again when its room has changed, but not more often than each so many seconds.

    `room_id` takes the function's positional arguments. `for_pupils`: only what all pupils must see is a change. Where the
    server cannot run it (`fragments_from_server`), it polls as often as that.
    """

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        @wraps(function)
        def waiting(*args: object, **more: object) -> None:
            room_news.wait_for(room_id(*args), every=seconds, for_pupils=for_pupils)
            function(*args, **more)

        stays = st.fragment(function)

        @wraps(function)
        def shown(*args: object, **more: object) -> None:
            timer = _AT_REST_SECONDS if fragments_from_server.is_on() else seconds
            (stays if _rests.get() else st.fragment(waiting, run_every=timer))(*args, **more)

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
