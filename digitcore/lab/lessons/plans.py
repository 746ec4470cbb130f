"""Plans of lessons, from text files in `docs/lessons`: a plan is a title, a sentence for the teacher, and cards in their order.

A card begins with a line such as `## All draw a 7 (4 min)`. Lines `name: value` right below it say what the room does; the
rest is for the teacher.

>>> text = "# A lesson\\n\\nWhat for.\\n\\n## All draw a 7 (4 min)\\nwall: gallery\\ndraw: digit 7\\nLook together.\\n"
>>> plan = read(text, name="a-lesson")
>>> plan.title, plan.minutes, plan.cards[0].draws, plan.cards[0].words
('A lesson', 4, Draws(kind='digit', digit=7, count=1), 'Look together.')
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from digitcore import settings
from digitcore.errors import BadInput
from digitcore.lab.polls.questions import MOST_DRAWINGS, Question, read_choice, read_number
from digitcore.lab.rooms.class_training import NETWORKS
from digitcore.lab.rooms.rounds import KINDS, MOST_PROMPTS

FOLDER = settings.PROJECT / "docs" / "lessons"
_CARD = re.compile(r"(?P<title>.+) \((?P<minutes>\d{1,3}) min\)")
_SETTING = re.compile(r"(wall|draw|then|guess|page|vote|ask|number|twice|train|model):(.*)")
_VOTE = re.compile(r"drawings (?P<count>\d)")
_DRAW = re.compile(r"(digit) (?P<digit>\d)|(random|balanced) (?P<count>\d{1,2})")

_POLLS = {"vote", "ask", "number"}


@dataclass(frozen=True)
class Draws:
    """A round that a card starts."""

    kind: str
    digit: int | None = None
    count: int = 1


@dataclass(frozen=True)
class Votes:
    """A poll that a card begins: on some drawings of the class, or on a question."""

    drawings: int = 0
    question: Question | None = None


@dataclass(frozen=True)
class Card:
    """One step of a lesson."""

    title: str
    minutes: int
    words: str
    """For the teacher: what to do, what to ask."""
    wall: str = "join"
    """What the projector shows."""
    draws: Draws | None = None
    then: str = ""
    """What the projector shows once the card's round is closed."""
    votes: Votes | None = None
    trains: str = ""
    """The network that is trained with the class once it has predicted, which closes the vote of the card; empty for none."""
    has_our_model: bool = False
    """Whether the class's own model answers from here on, where there is one."""
    guesses: bool | None = None
    """Whether pupils guess first from here on; None leaves it as it is."""
    page: str | None = None
    """The page that phones lead to from here on; empty for none, None leaves it as it is."""


@dataclass(frozen=True)
class Plan:
    """A lesson."""

    name: str
    title: str
    words: str
    cards: tuple[Card, ...]

    @property
    def minutes(self) -> int:
        """Of all cards together."""
        return sum(card.minutes for card in self.cards)


@cache
def shipped() -> dict[str, Plan]:
    """The plans that come with the app, by name."""
    return {path.stem: read(path.read_text("utf-8"), name=path.stem) for path in sorted(FOLDER.glob("*.md"))}


def find(name: str) -> Plan | None:
    """The plan of this name, if there is one."""
    return shipped().get(name)


def read(text: str, *, name: str) -> Plan:
    """The plan in a text; raises BadInput, with the line, where it is none."""
    head, *cards = re.split(r"^## ", text, flags=re.MULTILINE)
    title, _, words = head.strip().partition("\n")
    if not title.startswith("# ") or not cards:
        raise BadInput(
            "A plan begins with “# Title”, and has at least one “## Card (4 min)”.", "Look at one that ships."
        )
    return Plan(name, title.removeprefix("# "), words.strip(), tuple(_card(card) for card in cards))


def _card(text: str) -> Card:
    heading, *lines = text.strip().splitlines()
    if (found := _CARD.fullmatch(heading)) is None:
        raise BadInput(f"“{heading}” is no card.", "Write it like “All draw a 7 (4 min)”.")
    given: dict[str, str] = {}
    while lines and (setting := _SETTING.fullmatch(lines[0])):
        given[setting[1]] = setting[2].strip()
        del lines[0]
    return Card(
        title=found["title"],
        minutes=int(found["minutes"]),
        words="\n".join(lines).strip(),
        wall=given.get("wall", "poll" if given.keys() & _POLLS else "join"),
        draws=_draws(given["draw"]) if "draw" in given else None,
        then=given.get("then", ""),
        votes=_votes(given),
        trains=_network(given.get("train", "")),
        has_our_model=given.get("model") == "ours",
        guesses={"on": True, "off": False}.get(given.get("guess", "")),
        page=given.get("page"),
    )


def _draws(text: str) -> Draws:
    found = _DRAW.fullmatch(text)
    if found is None:
        raise BadInput(f"“draw: {text}” starts no round.", "Write “digit 7”, “random 1” or “balanced 3”.")
    kind = found[1] or found[3]
    draws = Draws(kind, int(found["digit"]) if found["digit"] else None, int(found["count"] or 1))
    if kind not in KINDS or not 1 <= draws.count <= MOST_PROMPTS:
        raise BadInput(
            f"“draw: {text}” asks for too much.", f"At most {MOST_PROMPTS} drawings of each pupil."
        )
    return draws


def _network(name: str) -> str:
    if name and name not in NETWORKS:
        raise BadInput(f"“train: {name}” is no network for a class.", f"Write one of: {', '.join(NETWORKS)}.")
    return name


def _votes(given: Mapping[str, str]) -> Votes | None:
    is_twice = given.get("twice") == "on"
    if "ask" in given:
        return Votes(question=replace(read_choice(given["ask"]), is_twice=is_twice))
    if "number" in given:
        return Votes(question=replace(read_number(given["number"]), is_twice=is_twice))
    if "vote" not in given:
        return None
    found = _VOTE.fullmatch(given["vote"])
    if found is None or not 1 <= int(found["count"]) <= MOST_DRAWINGS:
        raise BadInput(
            f"“vote: {given['vote']}” is no vote.", f"Write “drawings 3”, at most {MOST_DRAWINGS}."
        )
    return Votes(drawings=int(found["count"]))
