"""Who is looking: a random id that the visitor's browser keeps, and nothing else about them.

The browser makes the id and keeps it in a cookie, which survives a reload and a restart of the server and is
never in a link. From the second page load on the cookie comes with the request; on the first one a small invisible component
sends it. What it is good for: my datasets, my drawings, my runs, a seat in a room.
"""

from __future__ import annotations

import re

import streamlit as st

_COOKIE = "digitlab_visitor"
_FORM = re.compile(r"[0-9a-f]{32}")

# `crypto.randomUUID` is missing where a page is served without TLS to other machines (a classroom); `getRandomValues` is not.
_JAVASCRIPT = """
export default function (component) {
    const found = document.cookie.match(/digitlab_visitor=([0-9a-f]{32})/);
    let id = found && found[1];
    if (!id) {
        const bytes = crypto.getRandomValues(new Uint8Array(16));
        id = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    }
    document.cookie = `digitlab_visitor=${id}; path=/; max-age=31536000; SameSite=Lax`;
    if (component.data.known !== id) {
        component.setStateValue("id", id);
    }
}
"""

_component = st.components.v2.component("digitlab_visitor", js=_JAVASCRIPT)


def remember() -> None:
    """Mount the component that keeps the id; called once per run by the frame."""
    known = _valid(st.context.cookies.get(_COOKIE))
    result = _component(key="visitor", data={"known": known}, on_id_change=lambda: None, height=1)
    st.session_state["visitor_id"] = known or _valid(result.get("id"))


def current() -> str:
    """The visitor's id, or an empty string before the browser has told it."""
    return st.session_state.get("visitor_id", "")


def _valid(value: object) -> str:
    return value if isinstance(value, str) and _FORM.fullmatch(value) else ""
