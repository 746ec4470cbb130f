"""The list of attacks, in the order in which their modules are imported."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.browser.conftest import Server


@dataclass(frozen=True)
class Outcome:
    """What an attack did, in numbers, and whether the server held."""

    numbers: str
    held: bool


@dataclass(frozen=True)
class Attack:
    """One attack."""

    name: str
    title: str
    run: Callable[[Server], Awaitable[Outcome]]


ATTACKS: list[Attack] = []


def attack(
    title: str,
) -> Callable[[Callable[[Server], Awaitable[Outcome]]], Callable[[Server], Awaitable[Outcome]]]:
    """Add the function to the list, under its own name."""

    def add(run: Callable[[Server], Awaitable[Outcome]]) -> Callable[[Server], Awaitable[Outcome]]:
        ATTACKS.append(Attack(run.__name__, title, run))
        return run

    return add
