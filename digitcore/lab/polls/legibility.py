"""Can one read it? The class votes on drawings that did the room's mission, as "a 7 that it calls a 1"."""

from __future__ import annotations

import numpy as np

from digitcore.errors import BadInput
from digitcore.lab.polls import ballots, polls
from digitcore.lab.polls.questions import LEGIBLE, MOST_DRAWINGS, NO_DIGIT, WHAT_IT_IS, Question
from digitcore.lab.rooms import deeds
from digitcore.lab.rooms.deeds import Proof
from digitcore.lab.rooms.room_access import Teacher
from digitcore.lab.store.store import Store


def unread(store: Store, room_id: str) -> list[Proof]:
    """The drawings on which the class has not voted yet."""
    return [proof for proof in deeds.proofs(store, room_id) if proof.votes is None]


def question(store: Store, room_id: str, prompt: int) -> Question:
    """What these drawings are, which were all to be this digit; raises BadInput where there is none."""
    proofs = unread(store, room_id)[:MOST_DRAWINGS]
    if not proofs:
        raise BadInput("There is no drawing to vote on.", "Wait until somebody has done the mission.")
    return Question(
        kind=LEGIBLE,
        text=WHAT_IT_IS,
        images=np.stack([proof.image for proof in proofs]),
        meant=(prompt,) * len(proofs),
        read=(NO_DIGIT,) * len(proofs),  # nobody is asked what the model read
        drawings=tuple(f"{proof.seat}" for proof in proofs),
    )


def judge_those_voted_on(teacher: Teacher) -> None:
    """Where the class was asked, and that was revealed: note how many read each drawing."""
    poll = polls.current(teacher.store, teacher.room_id)
    if poll is None or poll.question.kind != LEGIBLE:
        return
    solution, tally = polls.solution(teacher.store, poll), ballots.tally(teacher.store, poll)
    if solution is None or tally is None:
        return
    voted_on = []
    for item, seat in enumerate(solution.drawings):
        _, votes = tally.counts(item, NO_DIGIT + 1)
        if total := int(votes.sum()):
            voted_on.append(Proof(int(seat), solution.images[item], int(votes[solution.meant[item]]), total))
    if voted_on:
        deeds.put_votes(teacher, voted_on)
