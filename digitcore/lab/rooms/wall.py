"""Drawings of a room: put by pupils while a round is open, looked at by all, hidden or approved by the teacher.

A drawing stands for one prompt of one seat and is replaced until the round closes. What was asked for is its true label,
so a record is a `DrawingRecord` and makes the same files and datasets. How the pages show them is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.engine import Connection

from digitcore.data.dataset import DIGITS
from digitcore.data.ink import Drawing
from digitcore.errors import BadInput
from digitcore.lab.drawings import drawing_records
from digitcore.lab.drawings.drawing_records import DrawingRecord
from digitcore.lab.rooms import room_access, room_limits, rooms, rounds, seats
from digitcore.lab.rooms.room_access import Teacher, changing, teaching
from digitcore.lab.rooms.room_settings import RoomSettings
from digitcore.lab.rooms.rounds import Round
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store

_ID = re.compile(r"(\d{1,6})-(\d{1,4})-(\d{1,3})")
_wall, _seats = schema.room_drawings, schema.room_seats


@dataclass(frozen=True, eq=False)
class WallDrawing(DrawingRecord):
    """One drawing of a room. Its id holds within the room."""

    seat: int
    name: str
    """Of who drew it, to be shown as plain text, and never on the projector."""
    round: int
    step: int
    """Which of the seat's prompts in this round, from 0."""
    vote: int | None
    """What the pupil thought the model would say."""
    is_hidden: bool
    is_approved: bool
    is_removed: bool
    """Whether the seat was taken away."""
    version: int
    """The room's version when it was last changed: the cursor of `listed`."""

    def is_shown(self, settings: RoomSettings) -> bool:
        """Whether it is on the wall, and part of what the class is judged by and learns from.

        One that was drawn before the model was loaded waits for its answer.
        """
        if self.is_hidden or self.is_removed or not len(self.probabilities):
            return False
        return self.is_approved or not settings.approval

    def shows_answer(self, asked: Round, settings: RoomSettings) -> bool:
        """Whether its pupil may see what the model said: the round is over, and they voted where that is asked for."""
        return not asked.is_open and (self.vote is not None or not settings.guess_first)


@dataclass(frozen=True)
class Drawn:
    """How far a round is."""

    seats: int
    """Seats that drew something."""
    drawings: int


def put(
    store: Store,
    seat: Seat,
    round_number: int,
    step: int,
    drawing: Drawing,
    *,
    model: str,
    said: str,
    is_digit: bool,
    probabilities: NDArray[np.floating],
) -> str:
    """Hang up a drawing in the place of its earlier state, while the round takes drawings; gives its id.

    What it was voted on and approved as was another drawing: it has to be voted on and approved again. Once the round is
    closed, what was voted on stays: the answer may have been seen.
    """
    room_limits.check_drawing(drawing)
    values = drawing_records.columns(
        drawing, model=model, said=said, is_digit=is_digit, probabilities=probabilities
    )
    with changing(store, seat.room_id) as (connection, room):
        room_limits.count_act(connection, seats.sitting(connection, seat))
        asked = rounds.one(connection, room.id, round_number)
        place = {"round": round_number, "seat": seat.number, "step": step}
        if not asked.takes_drawings or (not asked.is_open and _is_voted_on(connection, room.id, place)):
            raise BadInput("This round is over.", "Your drawing stays as it was.")
        values |= {
            "prompt": _prompt(asked, seat.number, step),
            "version": room.version,
            "created_at": schema.now(),
        }
        _replace(connection, room.id, place, values | {"vote": None, "is_approved": False})
    return drawing_id(**place)


def vote(store: Store, seat: Seat, round_number: int, step: int, digit: int) -> None:
    """What a pupil thinks the model says of their drawing; once the round is over the first vote counts."""
    if digit not in range(len(DIGITS)):
        raise BadInput(f"{digit} is no digit.", "Choose a digit from 0 to 9.")
    this = _place(seat.room_id, round_number, seat.number, step)
    with changing(store, seat.room_id) as (connection, room):
        room_limits.count_act(connection, seats.sitting(connection, seat))
        if not rounds.one(connection, room.id, round_number).is_open:
            this &= _wall.c.vote.is_(None)  # the answer may have been seen since
        if not connection.execute(
            sa.update(_wall).where(this).values(vote=digit, version=room.version)
        ).rowcount:
            raise BadInput("There is no drawing to vote on (any more).", "One vote counts for each drawing.")


def put_answers(store: Store, room_id: str, answered: Sequence[WallDrawing], *, model: str) -> None:
    """Keep what this model said of drawings that had no answer; one that was drawn anew since it was read is left alone."""
    with changing(store, room_id) as (connection, room):
        for one in answered:
            values = drawing_records.columns(
                one.drawing,
                model=model,
                said=one.said,
                is_digit=one.is_digit,
                probabilities=one.probabilities,
            )
            answer = {name: values[name] for name in ("model", "said", "is_digit", "probabilities")}
            this = _place(room_id, one.round, one.seat, one.step) & (_wall.c.version == one.version)
            connection.execute(sa.update(_wall).where(this).values(**answer, version=room.version))


def listed(store: Store, room_id: str, *, since: int = 0) -> list[WallDrawing]:
    """All drawings of a room that changed after its version `since`, hidden ones too, the last change last.

    The greatest version of what was given is the next `since`. `is_shown` hangs on the settings too: where those changed,
    ask it again of all.
    """
    return _listed(store, room_id, _wall.c.version > since)


def shown(store: Store, room_id: str) -> list[WallDrawing]:
    """The drawings that are on the wall: what the class is judged by, learns from and takes away."""
    settings = rooms.get(store, room_id).settings
    found = [one for one in _listed(store, room_id, sa.true()) if one.is_shown(settings)]
    return sorted(found, key=lambda one: (one.round, one.seat, one.step))


def of_seat(store: Store, seat: Seat, round_number: int | None = None) -> list[WallDrawing]:
    """One's own drawings, of one round or of all."""
    theirs = _wall.c.seat == seat.number
    if round_number is not None:
        theirs &= _wall.c.round == round_number
    return sorted(_listed(store, seat.room_id, theirs), key=lambda one: (one.round, one.step))


def drawn(store: Store, room_id: str, round_number: int) -> Drawn:
    """How many drew something in a round, and how much, without what."""
    counts = sa.select(sa.func.count(sa.distinct(_wall.c.seat)), sa.func.count()).join(*_its_seat())
    these = (_wall.c.room_id == room_id) & (_wall.c.round == round_number) & _seats.c.removed_at.is_(None)
    with store.reading() as connection:
        count, drawings = connection.execute(counts.where(these)).one()
    return Drawn(int(count), int(drawings))


def hide(teacher: Teacher, drawing_ids: Sequence[str]) -> None:
    """Take drawings off the wall; `show` is the undo."""
    _change(teacher, drawing_ids, is_hidden=True)


def show(teacher: Teacher, drawing_ids: Sequence[str]) -> None:
    """Put drawings on the wall: approved, and no longer hidden."""
    _change(teacher, drawing_ids, is_hidden=False, is_approved=True)


def drawing_id(*, round: int, seat: int, step: int) -> str:
    """What a drawing is called within its room."""
    return f"{round}-{seat}-{step}"


def _change(teacher: Teacher, drawing_ids: Sequence[str], **values: Any) -> None:
    with teaching(teacher, for_pupils=False) as connection:
        version = room_access.one(connection, teacher.room_id).version
        for each in drawing_ids:
            match = _ID.fullmatch(each)
            if match is None:
                raise BadInput(f"{each[:40]!r} is no drawing of this room.", "Choose one from the wall.")
            this = _place(teacher.room_id, *map(int, match.groups()))
            connection.execute(sa.update(_wall).where(this).values(**values, version=version))


def _is_voted_on(connection: Connection, room_id: str, place: dict[str, int]) -> bool:
    this = _place(room_id, place["round"], place["seat"], place["step"])
    return connection.execute(sa.select(_wall.c.vote).where(this)).scalar() is not None


def _replace(connection: Connection, room_id: str, place: dict[str, int], values: dict[str, Any]) -> None:
    this = _place(room_id, place["round"], place["seat"], place["step"])
    if not connection.execute(sa.update(_wall).where(this).values(**values)).rowcount:
        connection.execute(sa.insert(_wall).values(room_id=room_id, **place, **values))


def _prompt(asked: Round, seat_number: int, step: int) -> int:
    if not 0 <= step < asked.count:
        raise BadInput(f"Drawing {step + 1} was not asked for.", f"This round asks for {asked.count}.")
    return asked.prompts(seat_number)[step]


def _place(room_id: str, round_number: int, seat: int, step: int) -> sa.ColumnElement[bool]:
    here = (_wall.c.room_id == room_id) & (_wall.c.round == round_number)
    return here & (_wall.c.seat == seat) & (_wall.c.step == step)


def _its_seat() -> tuple[sa.Table, sa.ColumnElement[bool]]:
    return _seats, (_seats.c.room_id == _wall.c.room_id) & (_seats.c.number == _wall.c.seat)


def _listed(store: Store, room_id: str, these: sa.ColumnElement[bool]) -> list[WallDrawing]:
    query = sa.select(_wall, _seats.c.name, _seats.c.removed_at).join(*_its_seat())
    query = query.where(_wall.c.room_id == room_id, these).order_by(_wall.c.version)
    with store.reading() as connection:
        return [_record(row) for row in connection.execute(query)]


def _record(row: sa.Row[Any]) -> WallDrawing:
    return WallDrawing(
        id=drawing_id(round=row.round, seat=row.seat, step=row.step),
        created_at=row.created_at,
        true_label=row.prompt,
        prompt=row.prompt,
        **drawing_records.values(row),
        seat=row.seat,
        name=row.name,
        round=row.round,
        step=row.step,
        vote=row.vote,
        is_hidden=row.is_hidden,
        is_approved=row.is_approved,
        is_removed=row.removed_at is not None,
        version=row.version,
    )
