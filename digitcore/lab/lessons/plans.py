"""Plans of lessons, from text files in `docs/lessons` or of a teacher: a title, a sentence for the teacher, and cards.

A card begins with a line such as `## All draw a 7 (4 min)`. Lines `name: value` right below it say what the room does; the
rest is for the teacher. `plan_text` writes a plan as such a text again.

>>> text = "# A lesson\\n\\nWhat for.\\n\\n## All draw a 7 (4 min)\\nwall: gallery\\ndraw: digit 7\\nLook together.\\n"
>>> plan = read(text, name="a-lesson")
>>> plan.title, plan.minutes, plan.cards[0].draws, plan.cards[0].words
('A lesson', 4, Draws(kind='digit', digit=7, count=1), 'Look together.')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from digitcore import lesson_links, settings, wording
from digitcore.data.plain_text import plain_text
from digitcore.errors import BadInput
from digitcore.lab.lessons.screens import TITLES
from digitcore.lab.polls.questions import MOST_DRAWINGS, Question, read_choice, read_number
from digitcore.lab.rooms.class_training import NETWORKS
from digitcore.lab.rooms.rounds import KINDS, MOST_PROMPTS
from digitcore.learning.recipes.recipes import RECIPES

FOLDER = settings.PROJECT / "docs" / "lessons"
MOST_CARDS, LONGEST_TITLE, LONGEST_WORDS, LONGEST = 40, 80, 2_000, 40_000
"""Of a plan: cards, characters of a title, of the words of a card, and of all."""
SETTINGS = ("wall", "draw", "then", "guess", "page", "vote", "ask", "number", "twice", "train", "model")
_CARD = re.compile(r"(?P<title>.+) \((?P<minutes>\d{1,3}) min\)")
SETTING = re.compile(r"([a-z]+):(.*)")
_VOTE = re.compile(r"drawings (?P<count>\d)")
_DRAW = re.compile(
    r"digit (?P<digit>\d)(?:, (?P<times>\d{1,2}) times)?"
    rf"|(?P<kind>{'|'.join(kind for kind in KINDS if kind != 'digit')}) (?P<count>\d{{1,2}})"
)

_POLLS = {"vote", "ask", "number"}
_SWITCH = {"on": True, "off": False}


@dataclass(frozen=True)
class Draws:
    """A round that a card starts."""

    kind: str
    digit: int | None = None
    count: int = 1

    @property
    def words(self) -> str:
        """What each pupil draws."""
        if self.digit is not None:
            return wording.a(self.digit) + (f", {self.count} times" if self.count > 1 else "")
        return f"{wording.counted(self.count, 'digit')}: {KINDS[self.kind].title.lower()}"


@dataclass(frozen=True)
class Votes:
    """A poll that a card begins: on some drawings of the class, or on a question."""

    drawings: int = 0
    question: Question | None = None

    @property
    def words(self) -> str:
        """What is voted on, and whether twice."""
        if self.question is None:
            return f"{wording.counted(self.drawings, 'drawing')}, twice"
        return f"“{self.question.text}”" + (", twice" if self.question.is_twice else "")


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

    @property
    def does(self) -> str:
        """What the room does by itself at this card, in words."""
        does = [f"The wall shows “{TITLES[self.wall]}”"]
        if self.has_our_model:
            does.append("the class's own model answers, if there is one")
        if self.draws:
            does.append(f"each pupil draws {self.draws.words}")
        if self.votes:
            does.append(f"the class votes on {self.votes.words}")
        if self.trains:
            does.append(f"“{RECIPES[self.trains].title}” is trained with the class")
        if self.then not in ("", self.wall):
            does.append(f"then the wall shows “{TITLES[self.then]}”")
        if self.page is not None:
            page = lesson_links.read(self.page).page if self.page else ""
            does.append(
                f"the phones lead to {page.capitalize() or 'Home'}"
                if self.page
                else "the phones are back at the seats"
            )
        return "; ".join(does) + "."


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


def read_file(content: bytes, *, name: str, check: Callable[[Card], None]) -> Plan:
    """The plan in a file that somebody brought; raises BadInput where it is none, or where `check` refuses a card."""
    if len(content) > 4 * LONGEST:  # bytes of a character
        raise BadInput("This file is too long for a plan.", f"At most {LONGEST:,} characters.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("This file is no text.", "Save it as plain text, in UTF-8.") from None
    return read(text, name=name, check=check)


def read(text: str, *, name: str, check: Callable[[Card], None] = lambda card: None) -> Plan:
    """The plan in a text; raises BadInput, with the part and the line, where it is none."""
    if len(text) > LONGEST:
        raise BadInput("This is too long for a plan.", f"At most {LONGEST:,} characters.")
    head, *cards = re.split(r"^## ", "\n".join(text.splitlines()), flags=re.MULTILINE)
    title, _, words = head.strip().partition("\n")
    if not title.startswith("# ") or not cards:
        raise BadInput(
            "A plan begins with “# Title”, and has at least one “## Part (4 min)”.", "Look at one that ships."
        )
    if len(cards) > MOST_CARDS:
        raise BadInput(f"This plan has {len(cards)} parts.", f"A lesson has at most {MOST_CARDS}.")
    return Plan(
        name,
        _title(title.removeprefix("# ")),
        _words(words),
        tuple(_part(number, card, check) for number, card in enumerate(cards, 1)),
    )


def _part(number: int, text: str, check: Callable[[Card], None]) -> Card:
    """A card; what is wrong with it is said with its number and title."""
    try:
        card = _card(text)
        check(card)
    except BadInput as problem:
        heading = plain_text(text.partition("\n")[0], longest=LONGEST_TITLE)
        raise BadInput(f"Part {number}, “{heading}”: {problem.what_happened}", problem.what_to_do) from None
    return card


def _card(text: str) -> Card:
    heading, *lines = text.strip().splitlines() or [""]
    if (match := _CARD.fullmatch(heading)) is None:
        raise BadInput("This is no heading of a part.", "Write it like “All draw a 7 (4 min)”.")
    given = _settings(lines)
    return Card(
        title=_title(match["title"]),
        minutes=int(match["minutes"]),
        words=_words("\n".join(lines[len(given) :])),
        wall=_screen(given, "wall", "poll" if given.keys() & _POLLS else "join"),
        draws=_draws(given["draw"]) if "draw" in given else None,
        then=_screen(given, "then", ""),
        votes=_votes(given),
        trains=_network(given.get("train", "")),
        has_our_model=_one_of(given, "model", {"ours": True}) or False,
        guesses=_one_of(given, "guess", _SWITCH),
        page=_page(given.get("page")),
    )


def _settings(lines: Sequence[str]) -> dict[str, str]:
    """The lines `name: value` at the beginning."""
    given: dict[str, str] = {}
    for line in lines:
        if (setting := SETTING.fullmatch(line)) is None:
            break
        if setting[1] not in SETTINGS:
            raise BadInput(f"“{line[:LONGEST_TITLE]}” sets nothing.", f"Write one of: {', '.join(SETTINGS)}.")
        if setting[1] in given:
            raise BadInput(f"“{setting[1]}:” stands there twice.", "Leave one of them.")
        given[setting[1]] = setting[2].strip()
    return given


def _title(text: str) -> str:
    title = plain_text(text, longest=LONGEST)
    if len(title) > LONGEST_TITLE:
        raise BadInput(f"This title has {len(title)} characters.", f"Shorten it to {LONGEST_TITLE}.")
    return title


def _words(text: str) -> str:
    """For the teacher: their lines, without signs that nobody sees."""
    if len(text.strip()) > LONGEST_WORDS:
        raise BadInput(
            f"Its words have {len(text.strip()):,} characters.",
            f"At most {LONGEST_WORDS:,} are for one part.",
        )
    return "\n".join(plain_text(line, longest=LONGEST_WORDS) for line in text.strip().splitlines())


def _screen(given: Mapping[str, str], name: str, otherwise: str) -> str:
    screen = given.get(name, otherwise)
    if screen and screen not in TITLES:
        raise BadInput(
            f"“{name}: {screen[:LONGEST_TITLE]}” is no screen of the wall.",
            f"Write one of: {', '.join(TITLES)}.",
        )
    return screen


def _one_of(given: Mapping[str, str], name: str, values: Mapping[str, bool]) -> bool | None:
    if name not in given:
        return None
    if given[name] not in values:
        raise BadInput(
            f"“{name}: {given[name][:LONGEST_TITLE]}” is unknown.", f"Write {' or '.join(values)}."
        )
    return values[given[name]]


def _page(address: str | None) -> str | None:
    return lesson_links.read(address).path if address else address


def _draws(text: str) -> Draws:
    match = _DRAW.fullmatch(text)
    if match is None:
        raise BadInput(
            f"“draw: {text}” starts no round.",
            "Write “digit 7”, “digit 7, 2 times”, “random 1” or “balanced 3”.",
        )
    kind = match["kind"] or "digit"
    draws = Draws(
        kind, int(match["digit"]) if match["digit"] else None, int(match["count"] or match["times"] or 1)
    )
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
    is_twice = _one_of(given, "twice", _SWITCH) or False
    if "ask" in given:
        return Votes(question=replace(read_choice(given["ask"]), is_twice=is_twice))
    if "number" in given:
        return Votes(question=replace(read_number(given["number"]), is_twice=is_twice))
    if "vote" not in given:
        return None
    match = _VOTE.fullmatch(given["vote"])
    if match is None or not 1 <= int(match["count"]) <= MOST_DRAWINGS:
        raise BadInput(
            f"“vote: {given['vote']}” is no vote.", f"Write “drawings 3”, at most {MOST_DRAWINGS}."
        )
    return Votes(drawings=int(match["count"]))
