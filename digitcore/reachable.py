"""The address under which phones reach this server, from what its teacher's browser has, or as typed by hand.

A machine does not see what lies between it and the telephones: a firewall, a proxy, a network of guests. What is made
here is therefore an offer that a person can correct. Its own addresses come from `lab.addresses`.
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
    """Whether `host` names the machine that asks, whichever that is."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    with suppress(ValueError):
        address = ipaddress.ip_address(host)
        return address.is_loopback or address.is_unspecified
    return False


def for_telephones(seen: str, addresses: Sequence[str], *, page: str = "classroom") -> str:
    """The server's address for others: as a browser has it that is on `page`, unless that means "this machine"."""
    parts = urlsplit(seen)
    if is_this_machine_only(parts.hostname or "localhost") and addresses:
        port = f":{parts.port}" if parts.port else ""
        parts = parts._replace(netloc=f"{addresses[0]}{port}")
    return _root(parts, page)


def checked(typed: str) -> str:
    """An address as somebody typed it, made whole; empty for none, a sentence for what is no address."""
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
    """Where a pupil joins the room with this code."""
    return f"{base}/classroom?room={code}"


def teaching(base: str, key: str) -> str:
    """Where the teacher with this key gets back to their room."""
    return f"{base}/classroom?teach={key}"


def _root(parts: SplitResult, page: str) -> str:
    """Without the page: what stands before it belongs to the server's address, behind a proxy for instance."""
    path = re.sub(rf"/({re.escape(page)})?/*$", "", parts.path)
    return f"{parts.scheme or 'http'}://{parts.netloc}{path}"


def _has_a_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
