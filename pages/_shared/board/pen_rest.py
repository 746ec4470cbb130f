"""Parts of a page that are drawn anew when the pen has come to rest, each by itself: the page is not run for them.

The pen (`pen`), or `tell` where there is none, asks the whole document whether anything still shows another moment; an
invisible component in each such part (`assets/browser/pen_rest.mjs`) answers, and has its own fragment run where it does.
What a moment is, is the caller's business.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import streamlit as st

from pages._shared.server.browser_files import browser_component

_component = browser_component("pen_rest")
_without_pen = browser_component("pen_rest_without_pen")


def follows(key: str, moment: Callable[[], str]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function a fragment that is run again when the pen rests and `moment()` is not what it has shown."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        @st.fragment
        @wraps(function)
        def shown(*args: object, **kwargs: object) -> None:
            place = st.empty()  # a place of its own, whatever is drawn below
            now = moment()
            function(*args, **kwargs)
            with place:
                _component(key=key, data={"shown": now}, on_rested_change=lambda: None, height=1)

        return shown

    return decorate


def tell(moment: str) -> None:
    """Have the parts follow to this moment now, where no pen does it."""
    _without_pen(key="resting_teller", data={"moment": moment}, height=1)
