"""One card of a plan as fields: its words and its time, and what the room does at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from digitcore.data.dataset import DIGITS
from digitcore.errors import BadInput
from digitcore.lab.lessons import plan_text
from digitcore.lab.lessons.plans import Card, Draws, Votes
from digitcore.lab.lessons.screens import TITLES
from digitcore.lab.polls.questions import CHOICE, MOST_DRAWINGS, read_choice, read_number
from digitcore.lab.rooms.class_training import NETWORKS
from digitcore.lab.rooms.rounds import KINDS, MOST_PROMPTS
from digitcore.learning.recipes.recipes import RECIPES
from pages._classroom.desk.panels import lesson_panel
from pages._shared.controls import session, state

_MOST_MINUTES, _FURTHEST = 120, 999_999


@dataclass
class _Fields:
    """The fields of the card that is open: their keys hold what was typed."""

    card: str = ""
    begun: dict[str, Any] = field(default_factory=dict)
    """The key of each, and what stood in it at first."""
    discards: int = 0
    """How often what was typed was discarded: the fields have other keys then."""

    def open(self, card: str) -> None:
        """Begin with the fields of this card."""
        self.card = f"{card}_{self.discards}"
        self.begun.clear()

    def begin(self, name: str, value: Any) -> str:
        """The key of a field that shows this value at first."""
        self.begun[self._key(name)] = value
        return self._key(name)

    def typed(self, name: str, default: Any = None) -> Any:
        """What is in it now."""
        return session.widget_value(self._key(name), default)

    @property
    def is_changed(self) -> bool:
        """Whether something else is in a field than at first."""
        return any(session.widget_value(key, value) != value for key, value in self.begun.items())

    def _key(self, name: str) -> str:
        return f"card_{name}_{self.card}"


def show(card: Card, *, key: str, keep: Callable[[Card], None]) -> None:
    """The fields, and the button that keeps the card as it is in them."""
    fields = session.remembered(_Fields)
    fields.open(key)
    with st.container(border=True, key="card_fields"):
        _about(card, fields)
        if card.draws:
            _drawing(card.draws, card, fields)
        if card.votes:
            _asking(card.votes, fields)
        if card.trains:
            st.selectbox(
                "Network to train", NETWORKS, NETWORKS.index(card.trains), key=fields.begin("train", card.trains),
                format_func=lambda name: RECIPES[name].title,
            )  # fmt: skip
        _show_buttons(card, fields, keep)


def refuse_to_lose_changes() -> None:
    """Raise BadInput where the fields hold what is not kept yet; called before another card is shown."""
    if session.remembered(_Fields).is_changed:
        raise BadInput("What you changed in this part is not kept.", "Keep or discard the changes first.")


def _show_buttons(card: Card, fields: _Fields, keep: Callable[[Card], None]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            "Keep the changes", icon=":material/check:", type="primary" if fields.is_changed else "secondary",
            on_click=_keep, args=(card, fields, keep),
        )  # fmt: skip
        if fields.is_changed:
            st.button("Discard them", icon=":material/undo:", on_click=_discard, args=(fields,))


def _discard(fields: _Fields) -> None:
    fields.discards += 1
    fields.begun.clear()


@state.in_callback
def _keep(card: Card, fields: _Fields, keep: Callable[[Card], None]) -> None:
    keep(_read(card, fields))


def _about(card: Card, fields: _Fields) -> None:
    title, minutes = st.columns([4, 1])
    wall, page = st.columns(2)
    title.text_input("Title of the part", card.title, key=fields.begin("title", card.title))
    minutes.number_input("Minutes", 0, _MOST_MINUTES, card.minutes, key=fields.begin("minutes", card.minutes))
    _screen(wall, "The wall shows", card.wall, fields.begin("wall", card.wall))
    page.text_input(
        "Phones lead to", card.page or "", key=fields.begin("page", card.page or ""),
        placeholder="A lesson link; empty: the seat",
    )  # fmt: skip
    label = "For you: what to do, what to ask"
    st.text_area(label, card.words, height=110, key=fields.begin("words", card.words))


def _screen(place: DeltaGenerator, label: str, screen: str, key: str) -> None:
    names = list(TITLES)
    place.selectbox(label, names, names.index(screen), key=key, format_func=TITLES.__getitem__)


def _drawing(draws: Draws, card: Card, fields: _Fields) -> None:
    kinds, (kind, digit, count, then) = list(KINDS), st.columns([3, 2, 2, 3])
    kind.selectbox(
        "They draw", kinds, kinds.index(draws.kind), key=fields.begin("kind", draws.kind),
        format_func=lambda name: KINDS[name].title,
    )  # fmt: skip
    digit.selectbox(
        "Which digit", range(len(DIGITS)), draws.digit or 0, key=fields.begin("digit", draws.digit or 0)
    )
    count.number_input("Drawings each", 1, MOST_PROMPTS, draws.count, key=fields.begin("count", draws.count))
    shown = card.then or card.wall
    _screen(then, "Then the wall shows", shown, fields.begin("then", shown))


def _asking(votes: Votes, fields: _Fields) -> None:
    question = votes.question
    if question is None:
        label = "On how many drawings the class votes"
        st.number_input(label, 1, MOST_DRAWINGS, votes.drawings, key=fields.begin("drawings", votes.drawings))
        return
    st.text_input("What is asked", question.text, key=fields.begin("asked", question.text))
    if question.kind == CHOICE:
        label = "Its answers, with | between them, * before the right one"
        answers = plan_text.answers(question)
        st.text_input(label, answers, key=fields.begin("answers", answers))
    else:
        least, most = st.columns(2)
        for place, label, name, bound in zip(
            (least, most), ("The least", "The most"), ("low", "high"), question.range, strict=True
        ):
            place.number_input(label, -_FURTHEST, _FURTHEST, bound, key=fields.begin(name, bound))
    st.toggle(
        "Discuss, and vote a second time", question.is_twice, key=fields.begin("twice", question.is_twice)
    )


def _read(card: Card, fields: _Fields) -> Card:
    """The card with what is in its fields; raises BadInput."""
    title = fields.typed("title", "").strip()
    if not title:
        raise BadInput("This part has no title.", "Give it one.")
    changed = replace(
        card, title=title, minutes=int(fields.typed("minutes", card.minutes)), words=fields.typed("words", ""),
        wall=fields.typed("wall"), page=_page(card, fields.typed("page", "")), trains=fields.typed("train", ""),
    )  # fmt: skip
    if card.draws:
        kind = fields.typed("kind")
        digit = fields.typed("digit") if kind == "digit" else None
        changed = replace(
            changed, draws=Draws(kind, digit, int(fields.typed("count", 1))), then=fields.typed("then")
        )
    return replace(changed, votes=_votes(card.votes, fields)) if card.votes else changed


def _page(card: Card, typed: str) -> str | None:
    """An empty field leaves phones where they are; where the card led somewhere, they come back to their seats."""
    if not typed.strip():
        return None if card.page is None else ""
    return lesson_panel.read_link(typed).path


def _votes(votes: Votes, fields: _Fields) -> Votes:
    if votes.question is None:
        return Votes(drawings=int(fields.typed("drawings", 1)))
    asked = fields.typed("asked", "").replace("|", "/")
    question = (
        read_choice(f"{asked} | {fields.typed('answers')}")
        if votes.question.kind == CHOICE
        else read_number(f"{asked} | {fields.typed('low')} | {fields.typed('high')}")
    )
    return Votes(question=replace(question, is_twice=fields.typed("twice", False)))
