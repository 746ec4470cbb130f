"""The address that a visitor's browser comes from, for limits that throwing a cookie away does not lift.

Behind a proxy it is in `X-Forwarded-For`, which anybody may send: it is believed only where the connection comes from a
proxy that DIGITLAB_PROXIES names.
"""

from __future__ import annotations

import streamlit as st

from digitcore import settings

_THIS_MACHINE = "127.0.0.1"


def current() -> str:
    """The address; empty where it is not known."""
    proxies = settings.current().proxies
    peer = st.context.ip_address or _THIS_MACHINE  # Streamlit leaves this machine's own out
    if peer not in proxies:
        return "" if peer == _THIS_MACHINE else peer
    passed_on = [part.strip() for part in (st.context.headers.get("X-Forwarded-For") or "").split(",")]
    return next((address for address in reversed(passed_on) if address and address not in proxies), "")
