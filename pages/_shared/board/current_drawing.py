"""What is on the sheet: taken from the pen, read by the server's model, and kept in the store."""

from __future__ import annotations

import hashlib

import numpy as np

from digitcore.data.dataset import DIGITS
from digitcore.data.ink import Drawing, segments
from digitcore.lab.drawings import drawings
from digitcore.learning.prediction.prediction import DEFAULT
from pages._shared import lab, models
from pages._shared.board import canvas
from pages._shared.board.sheet import BLANK, NO_INK, Answer, Cleared, DrawSheet, draw_sheet
from pages._shared.controls import state, visitor

_KEPT_WAYS = ("canvas", "picture", "grid")
"""Ways whose ink is the visitor's own; a test image is not."""


def take(sheet: DrawSheet, model: str) -> None:
    """Put what the pen has sent on the sheet, and read it; what was finished meanwhile is read and kept."""

    def keep_finished() -> None:
        read(sheet, model)
        keep(sheet)

    canvas.take_ink(sheet, brush=state.get("brush"), keep=keep_finished)
    read(sheet, model)


def read(sheet: DrawSheet, model: str) -> None:
    """Let the model predict once it is loaded, unless it has answered for this ink already."""
    version = version_of(sheet.drawing)
    predictor = models.ready(model) if version != BLANK else None
    if predictor is None:
        sheet.answers = ()
    elif version != sheet.version or model != sheet.model or not sheet.answers:
        sheet.answers = tuple(Answer(digit, predictor.predict(digit)) for digit in segments(sheet.drawing))
    sheet.version, sheet.model = version, model


def keep(sheet: DrawSheet) -> None:
    """Store what is on the sheet, unless the store has it as it is."""
    version = f"{sheet.version} {sheet.model} {len(sheet.answers)}"
    if sheet.version == BLANK or version == sheet.kept_version or state.get("way") not in _KEPT_WAYS:
        return
    predictions = [answer.prediction for answer in sheet.answers]
    sheet.kept_id = drawings.save(
        lab.store(),
        visitor.current(),
        sheet.drawing,
        model=sheet.model,
        said="".join(str(prediction.digit) for prediction in predictions if prediction.is_digit),
        is_digit=bool(predictions) and all(prediction.is_digit for prediction in predictions),
        probabilities=np.stack([prediction.probabilities for prediction in predictions])
        if predictions
        else np.zeros((0, len(DIGITS)), np.float32),
        prompt=sheet.prompt,
        drawing_id=sheet.kept_id,
    )
    sheet.kept_version = version


@state.in_callback
def turn(begins_with: Drawing = NO_INK) -> None:
    """Lay another sheet, once what is on the old one is kept: the press may have come with the last stroke."""
    sheet = draw_sheet()
    take(sheet, sheet.model or DEFAULT)
    keep(sheet)
    sheet.turn(begins_with)


@state.in_callback
def bring_back() -> None:
    """Lay the drawing again that was cleared last, where nothing is on the sheet."""
    sheet = draw_sheet()
    take(sheet, sheet.model or DEFAULT)
    if sheet.drawing.is_blank and sheet.cleared is not None:
        lay_again(sheet, sheet.cleared)


@state.in_callback
def take_rescued() -> None:
    """Keep what had not come before this server or the page began; the last of it lies on the sheet again."""
    sheet = draw_sheet()
    take(sheet, sheet.model or DEFAULT)
    keep(sheet)
    sent = canvas.rescued(brush=state.get("brush"))
    for _, drawing in sent.drawings if sent else ():
        sheet.turn(drawing)
        sheet.kept_id = drawings.begun(lab.store(), visitor.current(), drawing)
        read(sheet, sheet.model or DEFAULT)
        keep(sheet)


def lay_again(sheet: DrawSheet, cleared: Cleared) -> None:
    """Another canvas with this drawing, which is kept in its place."""
    sheet.turn(canvas.fit(cleared.drawing))
    sheet.kept_id, sheet.kept_version, sheet.prompt = cleared.kept_id, cleared.kept_version, cleared.prompt


def version_of(drawing: Drawing) -> str:
    """A name for the ink: equal for equal strokes or pixels."""
    if drawing.is_blank:
        return BLANK
    digest = hashlib.blake2b(digest_size=8)
    for array in (*drawing.strokes, *([] if drawing.bitmap is None else [drawing.bitmap])):
        digest.update(np.ascontiguousarray(array).data)
        digest.update(b"|")
    return digest.hexdigest()
