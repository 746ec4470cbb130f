"""Where phones reach this server, as far as it knows: from what the visitor's browser has, and this machine's networks."""

from __future__ import annotations

import streamlit as st

from digitcore import reachable
from digitcore.lab import addresses
from pages._shared import state


def for_telephones() -> str:
    """The server's address, without a page."""
    return reachable.for_telephones(st.context.url or "", _addresses(), page=state.page_on_screen())


@st.cache_resource(ttl=60, show_spinner=False)
def _addresses() -> tuple[str, ...]:
    return addresses.of_this_machine()
