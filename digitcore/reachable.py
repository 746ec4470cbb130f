"""The address under which telephones reach this server, from the teacher's browser or typed by hand.

A server does not see the firewall, the proxy or the guest network between it and the telephones, so a person can correct
the address. The addresses of the machine come from `machine_addresses`.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import SplitResult, urlsplit

from digitcore.errors import BadInput

LONGEST = 200
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{}|?#]+")


def is_this_machine_only(host: str) -> bool:
    """Whether `host` names whichever machine uses it, as localhost does."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    with suppress(ValueError):
        address = ipaddress.ip_address(host)
        return address.is_loopback or address.is_unspecified
    return False


def for_telephones(browser_address: str, addresses: Sequence[str], *, page: str = "classroom") -> str:
    """The server's address for telephones: that of a browser on `page`, unless it means "this machine".

    >>> for_telephones("http://localhost:8501/classroom", ["192.168.1.20"])
    'http://192.168.1.20:8501'
    """
    parts = urlsplit(browser_address)
    if is_this_machine_only(parts.hostname or "localhost") and addresses:
        port = f":{parts.port}" if parts.port else ""
        parts = parts._replace(netloc=f"{addresses[0]}{port}")
    return _root(parts, page)


def checked(typed: str) -> str:
    """An address that somebody typed, completed; empty for an empty one, raises if it is none.

    >>> checked("192.168.1.20:8501/")
    'http://192.168.1.20:8501'
    """
    address = typed.strip()
    if not address:
        return ""
    whole = (address if "://" in address else f"http://{address}").removesuffix("/")
    if len(whole) > LONGEST or not _ADDRESS.fullmatch(whole) or not _has_a_host(whole):
        raise BadInput(
            f"{typed.strip()[:40]!r} is no address.",
            "Type it like http://192.168.1.20:8501 or https://digits.example.",
        )
    return whole


def joining(base: str, code: str) -> str:
    """The address at which a pupil joins the room with this code."""
    return f"{base}/classroom?room={code}"


def testing(base: str) -> str:
    """The address of the page that tests a phone."""
    return f"{base}/lab/phone"


def showing(base: str, key: str) -> str:
    """The address of the window on the projector, with the key that may only read."""
    return f"{base}/classroom?wall={key}"


def teaching(base: str, key: str) -> str:
    """The address at which the teacher with this key returns to their room."""
    return f"{base}/classroom?teach={key}"


def _root(parts: SplitResult, page: str) -> str:
    """The address without the page; a path before it belongs to the server, behind a proxy for instance."""
    path = re.sub(rf"/({re.escape(page)})?/*$", "", parts.path)
    return f"{parts.scheme or 'http'}://{parts.netloc}{path}"


def _has_a_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
