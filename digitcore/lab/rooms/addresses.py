"""Under which addresses this machine can be reached by others on its network, and whether somebody answers there.

IPv4 only: these are the addresses that people type and QR codes carry. What cannot be told from here is whether a
firewall or a guest network keeps others out.
"""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress

import psutil

_VIRTUAL = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet")
"""Networks of containers and virtual machines inside this machine: no phone is on them."""
_PATIENCE_SECONDS = 1.0
_SOMEWHERE = ("10.255.255.255", 9)


def of_this_machine() -> tuple[str, ...]:
    """Its addresses on networks that others may be on, the one that it would use itself first."""
    states = psutil.net_if_stats()
    found = [
        address.address
        for card, addresses in psutil.net_if_addrs().items()
        if not card.startswith(_VIRTUAL) and card in states and states[card].isup
        for address in addresses
        if address.family == socket.AF_INET and _is_for_others(address.address)
    ]
    usual = _usual()
    return tuple(sorted(found, key=lambda address: address != usual))


def answers(address: str, port: int) -> bool:
    """Whether somebody listens at this address."""
    try:
        with socket.create_connection((address, port), timeout=_PATIENCE_SECONDS):
            return True
    except OSError:
        return False


def _usual() -> str:
    """The address from which this machine would send to others; nothing is sent. Empty where it is in no network."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.connect(_SOMEWHERE)
        return str(sender.getsockname()[0])
    return ""


def _is_for_others(address: str) -> bool:
    """Not this machine's own loop, and not what a card gives itself where no network answered."""
    parsed = ipaddress.ip_address(address)
    return not (parsed.is_loopback or parsed.is_link_local or parsed.is_unspecified)
