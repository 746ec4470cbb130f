"""The wall: drawings of a room, put up by pupils while a round is open, hidden or approved by the teacher.

A drawing answers one prompt of one seat and is replaced until the round closes. The prompt is its true label, unless class or
teacher name a slip of the pen; so a `WallDrawing` is a `DrawingRecord` and makes the same files and datasets.
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
from digitcore.lab.rooms import limits, rooms, rounds, seats
from digitcore.lab.rooms.room_access import Room, Teacher, changing, changing_as_teacher, read_room
from digitcore.lab.rooms.room_settings import RoomSettings
from digitcore.lab.rooms.rounds import Round
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store
from digitcore.languages import gettext as _

_ID = re.compile(r"(\d{1,6})-(\d{1,4})-(\d{1,3})")
_wall, _seats, _slips = schema.room_drawings, schema.room_seats, schema.room_slips


@dataclass(frozen=True, eq=False)
class WallDrawing(DrawingRecord):
    """One drawing of a room. Its id is unique within the room."""

    seat: int
    name: str
    """The pupil's name: plain text, and never on the projector."""
    round: int
    step: int
    """Which of the seat's prompts in this round, from 0."""
    vote: int | None
    """The pupil's guess of the prediction."""
    is_hidden: bool
    is_approved: bool
    is_removed: bool
    """Whether the seat was removed."""
    version: int
    """The room's version at its last change: the cursor of `listed`."""

    @property
    def is_slip(self) -> bool:
        """Whether it is something else than what was asked for."""
        return self.true_label != self.prompt

    @property
    def is_read(self) -> bool:
        """Whether the model reads what it really is."""
        return self.said == str(self.true_label)

    def is_shown(self, settings: RoomSettings) -> bool:
        """Whether it is on the wall, and part of the data on which the class is judged and trains.

        One that was drawn before the model was loaded waits for its prediction.
        """
        if self.is_hidden or self.is_removed or not len(self.probabilities):
            return False
        return not self.waits(settings)

    def waits(self, settings: RoomSettings) -> bool:
        """Whether it is for the teacher to look at first: what was drawn since approval is asked for, and what is no digit."""
        if self.is_approved or self.is_hidden or self.is_removed or not len(self.probabilities):
            return False
        is_asked = settings.approval and self.created_at.timestamp() >= settings.approval_since
        return is_asked or (settings.holds_scribbles and not self.is_digit)

    def shows_answer(self, round_: Round, settings: RoomSettings) -> bool:
        """Whether its pupil may see the prediction: the round is closed, and they guessed where the room asks
        for it.
        """
        return not round_.is_open and (self.vote is not None or not settings.guess_first)


@dataclass(frozen=True)
class RoundProgress:
    """How far a round is."""

    seats: int
    """Seats that drew all that was asked for, without worksheets that were handed in."""
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
    """Put up a drawing, in place of its earlier state, while the round takes drawings; gives its id.

    A changed drawing has to be voted on and approved again. After the round was closed, a drawing with a vote
    stays as it is: its pupil may have seen the prediction.
    """
    limits.check_drawing(drawing)
    values = drawing_records.columns(
        drawing, model=model, said=said, is_digit=is_digit, probabilities=probabilities
    )
    with changing(store, seat.room_id) as (connection, room):
        limits.count_act(connection, seats.current(connection, seat))
        round_ = rounds.read_round(connection, room.id, round_number)
        place = {"round": round_number, "seat": seat.number, "step": step}
        if not round_.takes_drawings or (not round_.is_open and _is_voted_on(connection, room.id, place)):
            raise BadInput(_("This round is over."), _("Your drawing stays as it was."))
        put_up(connection, room, place, prompt=_prompt(round_, seat.number, step), values=values)
    return drawing_id(**place)


def put_up(
    connection: Connection, room: Room, place: dict[str, int], *, prompt: int, values: dict[str, Any]
) -> None:
    """Put up a drawing, as its columns, in place of its earlier state: nobody has voted on it or approved it yet."""
    state = {"prompt": prompt, "version": room.version, "created_at": schema.now()}
    state |= {"strokes": values["strokes"] or "", "vote": None, "is_approved": False}
    _replace(connection, room.id, place, values | state)
    _forget_slip(connection, room.id, place)


def vote(store: Store, seat: Seat, round_number: int, step: int, digit: int) -> None:
    """Store a pupil's guess of the prediction; after the round was closed only a first guess counts."""
    if digit not in range(len(DIGITS)):
        raise BadInput(_("{number} is no digit.", number=digit), _("Choose a digit from 0 to 9."))
    this = _place(seat.room_id, round_number, seat.number, step)
    with changing(store, seat.room_id) as (connection, room):
        limits.count_act(connection, seats.current(connection, seat))
        if not rounds.read_round(connection, room.id, round_number).is_open:
            this &= _wall.c.vote.is_(None)  # the pupil may have seen the prediction
        if not connection.execute(
            sa.update(_wall).where(this).values(vote=digit, version=room.version)
        ).rowcount:
            raise BadInput(
                _("There is no drawing to vote on (any more)."), _("One vote counts for each drawing.")
            )


def put_answers(store: Store, room_id: str, answered: Sequence[WallDrawing], *, model: str) -> None:
    """Store this model's predictions for drawings that have none; one that changed since it was read is skipped."""
    with changing(store, room_id) as (connection, room):
        for drawing in answered:
            values = drawing_records.columns(
                drawing.drawing,
                model=model,
                said=drawing.said,
                is_digit=drawing.is_digit,
                probabilities=drawing.probabilities,
            )
            answer = {name: values[name] for name in ("model", "said", "is_digit", "probabilities")}
            this = _place(room_id, drawing.round, drawing.seat, drawing.step) & (
                _wall.c.version == drawing.version
            )
            connection.execute(sa.update(_wall).where(this).values(**answer, version=room.version))


def listed(store: Store, room_id: str, *, since: int = 0) -> list[WallDrawing]:
    """All drawings of a room that changed after its version `since`, hidden ones too, the last change last.

    The greatest version in the result is the next `since`. `is_shown` depends on the settings too: after a
    change of settings, evaluate it again for all.
    """
    return _listed(store, room_id, _wall.c.version > since)


def shown(store: Store, room_id: str) -> list[WallDrawing]:
    """The drawings on the wall, all of them: what the class trains on, votes on and exports. Polling pages have `live_wall`."""
    settings = rooms.get(store, room_id).settings
    drawings = [each for each in _listed(store, room_id, sa.true()) if each.is_shown(settings)]
    return sorted(drawings, key=lambda drawing: (drawing.round, drawing.seat, drawing.step))


def of_seat(store: Store, seat: Seat, round_number: int | None = None) -> list[WallDrawing]:
    """The drawings of one seat, in one round or in all."""
    these = _wall.c.seat == seat.number
    if round_number is not None:
        these &= _wall.c.round == round_number
    return sorted(_listed(store, seat.room_id, these), key=lambda drawing: (drawing.round, drawing.step))


def progress(store: Store, this_round: Round) -> RoundProgress:
    """Count the seats that are done with a round, and its drawings, without reading them."""
    columns = sa.func.count().label("drawn"), seats.is_on_paper().label("on_paper")
    these = (_wall.c.room_id == this_round.room_id) & (_wall.c.round == this_round.number)
    by_seat = sa.select(*columns).join(*_its_seat()).where(these, _seats.c.removed_at.is_(None))
    with store.reading() as connection:
        rows = connection.execute(by_seat.group_by(_wall.c.seat, _seats.c.visitor)).all()
    done = sum(row.drawn >= this_round.count and not row.on_paper for row in rows)
    return RoundProgress(done, sum(row.drawn for row in rows))


def hide(teacher: Teacher, drawing_ids: Sequence[str]) -> None:
    """Take drawings off the wall; `show` is the undo."""
    with changing_as_teacher(teacher, for_pupils=False) as connection:
        version = read_room(connection, teacher.room_id).version
        for each in drawing_ids:
            this = _place(teacher.room_id, *_numbers(each))
            connection.execute(sa.update(_wall).where(this).values(is_hidden=True, version=version))


def show(teacher: Teacher, drawings: Sequence[WallDrawing]) -> int:
    """Put drawings on the wall as they were seen: approved, and no longer hidden; gives how many of them are.

    One that its pupil has changed meanwhile was not seen by anybody, and waits.
    """
    with changing_as_teacher(teacher, for_pupils=False) as connection:
        version = read_room(connection, teacher.room_id).version
        values = {"is_hidden": False, "is_approved": True, "version": version}
        return sum(
            connection.execute(sa.update(_wall).where(_as_seen(teacher, each)).values(values)).rowcount
            for each in drawings
        )


def name_slip(teacher: Teacher, drawing: WallDrawing, label: int) -> bool:
    """Let a drawing, as it was seen, count as this digit; gives whether it was still so. Its prompt undoes it."""
    if label not in range(len(DIGITS)):
        raise BadInput(f"{label} is no digit.", "Choose a digit from 0 to 9.")
    place = {"round": drawing.round, "seat": drawing.seat, "step": drawing.step}
    with changing_as_teacher(teacher) as connection:
        version = read_room(connection, teacher.room_id).version
        if not connection.execute(
            sa.update(_wall).where(_as_seen(teacher, drawing)).values(version=version)
        ).rowcount:
            return False
        _forget_slip(connection, teacher.room_id, place)
        if label != drawing.prompt:
            connection.execute(sa.insert(_slips).values(room_id=teacher.room_id, **place, label=label))
    return True


def _forget_slip(connection: Connection, room_id: str, place: dict[str, int]) -> None:
    this = _slips.c.room_id == room_id
    for name, value in place.items():
        this &= _slips.c[name] == value
    connection.execute(sa.delete(_slips).where(this))


def _as_seen(teacher: Teacher, drawing: WallDrawing) -> sa.ColumnElement[bool]:
    return _place(teacher.room_id, *_numbers(drawing.id)) & (_wall.c.created_at == drawing.created_at)


def drawing_id(*, round: int, seat: int, step: int) -> str:
    """The id of a drawing within its room."""
    return f"{round}-{seat}-{step}"


def _numbers(drawing_id: str) -> tuple[int, ...]:
    match = _ID.fullmatch(drawing_id)
    if match is None:
        raise BadInput(f"{drawing_id[:40]!r} is no drawing of this room.", "Choose one from the wall.")
    return tuple(map(int, match.groups()))


def _is_voted_on(connection: Connection, room_id: str, place: dict[str, int]) -> bool:
    this = _place(room_id, place["round"], place["seat"], place["step"])
    return connection.execute(sa.select(_wall.c.vote).where(this)).scalar() is not None


def _replace(connection: Connection, room_id: str, place: dict[str, int], values: dict[str, Any]) -> None:
    this = _place(room_id, place["round"], place["seat"], place["step"])
    if not connection.execute(sa.update(_wall).where(this).values(**values)).rowcount:
        connection.execute(sa.insert(_wall).values(room_id=room_id, **place, **values))


def _prompt(round_: Round, seat_number: int, step: int) -> int:
    if not 0 <= step < round_.count:
        raise BadInput(f"Drawing {step + 1} was not asked for.", f"This round asks for {round_.count}.")
    return round_.prompts(seat_number)[step]


def _place(room_id: str, round_number: int, seat: int, step: int) -> sa.ColumnElement[bool]:
    here = (_wall.c.room_id == room_id) & (_wall.c.round == round_number)
    return here & (_wall.c.seat == seat) & (_wall.c.step == step)


def _its_seat() -> tuple[sa.Table, sa.ColumnElement[bool]]:
    return _seats, (_seats.c.room_id == _wall.c.room_id) & (_seats.c.number == _wall.c.seat)


def _its_slip() -> tuple[sa.Table, sa.ColumnElement[bool]]:
    is_its_own = (_slips.c.room_id == _wall.c.room_id) & (_slips.c.round == _wall.c.round)
    return _slips, is_its_own & (_slips.c.seat == _wall.c.seat) & (_slips.c.step == _wall.c.step)


def _listed(store: Store, room_id: str, these: sa.ColumnElement[bool]) -> list[WallDrawing]:
    columns = (_seats.c.name, _seats.c.removed_at, _slips.c.label)
    query = sa.select(_wall, *columns).join(*_its_seat()).outerjoin(*_its_slip())
    query = query.where(_wall.c.room_id == room_id, these).order_by(_wall.c.version)
    with store.reading() as connection:
        return [_record(row) for row in connection.execute(query)]


def _record(row: sa.Row[Any]) -> WallDrawing:
    return WallDrawing(
        id=drawing_id(round=row.round, seat=row.seat, step=row.step),
        created_at=row.created_at,
        true_label=row.prompt if row.label is None else row.label,
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
