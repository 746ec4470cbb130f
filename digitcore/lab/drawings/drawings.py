"""Drawings: saved with a model's prediction, labelled, listed, deleted, expired after some days.

A drawing belongs to the visitor who drew it; nobody else sees it. It is saved while it is drawn, so a page that is left
loses nothing.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from digitcore import settings
from digitcore.data.ink import Drawing
from digitcore.errors import BadInput
from digitcore.lab.drawings import drawing_records
from digitcore.lab.drawings.drawing_records import DrawingRecord
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store

_ID_BYTES = 8
_ROUNDED = 1.0
"""How far a stored point may lie from where it was drawn, in pixels."""
_CACHED = 1_000
"""Size of the cache of unpacked drawings; some megabytes."""

MOST_DRAWINGS = 5_000
"""Of one visitor, a digit every ten seconds for fourteen hours; the oldest make room."""
UNDO_TIME = dt.timedelta(minutes=10)
"""How long a deleted drawing can be restored."""

_drawings = schema.drawings


def save(
    store: Store,
    visitor: str,
    drawing: Drawing,
    *,
    model: str,
    said: str,
    is_digit: bool,
    probabilities: NDArray[np.floating],
    prompt: int | None = None,
    drawing_id: str = "",
) -> str:
    """Save a drawing, in place of its earlier state where `drawing_id` names it; gives its id.

    The prompt is its true label until somebody sets another one.
    """
    values = drawing_records.columns(
        drawing, model=model, said=said, is_digit=is_digit, probabilities=probabilities
    )
    this = (_drawings.c.id == drawing_id) & (_drawings.c.visitor == visitor)
    with store.writing() as connection:
        if drawing_id and connection.execute(sa.update(_drawings).where(this).values(**values)).rowcount:
            return drawing_id
        new = {"id": secrets.token_hex(_ID_BYTES), "visitor": visitor, "created_at": schema.now()}
        prompted = {"prompt": prompt, "true_label": prompt}
        connection.execute(sa.insert(_drawings).values(**new, **values, **prompted))
        _make_room(connection, visitor)
        return str(new["id"])


def listed(
    store: Store, visitor: str, *, count: int | None = None, skip: int = 0, labelled: bool = False
) -> list[DrawingRecord]:
    """This visitor's drawings, the newest first; only those whose true label is a digit where `labelled`."""
    query = sa.select(_drawings).where(*_visible(visitor, labelled))
    query = query.order_by(_drawings.c.created_at.desc(), _drawings.c.id).offset(skip).limit(count)
    with store.reading() as connection:
        return [_record(row) for row in connection.execute(query)]


def begun(store: Store, visitor: str, drawing: Drawing) -> str:
    """The id of this visitor's newest drawing, where `drawing` begins with its strokes: it goes on. Empty where it is another."""
    newest = listed(store, visitor, count=1)
    strokes = newest[0].drawing.strokes if newest else ()
    is_its_beginning = 0 < len(strokes) <= len(drawing.strokes) and all(
        len(before) == len(now) and np.allclose(before, now, atol=_ROUNDED)
        for before, now in zip(strokes, drawing.strokes, strict=False)
    )
    return newest[0].id if is_its_beginning else ""


def count(store: Store, visitor: str, *, labelled: bool = False) -> int:
    """How many `listed` would give."""
    query = sa.select(sa.func.count()).select_from(_drawings).where(*_visible(visitor, labelled))
    with store.reading() as connection:
        return int(connection.execute(query).scalar() or 0)


def fingerprint(store: Store, visitor: str) -> str:
    """A hash of the labelled drawings that `listed` gives; the drawings are not unpacked for it."""
    columns = (_drawings.c.id, _drawings.c.true_label, _drawings.c.strokes, _drawings.c.bitmap)
    query = sa.select(*columns).where(*_visible(visitor, True)).order_by(_drawings.c.id)
    digest = hashlib.sha256()
    with store.reading() as connection:
        for row in connection.execute(query):
            digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def get(store: Store, visitor: str, drawing_id: str) -> DrawingRecord:
    """One drawing of this visitor; raises BadInput where there is none."""
    query = sa.select(_drawings).where(_drawings.c.id == drawing_id, *_visible(visitor, False))
    with store.reading() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise BadInput("This drawing is not there (any more).", "Choose one from your drawings.")
    return _record(row)


def put_label(store: Store, visitor: str, drawing_id: str, label: int | None) -> None:
    """Set the true label of a drawing; None removes it."""
    if label not in (None, drawing_records.NO_DIGIT, *range(10)):
        raise BadInput(
            f"{label} is no digit.", "A true label is a digit from 0 to 9, or -1 for what is none."
        )
    _change(store, visitor, [drawing_id], true_label=label)


def delete(store: Store, visitor: str, drawing_ids: Sequence[str]) -> None:
    """Delete drawings; `restore` is the undo for some minutes, and then they are removed for good."""
    _change(store, visitor, drawing_ids, deleted_at=schema.now())


def restore(store: Store, visitor: str, drawing_ids: Sequence[str]) -> None:
    """Undo `delete`, as far as that can still be done."""
    with store.writing() as connection:
        these = _restorable(visitor, drawing_ids)
        connection.execute(sa.update(_drawings).where(these).values(deleted_at=None))


def count_restorable(store: Store, visitor: str, drawing_ids: Sequence[str]) -> int:
    """How many of these `restore` would bring back now."""
    query = sa.select(sa.func.count()).select_from(_drawings).where(_restorable(visitor, drawing_ids))
    with store.reading() as connection:
        return int(connection.execute(query).scalar() or 0)


def delete_expired(store: Store) -> int:
    """Remove for good the drawings older than the settings allow, and those deleted a while ago; gives how many."""
    moment = schema.now()
    with store.writing() as connection:
        is_old = _drawings.c.created_at < moment - dt.timedelta(days=settings.current().drawing_days)
        was_deleted = _drawings.c.deleted_at < moment - UNDO_TIME
        return int(connection.execute(sa.delete(_drawings).where(is_old | was_deleted)).rowcount)


def _make_room(connection: sa.Connection, visitor: str) -> None:
    """Delete this visitor's oldest drawings beyond the bound."""
    own = _drawings.c.visitor == visitor
    newest_first = sa.select(_drawings.c.created_at).where(own).order_by(_drawings.c.created_at.desc())
    oldest = connection.execute(newest_first.offset(MOST_DRAWINGS).limit(1)).scalar()
    if oldest is not None:
        connection.execute(sa.delete(_drawings).where(own, _drawings.c.created_at <= oldest))


def _restorable(visitor: str, drawing_ids: Sequence[str]) -> sa.ColumnElement[bool]:
    is_recent = _drawings.c.deleted_at >= schema.now() - UNDO_TIME
    return _drawings.c.id.in_(drawing_ids) & (_drawings.c.visitor == visitor) & is_recent


def _visible(visitor: str, labelled: bool) -> tuple[sa.ColumnElement[bool], ...]:
    """The drawings that a visitor may see: an expired one is hidden at its hour, not only at the next cleaning."""
    oldest = schema.now() - dt.timedelta(days=settings.current().drawing_days)
    visible = (
        _drawings.c.visitor == visitor,
        _drawings.c.deleted_at.is_(None),
        _drawings.c.created_at >= oldest,
    )
    return (*visible, _drawings.c.true_label >= 0) if labelled else visible


def _change(store: Store, visitor: str, drawing_ids: Sequence[str], **values: Any) -> None:
    these = _drawings.c.id.in_(drawing_ids) & (_drawings.c.visitor == visitor)
    with store.writing() as connection:
        connection.execute(sa.update(_drawings).where(these).values(**values))


@functools.lru_cache(maxsize=_CACHED)
def _record(row: sa.Row[Any]) -> DrawingRecord:
    """A row as a record, cached by its content: lists are read again after each drawing."""
    return DrawingRecord(
        id=row.id,
        created_at=row.created_at,
        true_label=row.true_label,
        prompt=row.prompt,
        **drawing_records.values(row),
    )
