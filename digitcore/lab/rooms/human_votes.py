"""Votes of a class on test images, to compare people with the model: one vote a seat and image, changed freely."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from digitcore.data.dataset import DIGITS
from digitcore.data.results import ReadOnlyArrays
from digitcore.errors import BadInput
from digitcore.lab.rooms import limits, seats
from digitcore.lab.rooms.room_access import changing
from digitcore.lab.rooms.seats import Seat
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store
from digitcore.languages import gettext as _

LAST_IMAGE = 99_999
MOST_VOTES = 200
"""Of one seat: more images than a lesson has."""

_votes, _seats = schema.room_votes, schema.room_seats


@dataclass(frozen=True, eq=False)
class HumanVotes(ReadOnlyArrays):
    """The votes of a class."""

    images: NDArray[np.int64]
    """(n,) numbers of the images with votes, rising."""
    counts: NDArray[np.int64]
    """(n, 10) votes for each digit."""

    def of(self, image: int) -> NDArray[np.int64]:
        """(10,) votes on one image; zeros where nobody voted."""
        votes: NDArray[np.int64] = self.counts[self.images == image].sum(axis=0)
        return votes


def put(store: Store, seat: Seat, image: int, label: int) -> None:
    """Store one seat's vote on one image, in place of an earlier one."""
    if not 0 <= image <= LAST_IMAGE or label not in range(len(DIGITS)):
        raise BadInput(
            _("{number} for image {image} is no vote.", number=label, image=image),
            _("Choose a digit from 0 to 9."),
        )
    is_own = (_votes.c.room_id == seat.room_id) & (_votes.c.seat == seat.number)
    with changing(store, seat.room_id) as (connection, room):
        limits.count_act(connection, seats.current(connection, seat))
        if not room.is_open:
            raise BadInput(_("This room is closed."), _("Votes are no longer taken."))
        update = sa.update(_votes).where(is_own, _votes.c.image == image).values(label=label)
        if connection.execute(update).rowcount:
            return
        if (connection.execute(sa.select(sa.func.count()).where(is_own)).scalar() or 0) >= MOST_VOTES:
            raise BadInput(
                _("You voted on {count} images.", count=MOST_VOTES), _("That is enough: thank you.")
            )
        row = {"room_id": seat.room_id, "seat": seat.number, "image": image, "label": label}
        connection.execute(sa.insert(_votes).values(**row))


def of_seat(store: Store, seat: Seat) -> dict[int, int]:
    """The votes of one seat: image → digit."""
    query = sa.select(_votes.c.image, _votes.c.label).order_by(_votes.c.image)
    with store.reading() as connection:
        is_own = (_votes.c.room_id == seat.room_id) & (_votes.c.seat == seat.number)
        return {row.image: row.label for row in connection.execute(query.where(is_own))}


def tally(store: Store, room_id: str) -> HumanVotes:
    """The votes of all seats that were not taken away."""
    query = sa.select(_votes.c.image, _votes.c.label, sa.func.count().label("votes"))
    query = query.join(_seats, (_seats.c.room_id == _votes.c.room_id) & (_seats.c.number == _votes.c.seat))
    these = (_votes.c.room_id == room_id) & _seats.c.removed_at.is_(None)
    with store.reading() as connection:
        rows = connection.execute(query.where(these).group_by(_votes.c.image, _votes.c.label)).all()
    images = np.unique(np.array([row.image for row in rows], np.int64))
    counts = np.zeros((len(images), len(DIGITS)), np.int64)
    for row in rows:
        counts[np.searchsorted(images, row.image), row.label] = row.votes
    return HumanVotes(images, counts)
