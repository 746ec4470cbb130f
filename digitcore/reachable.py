"""The address at which phones in the same network reach this server, as far as a machine can know it.

A machine does not see what lies between it and the telephones: a wall of fire, a proxy, a network of guests. What is found
here is therefore an offer that a person can correct. Nothing is sent.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import SplitResult, urlsplit

from digitcore.errors import BadInput

LONGEST = 200
_SOMEWHERE = (("10.255.255.255", socket.AF_INET), ("192.0.2.1", socket.AF_INET))
"""Asking the machine how it would send there tells which of its addresses it would use."""
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{}|?#]+")


def own_addresses() -> list[str]:
    """The addresses of this machine in its networks, the likeliest first; none where it is in no network."""
    found = []
    for there, family in _SOMEWHERE:
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as telephone:
            telephone.connect((there, 9))  # of a datagram's socket this sends nothing
            found.append(str(telephone.getsockname()[0]))
    with suppress(OSError):
        found += [
            str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        ]
    return [address for address in dict.fromkeys(found) if not is_this_machine_only(address)]


def is_this_machine_only(host: str) -> bool:
    """Whether `host` names the machine that asks, whichever that is."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    with suppress(ValueError):
        address = ipaddress.ip_address(host)
        return address.is_loopback or address.is_unspecified
    return False


def for_telephones(seen: str, addresses: Sequence[str]) -> str:
    """The server's address for others: as its teacher's browser has it (`seen`), unless that means "this machine"."""
    parts = urlsplit(seen)
    if is_this_machine_only(parts.hostname or "localhost") and addresses:
        port = f":{parts.port}" if parts.port else ""
        parts = parts._replace(netloc=f"{addresses[0]}{port}")
    return _root(parts)


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


def _root(parts: SplitResult) -> str:
    """Without the page: what stands before `/classroom` belongs to the server's address, behind a proxy for instance."""
    path = re.sub(r"/(classroom)?/*$", "", parts.path)
    return f"{parts.scheme or 'http'}://{parts.netloc}{path}"


def _has_a_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
