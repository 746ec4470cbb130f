"""A plan as the text that `plans.read` reads.

>>> from digitcore.lab.lessons.plans import Card, Draws, Plan
>>> card = Card("All draw a 7", 4, "Look together.", wall="gallery", draws=Draws("digit", 7), then="gallery")
>>> print(write(Plan("a-lesson", "A lesson", "What for.", (card,))), end="")
# A lesson
<BLANKLINE>
What for.
<BLANKLINE>
## All draw a 7 (4 min)
wall: gallery
draw: digit 7
then: gallery
Look together.
"""

from __future__ import annotations

from digitcore.lab.lessons.plans import SETTING, Card, Draws, Plan, Votes
from digitcore.lab.polls.questions import CHOICE, Question


def write(plan: Plan) -> str:
    """The text of a plan."""
    parts = (f"# {plan.title}", _beginning_no_card(plan.words), *map(_card, plan.cards))
    return "\n\n".join(part for part in parts if part) + "\n"


def answers(question: Question) -> str:
    """The answers of a choice in one line, as they are typed.

    >>> answers(Question(CHOICE, "Is it?", answers=("Yes", "No"), right=1))
    'Yes | *No'
    """
    return " | ".join(
        f"{'*' if place == question.right else ''}{answer}" for place, answer in enumerate(question.answers)
    )


def _card(card: Card) -> str:
    settings = [f"{name}: {value}".rstrip() for name, value in _settings(card).items() if value is not None]
    words = _beginning_no_card(card.words).splitlines()
    if words and SETTING.fullmatch(words[0]):
        words.insert(0, "")  # or it would be one of the settings
    return "\n".join((f"## {card.title} ({card.minutes} min)", *settings, *words))


def _settings(card: Card) -> dict[str, str | None]:
    """What the room does, in words; None where that is not said."""
    return {
        "wall": card.wall,
        "model": "ours" if card.has_our_model else None,
        "draw": _draws(card.draws) if card.draws else None,
        **(_votes(card.votes) if card.votes else {}),
        "train": card.trains or None,
        "then": card.then or None,
        "guess": {True: "on", False: "off", None: None}[card.guesses],
        "page": card.page,
    }


def _draws(draws: Draws) -> str:
    if draws.kind != "digit":
        return f"{draws.kind} {draws.count}"
    return f"digit {draws.digit}" + (f", {draws.count} times" if draws.count > 1 else "")


def _votes(votes: Votes) -> dict[str, str | None]:
    question = votes.question
    if question is None:
        return {"vote": f"drawings {votes.drawings}"}
    low, high = question.range
    setting = (
        {"ask": f"{question.text} | {answers(question)}"}
        if question.kind == CHOICE
        else {"number": f"{question.text} | {low} | {high}"}
    )
    return {**setting, "twice": "on" if question.is_twice else None}


def _beginning_no_card(words: str) -> str:
    """A line that would begin a card loses its mark."""
    return "\n".join(line.lstrip("# ") if line.startswith("#") else line for line in words.splitlines())
