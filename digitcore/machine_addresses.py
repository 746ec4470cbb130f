"""The addresses under which others on the network reach this machine, and whether a server listens there.

IPv4 only: these are the addresses that people type and QR codes carry. A firewall or a guest network in between cannot
be seen from here.
"""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress

import psutil

_VIRTUAL = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet")
"""Networks of containers and virtual machines: no phone is on them."""
_PATIENCE_SECONDS = 1.0
_SOMEWHERE = ("10.255.255.255", 9)


def of_this_machine() -> tuple[str, ...]:
    """This machine's addresses on networks shared with others, its usual one first."""
    states = psutil.net_if_stats()
    candidates = [
        address.address
        for card, addresses in psutil.net_if_addrs().items()
        if not card.startswith(_VIRTUAL) and card in states and states[card].isup
        for address in addresses
        if address.family == socket.AF_INET and _is_for_others(address.address)
    ]
    usual = _usual()
    return tuple(sorted(candidates, key=lambda address: address != usual))


def answers(address: str, port: int) -> bool:
    """Whether a server listens at this address."""
    try:
        with socket.create_connection((address, port), timeout=_PATIENCE_SECONDS):
            return True
    except OSError:
        return False


def _usual() -> str:
    """The address from which this machine would send; nothing is sent. Empty where it is in no network."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.connect(_SOMEWHERE)
        return str(sender.getsockname()[0])
    return ""


def _is_for_others(address: str) -> bool:
    """Whether it is neither the loopback nor an address that a card gives itself without a network."""
    parsed = ipaddress.ip_address(address)
    return not (parsed.is_loopback or parsed.is_link_local or parsed.is_unspecified)
