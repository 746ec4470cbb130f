"""A poll in a room: asked by the teacher, voted on once or twice, revealed, put away.

A `Poll` holds what everybody may see. What is right, and what the model read, comes from `solution`, which gives nothing
before the reveal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digitcore.errors import BadInput
from digitcore.lab.polls import questions
from digitcore.lab.polls.questions import Question
from digitcore.lab.rooms.room_access import Teacher, changing_as_teacher, read_room
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store
from digitcore.languages import gettext as _

FIRST, AGAIN, REVEALED, OVER, ENDED = "first", "again", "revealed", "over", "ended"
"""The stages of a poll: where it is voted on once, the second is left out; at last it is put away, revealed or not."""
TOLD = (REVEALED, OVER)
"""The stages in which everybody may know what came of it."""
_polls = schema.room_polls


@dataclass(frozen=True, eq=False)
class Poll:
    """A poll as everybody may see it."""

    room_id: str
    number: int
    stage: str
    question: Question
    """Without what is right, what was meant, what was read and whose drawings they are."""

    @property
    def takes_votes(self) -> bool:
        """Whether one can vote now."""
        return self.stage in (FIRST, AGAIN)


def ask(teacher: Teacher, question: Question) -> Poll:
    """Ask the class, in place of the poll before."""
    with changing_as_teacher(teacher) as connection:
        if not read_room(connection, teacher.room_id).is_open:
            raise BadInput("This room is closed.", "Open it again first.")
        _put_away(connection, teacher.room_id)
        latest = sa.select(sa.func.coalesce(sa.func.max(_polls.c.number), 0))
        number = connection.execute(latest.where(_polls.c.room_id == teacher.room_id)).scalar_one() + 1
        row = {"room_id": teacher.room_id, "number": number, "stage": FIRST, "started_at": schema.now()}
        asked = {"kind": question.kind, "question": question.text, "is_twice": question.is_twice}
        content = {"content_json": questions.to_json(question)}
        connection.execute(sa.insert(_polls).values(**row, **asked, **content))
    return Poll(teacher.room_id, number, FIRST, _public(question))


def proceed(teacher: Teacher) -> None:
    """From the first vote to the second, from the last to the reveal; nothing where nothing is voted on."""
    with changing_as_teacher(teacher) as connection:
        row = _latest(connection, teacher.room_id)
        if row is not None and row.stage in (FIRST, AGAIN):
            stage = AGAIN if row.stage == FIRST and row.is_twice else REVEALED
            _set_stage(connection, teacher.room_id, stage)


def end(teacher: Teacher) -> None:
    """Put the poll away, revealed or not."""
    with changing_as_teacher(teacher) as connection:
        _put_away(connection, teacher.room_id)


def current(store: Store, room_id: str) -> Poll | None:
    """The poll that the room is at, if any."""
    with store.reading() as connection:
        row = _latest(connection, room_id)
    return None if row is None else Poll(room_id, row.number, row.stage, _public(_question(row)))


def on_wall(store: Store, room_id: str) -> Poll | None:
    """The poll that the wall shows: on a frozen wall that of then, at the stage of then."""
    with store.reading() as connection:
        settings = read_room(connection, room_id).settings
        if not settings.is_frozen:
            row = _latest(connection, room_id)
            stage = "" if row is None else row.stage
        else:
            number, _, stage = settings.frozen_poll.partition(".")
            row = read(connection, room_id, int(number)) if number.isdecimal() else None
    return None if row is None else Poll(room_id, row.number, stage, _public(_question(row)))


def solution(store: Store, poll: Poll) -> Question | None:
    """The question with what is right; None before the reveal."""
    with store.reading() as connection:
        row = read(connection, poll.room_id, poll.number)
    return _question(row) if row.stage in TOLD else None


def revealed(store: Store, room_id: str) -> list[Poll]:
    """The polls of the room that have been voted on and revealed, or put away after that; the first one first."""
    query = (
        sa.select(_polls)
        .where(_polls.c.room_id == room_id, _polls.c.stage.in_(TOLD))
        .order_by(_polls.c.number)
    )
    with store.reading() as connection:
        rows = connection.execute(query).all()
    return [Poll(room_id, row.number, row.stage, _public(_question(row))) for row in rows]


def kept_secret(store: Store, room_id: str) -> frozenset[str]:
    """The ids of the drawings that are voted on now: no other screen may show them with an answer."""
    with store.reading() as connection:
        row = _latest(connection, room_id)
    return frozenset() if row is None or row.stage == REVEALED else frozenset(_question(row).drawings)


def read(connection: Connection, room_id: str, number: int) -> sa.Row[Any]:
    """The row of a poll, within a transaction; raises BadInput where there is none."""
    this = (_polls.c.room_id == room_id) & (_polls.c.number == number)
    row = connection.execute(sa.select(_polls).where(this)).one_or_none()
    if row is None:
        raise BadInput(_("This vote is over."), _("Wait for the next one."))
    return row


def _latest(connection: Connection, room_id: str) -> sa.Row[Any] | None:
    these = (_polls.c.room_id == room_id) & _polls.c.stage.not_in((ENDED, OVER))
    return connection.execute(
        sa.select(_polls).where(these).order_by(_polls.c.number.desc()).limit(1)
    ).one_or_none()


def _put_away(connection: Connection, room_id: str) -> None:
    _set_stage(connection, room_id, sa.case((_polls.c.stage == REVEALED, OVER), else_=ENDED))


def _set_stage(connection: Connection, room_id: str, stage: str | sa.ColumnElement[str]) -> None:
    these = (_polls.c.room_id == room_id) & _polls.c.stage.not_in((ENDED, OVER))
    connection.execute(sa.update(_polls).where(these).values(stage=stage))


def _question(row: sa.Row[Any]) -> Question:
    return questions.from_json(row.kind, row.question, row.is_twice, row.content_json)


def _public(question: Question) -> Question:
    return replace(question, right=None, meant=(), read=(), drawings=())
