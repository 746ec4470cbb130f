"""Going through a plan in a room: each card sets the wall, the phones and the round; the room remembers where it is.

So a reload, another window or another server goes on at the same card. What the teacher sets by hand holds until the next one.
"""

from __future__ import annotations

from digitcore.errors import BadInput
from digitcore.lab.lessons.plans import Card, Plan, find
from digitcore.lab.polls import polls, questions
from digitcore.lab.polls.questions import Question
from digitcore.lab.rooms import rooms, rounds, wall
from digitcore.lab.rooms.room_access import Room, Teacher
from digitcore.lab.rooms.rounds import Round


def plan_of(room: Room) -> Plan | None:
    """The plan that this room follows, if any."""
    return find(room.settings.plan)


def card_of(room: Room) -> Card | None:
    """The card that the room is at."""
    plan = plan_of(room)
    return plan.cards[min(room.settings.card, len(plan.cards) - 1)] if plan else None


def begin(teacher: Teacher, name: str) -> None:
    """Follow this plan, from its first card."""
    if find(name) is None:
        raise BadInput("There is no such plan.", "Choose one from the list.")
    rooms.change_settings(teacher, plan=name, card=0)
    go_to(teacher, 0)


def leave(teacher: Teacher) -> None:
    """Follow no plan any more; the room stays as it is."""
    rooms.change_settings(teacher, plan="", card=0)


def proceed(teacher: Teacher) -> None:
    """The one large button: lead a vote on, close the card's round and show what came of it, or go to the next card."""
    room = rooms.room_of(teacher)
    card = card_of(room)
    if card is None:
        return
    poll = polls.current(teacher.store, teacher.room_id)
    if poll is not None and poll.takes_votes:
        polls.proceed(teacher)
    elif is_drawing(card, rounds.current(teacher.store, teacher.room_id)):
        rounds.close(teacher)
        rooms.change_settings(teacher, projector=card.then or card.wall)
    else:
        go_to(teacher, room.settings.card + 1)


def go_to(teacher: Teacher, number: int) -> None:
    """Go to a card: its wall, its page, its round and its poll; an open round is closed first, a poll put away."""
    plan = plan_of(rooms.room_of(teacher))
    if plan is None or not 0 <= number < len(plan.cards):
        return
    card = plan.cards[number]
    changes: dict[str, object] = {"card": number, "projector": card.wall}
    if card.guesses is not None:
        changes["guess_first"] = card.guesses
    if card.page is not None:
        changes["lesson"] = card.page
    rounds.close(teacher)
    polls.end(teacher)
    rooms.change_settings(teacher, **changes)
    if card.draws:
        rounds.start(teacher, card.draws.kind, digit=card.draws.digit, count=card.draws.count)
    if question := _question(teacher, card):
        polls.ask(teacher, question)


def _question(teacher: Teacher, card: Card) -> Question | None:
    """What the card asks; nothing where it asks for drawings and there are none."""
    if card.votes is None:
        return None
    if card.votes.question is not None:
        return card.votes.question
    drawings = questions.worth_a_vote(wall.shown(teacher.store, teacher.room_id), card.votes.drawings)
    return questions.on_drawings(drawings) if drawings else None


def is_drawing(card: Card, current: Round | None) -> bool:
    """Whether the card's round is open."""
    return card.draws is not None and current is not None and current.is_open
