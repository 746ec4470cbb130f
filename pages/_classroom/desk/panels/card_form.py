"""One card of a plan as fields: its words and its time, and what the room does at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from digitcore.data.dataset import DIGITS
from digitcore.errors import BadInput
from digitcore.lab.lessons import plan_text
from digitcore.lab.lessons.plans import LONGEST_TITLE, LONGEST_WORDS, Card, Draws, Votes
from digitcore.lab.polls.questions import CHOICE, LONGEST, MOST_DRAWINGS, read_choice, read_number
from digitcore.lab.rooms.class_training import NETWORKS
from digitcore.lab.rooms.rounds import KINDS, MOST_PROMPTS
from digitcore.learning.recipes.recipes import RECIPES
from pages._classroom import sent_lesson
from pages._classroom.projector.screens import SCREENS
from pages._shared.controls import session, state

_MOST_MINUTES, _FURTHEST = 120, 999_999


@dataclass(frozen=True)
class _Fields:
    """The fields of one card: their keys hold what was typed."""

    key: str

    def of(self, name: str) -> str:
        """The key of a field."""
        return f"card_{name}_{self.key}"

    def typed(self, name: str, default: Any = None) -> Any:
        """What is in it now."""
        return session.widget_value(self.of(name), default)


def show(card: Card, *, key: str, keep: Callable[[Card], None]) -> None:
    """The fields, and the button that keeps the card as it is in them."""
    fields = _Fields(key)
    with st.form(f"card_{key}"):
        _about(card, fields)
        if card.draws:
            _drawing(card.draws, card, fields)
        if card.votes:
            _asking(card.votes, fields)
        if card.trains:
            st.selectbox(
                "Network to train", NETWORKS, NETWORKS.index(card.trains), key=fields.of("train"),
                format_func=lambda name: RECIPES[name].title,
            )  # fmt: skip
        st.form_submit_button(
            "Keep the changes", icon=":material/check:", on_click=_keep, args=(card, fields, keep)
        )


@state.in_callback
def _keep(card: Card, fields: _Fields, keep: Callable[[Card], None]) -> None:
    keep(_read(card, fields))


def _about(card: Card, fields: _Fields) -> None:
    title, minutes = st.columns([4, 1])
    wall, page = st.columns(2)
    title.text_input("Title of the part", card.title, max_chars=LONGEST_TITLE, key=fields.of("title"))
    minutes.number_input("Minutes", 0, _MOST_MINUTES, card.minutes, key=fields.of("minutes"))
    _screen(wall, "The wall shows", card.wall, fields.of("wall"))
    page.text_input(
        "Phones lead to", card.page or "", key=fields.of("page"), placeholder="A lesson link; empty: the seat"
    )
    label = "For you: what to do, what to ask"
    st.text_area(label, card.words, max_chars=LONGEST_WORDS, height=110, key=fields.of("words"))


def _screen(place: DeltaGenerator, label: str, screen: str, key: str) -> None:
    names = list(SCREENS)
    place.selectbox(
        label, names, names.index(screen) if screen in names else 0, key=key,
        format_func=lambda name: SCREENS[name].title,
    )  # fmt: skip


def _drawing(draws: Draws, card: Card, fields: _Fields) -> None:
    kinds, (kind, digit, count, then) = list(KINDS), st.columns([3, 2, 2, 3])
    kind.selectbox(
        "They draw", kinds, kinds.index(draws.kind), key=fields.of("kind"),
        format_func=lambda name: KINDS[name].title,
    )  # fmt: skip
    digit.selectbox("Which digit", range(len(DIGITS)), draws.digit or 0, key=fields.of("digit"))
    count.number_input("Drawings each", 1, MOST_PROMPTS, draws.count, key=fields.of("count"))
    _screen(then, "Then the wall shows", card.then or card.wall, fields.of("then"))


def _asking(votes: Votes, fields: _Fields) -> None:
    question = votes.question
    if question is None:
        label = "On how many drawings the class votes"
        st.number_input(label, 1, MOST_DRAWINGS, votes.drawings, key=fields.of("drawings"))
        return
    st.text_input("What is asked", question.text, max_chars=LONGEST, key=fields.of("asked"))
    if question.kind == CHOICE:
        label = "Its answers, with | between them, * before the right one"
        st.text_input(label, plan_text.answers(question), key=fields.of("answers"))
    else:
        least, most = st.columns(2)
        for place, label, name, bound in zip(
            (least, most), ("The least", "The most"), ("low", "high"), question.range, strict=True
        ):
            place.number_input(label, -_FURTHEST, _FURTHEST, bound, key=fields.of(name))
    st.toggle("Discuss, and vote a second time", question.is_twice, key=fields.of("twice"))


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
    return sent_lesson.read(typed).path


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
