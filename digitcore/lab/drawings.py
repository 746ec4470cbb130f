"""Drawings: kept as strokes with what a model said of them, labelled, listed, deleted, forgotten after some days.

A drawing belongs to the visitor who drew it; nobody else sees it. It is written while it is drawn, so what was on the
canvas when a page was left is here. Files made from drawings are in `drawing_files`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from PIL import Image

from digitcore import settings
from digitcore.data.ink import Drawing
from digitcore.errors import BadInput
from digitcore.lab import schema
from digitcore.lab.arrays import pack, unpack
from digitcore.lab.store import Store

MOST_READ = 60
"""Longest reading that is kept: a line of digits."""
BITMAP_PX = 280
"""Larger bitmaps are made smaller: no framing needs more."""
_ID_BYTES = 8

_drawings = schema.drawings


@dataclass(frozen=True, eq=False)
class DrawingRecord:
    """One drawing as it was kept."""

    id: str
    created_at: dt.datetime
    drawing: Drawing
    model: str
    """"default" or the id of a run."""
    said: str
    """What it was read as, a sign for each digit; empty where it is no digit."""
    is_digit: bool
    probabilities: NDArray[np.float32]
    """(digits, K)."""
    true_label: int | None
    """The digit it was meant to be; None while nobody has said."""
    prompt: int | None
    """The digit that was asked for; None where none was."""


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
    values: dict[str, Any] = {
        "strokes": drawing.to_json() if drawing.bitmap is None else None,
        "bitmap": None if drawing.bitmap is None else _to_png(drawing.bitmap),
        "model": model,
        "said": said[:MOST_READ],
        "is_digit": is_digit,
        "probabilities": pack({"probabilities": np.asarray(probabilities, np.float32)[:MOST_READ]}),
    }
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


def _record(row: sa.Row[Any]) -> DrawingRecord:
    drawing = _from_png(row.bitmap) if row.strokes is None else Drawing.from_json(row.strokes)
    probabilities = unpack(row.probabilities, what="What was said of this drawing")["probabilities"]
    return DrawingRecord(
        id=row.id,
        created_at=row.created_at,
        drawing=drawing,
        model=row.model,
        said=row.said,
        is_digit=row.is_digit,
        probabilities=probabilities,
        true_label=row.true_label,
        prompt=row.prompt,
    )


def _to_png(bitmap: NDArray[np.float32]) -> bytes:
    """Ink (h, w) in 0..1 as a grey PNG, white ink on black."""
    image = Image.fromarray(np.rint(np.clip(bitmap, 0, 1) * 255).astype(np.uint8))
    image.thumbnail((BITMAP_PX, BITMAP_PX), Image.Resampling.BOX)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _from_png(content: bytes) -> Drawing:
    with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
        ink = np.asarray(image).astype(np.float32) / np.float32(255)
    return Drawing(strokes=(), stroke_width=0.0, canvas=float(max(ink.shape)), bitmap=ink)
