"""Going through a plan in a room: each card sets the wall, the phones and the round; the room remembers where it is.

So a reload, another window or another server goes on at the same card. What the teacher sets by hand holds until the next one.
"""

from __future__ import annotations

from digitcore.errors import BadInput
from digitcore.lab.lessons import own_plans, pacing
from digitcore.lab.lessons.plans import Card, Plan
from digitcore.lab.polls import legibility, polls, questions, slips
from digitcore.lab.polls.polls import FIRST
from digitcore.lab.polls.questions import Question
from digitcore.lab.rooms import class_data, class_training, rooms, rounds, wall
from digitcore.lab.rooms.room_access import Room, Teacher
from digitcore.lab.rooms.rounds import Round
from digitcore.lab.store.store import Store

VOTE_AGAIN, REVEAL, CLOSE, TRAIN, NEXT = ("vote again", "reveal", "close", "train", "next")


def plan_of(store: Store, room: Room) -> Plan | None:
    """The plan that this room follows, if any."""
    return own_plans.find(store, room.id, room.settings.plan)


def card_of(store: Store, room: Room) -> Card | None:
    """The card that the room is at."""
    plan = plan_of(store, room)
    return plan.cards[min(room.settings.card, len(plan.cards) - 1)] if plan else None


def begin(teacher: Teacher, name: str) -> None:
    """Follow this plan, from its first card."""
    if own_plans.find(teacher.store, teacher.room_id, name) is None:
        raise BadInput("There is no such plan.", "Choose one from the list.")
    rooms.change_settings(teacher, plan=name, card=0)
    go_to(teacher, 0)


def leave(teacher: Teacher) -> None:
    """Follow no plan any more; the room stays as it is."""
    rooms.change_settings(teacher, plan="", card=0, **pacing.beginning(0))


def next_step(teacher: Teacher) -> str:
    """What the one large button does next: one of the steps above, or the empty text at the end of the plan."""
    room = rooms.room_of(teacher)
    plan, card = plan_of(teacher.store, room), card_of(teacher.store, room)
    poll = polls.current(teacher.store, teacher.room_id)
    if poll is not None and poll.takes_votes:
        if card is not None and card.trains and not _shortage(teacher):
            return TRAIN
        return VOTE_AGAIN if poll.stage == FIRST and poll.question.is_twice else REVEAL
    following = (
        plan.cards[room.settings.card + 1] if plan and room.settings.card + 1 < len(plan.cards) else None
    )
    if is_drawing(rounds.latest(teacher.store, teacher.room_id)):
        # Closed by itself, the round would show what was read, which the class is asked next.
        asks_about_it = (
            card is not None and card.draws and following and following.votes and following.votes.drawings
        )
        return NEXT if asks_about_it else CLOSE
    return NEXT if following else ""


def proceed(teacher: Teacher) -> str:
    """The one large button: lead a vote on, close a round and show what came of it, or go to the next card.

    Gives the network that is to be trained with the class now, if one is.
    """
    room, step = rooms.room_of(teacher), next_step(teacher)
    card = card_of(teacher.store, room)
    if step in (VOTE_AGAIN, REVEAL):
        polls.proceed(teacher)
        slips.name_those_voted_on(teacher)
        legibility.judge_those_voted_on(teacher)
    elif step == CLOSE:
        rounds.close(teacher)
        rooms.change_settings(
            teacher, projector=(card.then or card.wall) if card and card.draws else "gallery"
        )
    elif step == TRAIN and card:
        polls.proceed(teacher)  # the prediction is made, and stays on the phones
        rooms.change_settings(teacher, projector=card.then or card.wall)
        return card.trains
    elif step == NEXT:
        go_to(teacher, room.settings.card + 1)
    return ""


def _shortage(teacher: Teacher) -> BadInput | None:
    """Why the class drew too little to train on, if it did."""
    return class_data.shortage(wall.shown(teacher.store, teacher.room_id))


def go_to(teacher: Teacher, number: int) -> None:
    """Go to a card: its wall, its page, its round and its poll; an open round is closed first, a poll put away."""
    plan = plan_of(teacher.store, rooms.room_of(teacher))
    if plan is None or not 0 <= number < len(plan.cards):
        return
    card = plan.cards[number]
    changes: dict[str, object] = {"card": number, "projector": card.wall, **pacing.beginning(card.minutes)}
    if card.has_our_model and (ours := _our_model(teacher)):
        changes["model"] = ours
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


def _our_model(teacher: Teacher) -> str:
    """What was trained with the class last, once it is trained."""
    pair = class_training.latest(teacher.store, rooms.room_of(teacher))
    return pair.after.id if pair is not None and pair.is_judged else ""


def _question(teacher: Teacher, card: Card) -> Question | None:
    """What the card asks; nothing where it asks for drawings and there are none."""
    if card.votes is None:
        return None
    if card.votes.question is not None:
        return card.votes.question
    drawings = questions.worth_a_vote(wall.shown(teacher.store, teacher.room_id), card.votes.drawings)
    return questions.on_drawings(drawings) if drawings else None


def is_drawing(current: Round | None) -> bool:
    """Whether a round is open."""
    return current is not None and current.is_open
