"""The visitor: a random id that their browser keeps, how wide their screen is, and nothing else about them.

The browser makes the id and keeps it in a cookie, which survives a reload and a restart of the server and is
never in a link. From the second page load on the cookie comes with the request; on the first one a small
invisible component (`assets/browser/visitor.mjs`) sends it. Datasets, drawings, runs and the
seat in a room belong to an id.
The width of the screen goes the same way, so that charts can be drawn to fit a telephone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import streamlit as st

from pages._shared.controls import session
from pages._shared.server.browser_files import browser_component

_ID = re.compile(r"[0-9a-f]{32}")
_SCREEN = re.compile(r"narrow|wide")

_component = browser_component("visitor")


@dataclass
class _Visitor:
    id: str = ""
    screen: str = "wide"


def remember() -> None:
    """Mount the component that keeps the id; called once per run by the frame."""
    known = {
        "id": _valid(_ID, st.context.cookies.get("digitlab_visitor")),
        "screen": _valid(_SCREEN, st.context.cookies.get("digitlab_screen")) or "wide",
    }
    sent = _component(
        key="visitor", data=known, on_id_change=lambda: None, on_screen_change=lambda: None, height=1
    )
    visitor = session.remembered(_Visitor)
    visitor.id = known["id"] or _valid(_ID, sent.get("id"))
    visitor.screen = _valid(_SCREEN, sent.get("screen")) or known["screen"]


def current() -> str:
    """The visitor's id; empty before the browser has sent it."""
    return session.remembered(_Visitor).id


def is_on_telephone() -> bool:
    """Whether the screen is narrower than 640 pixels."""
    return session.remembered(_Visitor).screen == "narrow"


def _valid(form: re.Pattern[str], value: object) -> str:
    return value if isinstance(value, str) and form.fullmatch(value) else ""
