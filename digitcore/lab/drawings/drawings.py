"""Drawings: kept as strokes with what a model said of them, labelled, listed, deleted, forgotten after some days.

A drawing belongs to the visitor who drew it; nobody else sees it. It is written while it is drawn, so what was on the
canvas when a page was left is here. How it is packed is in `drawing_records`, files made from drawings are in `drawing_files`.
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
_KNOWN = 1_000
"""Drawings that are not unpacked again; some megabytes."""

_drawings = schema.drawings


def keep(
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
    """Write a drawing down, in the place of its earlier state where `drawing_id` names it; gives its id.

    What was asked for is its true label until somebody says otherwise.
    """
    values = drawing_records.columns(
        drawing, model=model, said=said, is_digit=is_digit, probabilities=probabilities
    )
    this = (_drawings.c.id == drawing_id) & (_drawings.c.visitor == visitor)
    with store.writing() as connection:
        if drawing_id and connection.execute(sa.update(_drawings).where(this).values(**values)).rowcount:
            return drawing_id
        moment = schema.now()
        _forget_before(connection, moment - dt.timedelta(days=settings.current().drawing_days))
        new = {"id": secrets.token_hex(_ID_BYTES), "visitor": visitor, "created_at": moment}
        asked = {"prompt": prompt, "true_label": prompt}
        connection.execute(sa.insert(_drawings).values(**new, **values, **asked))
        return str(new["id"])


def listed(
    store: Store, visitor: str, *, count: int | None = None, skip: int = 0, labelled: bool = False
) -> list[DrawingRecord]:
    """This visitor's drawings, the newest first; only those with a true label where `labelled`."""
    query = sa.select(_drawings).where(*_visible(visitor, labelled))
    query = query.order_by(_drawings.c.created_at.desc(), _drawings.c.id).offset(skip).limit(count)
    with store.reading() as connection:
        return [_record(row) for row in connection.execute(query)]


def count(store: Store, visitor: str, *, labelled: bool = False) -> int:
    """How many `listed` would give."""
    query = sa.select(sa.func.count()).select_from(_drawings).where(*_visible(visitor, labelled))
    with store.reading() as connection:
        return int(connection.execute(query).scalar() or 0)


def fingerprint(store: Store, visitor: str) -> str:
    """Another one whenever what `listed` gives of the labelled drawings is another; the drawings are not unpacked."""
    columns = (_drawings.c.id, _drawings.c.true_label, _drawings.c.strokes, _drawings.c.bitmap)
    query = sa.select(*columns).where(*_visible(visitor, True)).order_by(_drawings.c.id)
    digest = hashlib.sha256()
    with store.reading() as connection:
        for row in connection.execute(query):
            digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def get(store: Store, visitor: str, drawing_id: str) -> DrawingRecord:
    """One drawing of this visitor, or a sentence that it is not there."""
    query = sa.select(_drawings).where(_drawings.c.id == drawing_id, *_visible(visitor, False))
    with store.reading() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        raise BadInput("This drawing is not there (any more).", "Choose one from your drawings.")
    return _record(row)


def put_label(store: Store, visitor: str, drawing_id: str, label: int | None) -> None:
    """Say which digit a drawing was meant to be; None takes it back."""
    if label is not None and not 0 <= label <= 9:
        raise BadInput(f"{label} is no digit.", "A true label is a digit from 0 to 9.")
    _change(store, visitor, [drawing_id], true_label=label)


def delete(store: Store, visitor: str, drawing_ids: Sequence[str]) -> None:
    """Take drawings off the list; `restore` is the undo, until they are forgotten by their age."""
    _change(store, visitor, drawing_ids, deleted_at=schema.now())


def restore(store: Store, visitor: str, drawing_ids: Sequence[str]) -> None:
    """Undo `delete`."""
    _change(store, visitor, drawing_ids, deleted_at=None)


def forget_old(store: Store) -> int:
    """Remove for good what is older than the settings allow; gives how many drawings that were."""
    with store.writing() as connection:
        return _forget_before(connection, schema.now() - dt.timedelta(days=settings.current().drawing_days))


def _forget_before(connection: sa.Connection, moment: dt.datetime) -> int:
    return int(connection.execute(sa.delete(_drawings).where(_drawings.c.created_at < moment)).rowcount)


def _visible(visitor: str, labelled: bool) -> tuple[sa.ColumnElement[bool], ...]:
    """What a visitor may see now: a drawing that is too old is gone at its hour, not at the next cleaning."""
    oldest = schema.now() - dt.timedelta(days=settings.current().drawing_days)
    mine = (
        _drawings.c.visitor == visitor,
        _drawings.c.deleted_at.is_(None),
        _drawings.c.created_at >= oldest,
    )
    return (*mine, _drawings.c.true_label.is_not(None)) if labelled else mine


def _change(store: Store, visitor: str, drawing_ids: Sequence[str], **values: Any) -> None:
    these = _drawings.c.id.in_(drawing_ids) & (_drawings.c.visitor == visitor)
    with store.writing() as connection:
        connection.execute(sa.update(_drawings).where(these).values(**values))


@functools.lru_cache(maxsize=_KNOWN)
def _record(row: sa.Row[Any]) -> DrawingRecord:
    """A row that is as it was gives the same record: lists are read again after each drawing."""
    return DrawingRecord(
        id=row.id,
        created_at=row.created_at,
        true_label=row.true_label,
        prompt=row.prompt,
        **drawing_records.values(row),
    )
