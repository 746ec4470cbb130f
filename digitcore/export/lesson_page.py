"""A plan as a page for the teacher: to be printed, and read where there is no server."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digitcore.lab.lessons.plans import Card, Plan

_STYLE = """
body { font: 11pt/1.45 Georgia, serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #111; }
h1 { font-size: 20pt; margin-bottom: 0.2em; }
section { break-inside: avoid; border-top: 1px solid #999; padding: 0.4rem 0; }
h2 { font-size: 13pt; margin: 0.2em 0; display: flex; justify-content: space-between; }
p { margin: 0.3em 0; }
.room { font: 9pt/1.4 sans-serif; color: #444; }
li { margin-left: 1.2rem; }
@page { margin: 18mm; }
"""


def lesson_page(plan: Plan) -> str:
    """HTML without anything from outside: aims, and for each part its time, what to do, to ask, and what pupils say."""
    begins, parts = 0, []
    for card in plan.cards:
        parts.append(_part(card, begins))
        begins += card.minutes
    title = html.escape(plan.title)
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>\n'
        f"<h1>{title}</h1>\n<p>{_text(plan.words)}</p>\n" + "\n".join(parts) + "\n</html>\n"
    )


def _part(card: Card, begins: int) -> str:
    title, time = html.escape(card.title), f"{begins} to {begins + card.minutes} min"
    return (
        f"<section><h2><span>{title}</span><span>{time}</span></h2>"
        f'<p>{_text(card.words)}</p><p class="room">{html.escape(card.does)}</p>{_answers(card)}</section>'
    )


def _answers(card: Card) -> str:
    question = card.votes.question if card.votes else None
    if question is None:
        return ""
    marked = "".join(
        f"<li>{html.escape(answer)}{' (right)' if place == question.right else ''}</li>"
        for place, answer in enumerate(question.answers)
    )
    between = "" if question.answers else f" ({question.range[0]} to {question.range[1]})"
    return f"<p><b>{html.escape(question.text)}</b>{between}</p><ul>{marked}</ul>"


def _text(words: str) -> str:
    return (
        html.escape(words)
        .replace("\nAsk:", "<br><b>Ask:</b>")
        .replace("\nPupils say:", "<br><b>Pupils say:</b>")
    )
