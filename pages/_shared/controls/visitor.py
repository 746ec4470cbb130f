"""The visitor: a random id that their browser keeps, how wide their screen is, and nothing else about them.

The id is a cookie that came with the page (`server.middleware.visitor_cookie`); it survives a reload and a restart of
the server and is never in a link. Datasets, drawings, runs and the seat in a room belong to it. Where a browser
keeps no cookies, a tab has an id for as long as it stays open.
The width of the screen is guessed at first, so that charts can be drawn to fit a telephone; where the guess is wrong, a
small invisible component (`assets/browser/screen.mjs`) says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from pages._shared.controls import session
from pages._shared.server.browser_files import browser_component
from pages._shared.server.middleware import visitor_cookie

_component = browser_component("screen")


@dataclass
class _Visitor:
    """Made once for a tab, so that no later message gives it another id."""

    id: str = field(default_factory=lambda: _id_in_cookie() or visitor_cookie.new_id())
    screen: str = "wide"


def remember() -> None:
    """Note how wide the screen is; called once per run by the frame."""
    known = st.context.cookies.get("digitlab_screen")
    if known not in ("narrow", "wide"):
        known = "narrow" if "Mobi" in (st.context.headers.get("User-Agent") or "") else "wide"
    sent = _component(key="screen", data={"screen": known}, on_screen_change=lambda: None, height=1)
    session.remembered(_Visitor).screen = "narrow" if (sent.get("screen") or known) == "narrow" else "wide"


def current() -> str:
    """The visitor's id."""
    return session.remembered(_Visitor).id


def is_on_telephone() -> bool:
    """Whether the screen is narrower than 640 pixels."""
    return session.remembered(_Visitor).screen == "narrow"


def _id_in_cookie() -> str:
    return visitor_cookie.valid_id(st.context.cookies.get(visitor_cookie.NAME))
