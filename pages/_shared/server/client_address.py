"""The address that a visitor's browser comes from, for limits that throwing a cookie away does not lift.

Behind a proxy it is in `X-Forwarded-For`, which anybody may send: it is believed only where the connection comes from a
proxy that DIGITLAB_PROXIES names. A home has 2^64 addresses of version 6, so those count by their first half.
"""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from functools import lru_cache

import streamlit as st

from digitcore import settings

_THIS_MACHINE = ("127.0.0.1", "::1")
_HOME_BITS = 64


def current() -> str:
    """The address of the visitor whose page runs; empty where it is not known."""
    peer = st.context.ip_address or _THIS_MACHINE[0]  # Streamlit leaves this machine's own out
    return of(peer, st.context.headers.get("X-Forwarded-For") or "")


def of(peer: str, passed_on: str) -> str:
    """The same for a connection from `peer` with this header."""
    if not is_proxy(peer):
        return of_peer(peer)
    parts = [part.strip() for part in passed_on.split(",")]
    return of_peer(next((address for address in reversed(parts) if not is_proxy(address)), ""))


@lru_cache(maxsize=4_096)  # each new connection asks it of all that are open
def of_peer(peer: str) -> str:
    """The address that a connection comes from, whoever is behind it; empty for this machine."""
    address = _plain(peer)
    return "" if address in ("", *_THIS_MACHINE) else _home(address)


def is_proxy(peer: str) -> bool:
    """Whether DIGITLAB_PROXIES names this address."""
    return _plain(peer) in settings.current().proxies


def _plain(address: str) -> str:
    """An address of version 4, where a server that listens to both versions shows it as one of version 6."""
    with suppress(ValueError):
        parsed = ipaddress.ip_address(address)
        return str(getattr(parsed, "ipv4_mapped", None) or parsed)
    return address[:64]


def _home(address: str) -> str:
    with suppress(ValueError):
        return str(ipaddress.IPv6Network((address, _HOME_BITS), strict=False).network_address)
    return address
