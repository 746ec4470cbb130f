"""Slips of the pen that a class names by a vote: from then on the drawing counts as what it is."""

from __future__ import annotations

import numpy as np

from digitcore.lab.drawings.drawing_files import framed
from digitcore.lab.polls import ballots, poll_results, polls
from digitcore.lab.polls.questions import LABELS, NO_DIGIT
from digitcore.lab.rooms import wall
from digitcore.lab.rooms.room_access import Teacher


def name_those_voted_on(teacher: Teacher) -> None:
    """Where the class was asked what drawings really are, and that was revealed: store what it said."""
    poll = polls.current(teacher.store, teacher.room_id)
    if poll is None or poll.question.kind != LABELS:
        return
    solution, tally = polls.solution(teacher.store, poll), ballots.tally(teacher.store, poll)
    if solution is None or tally is None:
        return
    on_wall = {drawing.id: drawing for drawing in wall.listed(teacher.store, teacher.room_id)}
    for item, drawing_id in enumerate(solution.drawings):
        drawing = on_wall.get(drawing_id)
        if drawing is None:
            continue
        _, votes = tally.counts(item, NO_DIGIT + 1)
        label = poll_results.really(votes, solution.meant[item])
        was_voted_on = np.array_equal(framed([drawing])[0], solution.images[item])  # not drawn anew since
        if was_voted_on and label != drawing.true_label:
            wall.name_slip(teacher, drawing, label)
