"""Changing a plan: its cards in another order, one more, one less, one changed; and where a class is after that."""

from __future__ import annotations

from dataclasses import replace

from digitcore.errors import BadInput
from digitcore.lab.lessons.plans import MOST_CARDS, Card, Plan


def moved(plan: Plan, place: int, way: int) -> Plan:
    """The card one place earlier (-1) or later (1); the same plan at its ends."""
    cards, other = list(plan.cards), place + way
    if not (0 <= place < len(cards) and 0 <= other < len(cards)):
        return plan
    cards[place], cards[other] = cards[other], cards[place]
    return replace(plan, cards=tuple(cards))


def without(plan: Plan, place: int) -> Plan:
    """Without this card."""
    if len(plan.cards) == 1:
        raise BadInput("This is the only part of the plan.", "Add another one first.")
    return replace(plan, cards=plan.cards[:place] + plan.cards[place + 1 :])


def with_one_more(plan: Plan, place: int, card: Card) -> Plan:
    """With a card more, right after this place; called so that no other card is called alike."""
    if len(plan.cards) >= MOST_CARDS:
        raise BadInput(f"A lesson has at most {MOST_CARDS} parts.", "Remove one first.")
    titles = {other.title for other in plan.cards}
    names = (f"{card.title} {number}" for number in range(2, MOST_CARDS + 2))
    title = card.title if card.title not in titles else next(name for name in names if name not in titles)
    cards = (*plan.cards[: place + 1], replace(card, title=title), *plan.cards[place + 1 :])
    return replace(plan, cards=cards)


def with_changed(plan: Plan, place: int, card: Card) -> Plan:
    """With this card in place of the one there."""
    return replace(plan, cards=(*plan.cards[:place], card, *plan.cards[place + 1 :]))


def place_after(before: Plan, after: Plan, place: int) -> int:
    """Where in `after` a class is that was at this place of `before`: at the card of that title, the nearest of several.

    Where none is called so any more, the place stays, or is the last one.
    """
    title = before.cards[min(place, len(before.cards) - 1)].title
    alike = [there for there, card in enumerate(after.cards) if card.title == title]
    nearest = min(alike, key=lambda there: abs(there - place), default=place)
    return min(nearest, len(after.cards) - 1)
