"""Where phones reach this server: from the address in the visitor's browser, and this machine's networks."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from digitcore import machine_addresses, reachable
from pages._shared.controls import state


def for_telephones() -> str:
    """The server's address, without a page."""
    return reachable.for_telephones(st.context.url or "", _addresses(), page=state.page_on_screen())


def warn_where_telephones_cannot_come() -> None:
    """Warn where a server answers on its own machine only: a QR code from its screen leads nowhere."""
    shown = urlsplit(st.context.url or "")
    if (
        shown.port
        and reachable.is_this_machine_only(shown.hostname or "")
        and not _answers_others(shown.port)
    ):
        st.warning(
            "The app answers on this machine only: phones do not reach it. Start it with: make class",
            icon=":material/wifi_off:",
        )


@st.cache_resource(ttl=60, show_spinner=False)
def _answers_others(port: int) -> bool:
    return any(machine_addresses.answers(address, port) for address in _addresses())


@st.cache_resource(ttl=60, show_spinner=False)
def _addresses() -> tuple[str, ...]:
    return machine_addresses.of_this_machine()
