"""Worksheets that the teacher hands in: each sheet is a pupil with a seat, and its drawings are on the wall like all others.

The seat follows from the photograph, so that one that is handed in again takes its own place and is not counted twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from digitcore.data.ink import Drawing
from digitcore.data.plain_text import plain_text
from digitcore.data.worksheets import reading
from digitcore.data.worksheets.layout import PROMPTS
from digitcore.data.worksheets.reading import Worksheet
from digitcore.errors import BadInput
from digitcore.lab.drawings import drawing_records
from digitcore.lab.rooms import limits, rounds, seats, wall
from digitcore.lab.rooms.room_access import Teacher, changing_as_teacher, read_room
from digitcore.progress import Progress, Report, ignore

MOST_AT_ONCE = 40
"""Photographs: a large class, some of them twice."""

Answer = Callable[[Drawing], Mapping[str, Any]]
"""What a model says of a drawing: `said`, `is_digit`, `probabilities`."""


@dataclass(frozen=True)
class HandedIn:
    """What became of one photograph."""

    name: str
    """Of the file, as plain text."""
    seat: str = ""
    """The name of the seat that it got; empty where it could not be read."""
    drawings: int = 0
    problem: str = ""
    """Why it could not be read, and what to do."""


def hand_in(
    teacher: Teacher,
    photographs: Sequence[tuple[str, bytes]],
    answer: Answer,
    *,
    model: str,
    report: Report = ignore,
) -> list[HandedIn]:
    """Read photographs, given by name and content, one after the other; one that cannot be read gets its sentence."""
    if len(photographs) > MOST_AT_ONCE:
        raise BadInput(f"These are {len(photographs)} photographs.", f"Bring at most {MOST_AT_ONCE} at once.")
    handed_in = []
    for done, (name, data) in enumerate(photographs):
        report(Progress("Reading worksheets", done, len(photographs), "photographs"))
        shown = plain_text(name, longest=80) or "A photograph"
        try:
            seat, count = _hand_in(teacher, reading.read(name, data), data, answer, model)
            handed_in.append(HandedIn(shown, seat, count))
        except BadInput as problem:
            handed_in.append(HandedIn(shown, problem=str(problem)))
    return handed_in


def _hand_in(teacher: Teacher, sheet: Worksheet, data: bytes, answer: Answer, model: str) -> tuple[str, int]:
    """The name of its seat and the number of its drawings."""
    rows = {step: _row(drawing, answer, model) for step, drawing in enumerate(sheet.drawings) if drawing}
    if not rows:
        raise BadInput("Nothing is written on this sheet.", "Photograph the side with the digits.")
    with changing_as_teacher(teacher) as connection:
        room, round_ = read_room(connection, teacher.room_id), rounds.on_paper(connection, teacher.room_id)
        seat = seats.of_paper(connection, room.id, hashlib.sha256(data).hexdigest())
        for step, values in rows.items():
            place = {"round": round_.number, "seat": seat.number, "step": step}
            wall.put_up(connection, room, place, prompt=PROMPTS[step], values=values)
    return seat.name, len(rows)


def _row(drawing: Drawing, answer: Answer, model: str) -> dict[str, Any]:
    limits.check_drawing(drawing)
    return drawing_records.columns(drawing, model=model, **answer(drawing))
