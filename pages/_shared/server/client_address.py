"""The address that a visitor's browser comes from, for limits that throwing a cookie away does not lift.

Behind a proxy it is in `X-Forwarded-For`, which anybody may send: it is believed only where the connection comes from a
proxy that DIGITLAB_PROXIES names. A home has 2^64 addresses of version 6, so those count by their first half.
"""

from __future__ import annotations

import ipaddress

import streamlit as st

from digitcore import settings

_THIS_MACHINE = "127.0.0.1"
_HOME_BITS = 64


def current() -> str:
    """The address of the visitor whose page runs; empty where it is not known."""
    peer = st.context.ip_address or _THIS_MACHINE  # Streamlit leaves this machine's own out
    return of(peer, st.context.headers.get("X-Forwarded-For") or "")


def of(peer: str, passed_on: str) -> str:
    """The same for a connection from `peer` with this header."""
    proxies = settings.current().proxies
    if peer not in proxies:
        return "" if peer in (_THIS_MACHINE, "::1", "") else _counted(peer)
    parts = [part.strip() for part in passed_on.split(",")]
    return _counted(next((address for address in reversed(parts) if address and address not in proxies), ""))


def _counted(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if parsed.version == 4:
        return str(parsed)
    mapped = parsed.ipv4_mapped
    return str(mapped or ipaddress.ip_network((parsed, _HOME_BITS), strict=False).network_address)
