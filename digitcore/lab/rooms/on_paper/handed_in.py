"""Worksheets that the teacher hands in, or a pupil brings: their drawings are on the wall like all others.

A sheet that the teacher hands in has a seat on the wall: one that is photographed again takes its own place, and counts once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection

from digitcore.data.ink import Drawing
from digitcore.data.plain_text import plain_text
from digitcore.data.worksheets import reading
from digitcore.data.worksheets.layout import PROMPTS
from digitcore.data.worksheets.reading import Worksheet
from digitcore.errors import BadInput
from digitcore.lab.drawings import drawing_records
from digitcore.lab.rooms import limits, rounds, seats, wall
from digitcore.lab.rooms.on_paper import same_sheet
from digitcore.lab.rooms.on_paper.same_sheet import Written
from digitcore.lab.rooms.room_access import Room, Teacher, changing, changing_as_teacher, read_room
from digitcore.lab.rooms.rounds import WORKSHEET, Round
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.store.store import Store
from digitcore.languages import gettext as _
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
    is_again: bool = False
    """Whether its sheet had been photographed before."""
    problem: str = ""
    """Which photograph could not be read, why, and what to do."""


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
    handed_in, known = [], _handed_in_before(teacher)
    for done, (name, data) in enumerate(photographs):
        report(Progress("Reading worksheets", done, len(photographs), "photographs"))
        shown = plain_text(name, longest=80) or "A photograph"
        try:
            handed_in.append(_hand_in(teacher, (shown, data), known, answer, model))
        except BadInput as problem:
            sentence = str(problem) if shown in str(problem) else f"{shown}: {problem}"
            handed_in.append(HandedIn(shown, problem=sentence))
    return handed_in


def bring(
    store: Store, seat: Seat, round_number: int, photograph: tuple[str, bytes], answer: Answer, *, model: str
) -> tuple[int, ...]:
    """A pupil's own worksheet, by name and content of its photograph, in an open round; gives which boxes were filled."""
    rows = _rows(reading.read(*photograph), answer, model)
    with changing(store, seat.room_id) as (connection, room):
        limits.count_act(connection, seats.current(connection, seat))
        round_ = rounds.read_round(connection, room.id, round_number)
        if not round_.is_open or round_.kind != WORKSHEET:
            raise BadInput(_("This round is over."), _("Your drawing stays as it was."))
        _put_up(connection, room, round_, seat, rows)
    return tuple(rows)


def _handed_in_before(teacher: Teacher) -> dict[str, Written]:
    """The name of each sheet that has a seat → what is written on it."""
    sheets = {seat.number: seat.sheet for seat in seats.listed(teacher.store, teacher.room_id)}
    drawings: dict[str, dict[int, Drawing]] = {sheet: {} for sheet in sheets.values() if sheet}
    for drawing in wall.listed(teacher.store, teacher.room_id):
        if sheet := sheets[drawing.seat]:
            drawings[sheet][drawing.step] = drawing.drawing
    return {sheet: same_sheet.written(of_sheet) for sheet, of_sheet in drawings.items()}


def _hand_in(
    teacher: Teacher,
    photograph: tuple[str, bytes],
    known: MutableMapping[str, Written],
    answer: Answer,
    model: str,
) -> HandedIn:
    """Put what is written on a sheet on the wall; it is `known` from then on."""
    (name, data), sheet = photograph, reading.read(*photograph)
    rows = _rows(sheet, answer, model)
    written = same_sheet.written(_written(sheet))
    alike = (other for other, earlier in known.items() if same_sheet.is_same(written, earlier))
    with changing_as_teacher(teacher) as connection:
        room = read_room(connection, teacher.room_id)
        round_ = rounds.for_worksheets(connection, teacher.room_id)
        seat = seats.of_paper(connection, room.id, next(alike, hashlib.sha256(data).hexdigest()))
        _put_up(connection, room, round_, seat, rows)
    is_again = seat.sheet in known
    known[seat.sheet] = written
    return HandedIn(name, seat.name, len(rows), is_again)


def _written(sheet: Worksheet) -> dict[int, Drawing]:
    """Box → its drawing."""
    return {box: drawing for box, drawing in enumerate(sheet.drawings) if drawing}


def _rows(sheet: Worksheet, answer: Answer, model: str) -> dict[int, dict[str, Any]]:
    """Box → its drawing with the model's answer, as columns; raises BadInput for an empty sheet."""
    written = _written(sheet)
    if not written:
        raise BadInput(_("Nothing is written on this sheet."), _("Photograph the side with the digits."))
    for drawing in written.values():
        limits.check_drawing(drawing)
    return {
        step: drawing_records.columns(drawing, model=model, **answer(drawing))
        for step, drawing in written.items()
    }


def _put_up(
    connection: Connection, room: Room, round_: Round, seat: Seat, rows: Mapping[int, dict[str, Any]]
) -> None:
    for step, values in rows.items():
        place = {"round": round_.number, "seat": seat.number, "step": step}
        wall.put_up(connection, room, place, prompt=PROMPTS[step], values=values)
