"""The answer beside the board."""

from __future__ import annotations

from collections.abc import Sequence

from digitcore.learning.prediction.prediction import Prediction
from pages._shared import models
from pages._shared.board.sheet import DrawSheet, draw_sheet
from pages._shared.components import answer
from pages._shared.controls import state
from pages._shared.models import Loading
from pages._shared.server import model_files

_BEGIN = {
    "canvas": "Draw a digit. The answer follows the pen.",
    "picture": "Bring a picture of a digit. The answer comes with it.",
    "image": "Choose a test image. The answer comes with it.",
    "grid": "Fill squares to make a digit. The answer follows.",
}
"""What to do first, by the way to bring a digit."""
_NOTHING_IN_IT = "Nothing to read in it. Bring another picture."
_LIVE = ("canvas", "grid")
"""Ways whose ink the browser has."""


def show(sheet: DrawSheet, model: str) -> None:
    """The answer of the model that was chosen."""
    is_loaded = models.ready(model) is not None
    show_of(
        model,
        key="drawn_answer",
        predictions=[each.prediction for each in sheet.answers] if is_loaded else None,
    )


def show_of(
    model: str, *, key: str, predictions: Sequence[Prediction] | None, is_small: bool = False
) -> None:
    """A model's answer to what is on the sheet; `predictions` are the server's, None where it has not loaded the model."""
    sheet, way = draw_sheet(), state.get("way")
    answer.show(
        model,
        key=key,
        class_names=models.class_names(model),
        answered=predictions,
        begin="" if is_small else _NOTHING_IN_IT if way == "picture" and sheet.brought else _BEGIN[way],
        wait=_wait(models.loading(model)),
        sheet=sheet.number if way in _LIVE else answer.NO_SHEET,
        change=sheet.change,
        is_small=is_small,
    )


def is_live(model: str) -> bool:
    """Whether the browser answers by itself."""
    return state.get("way") in _LIVE and model_files.address(model) is not None


def _wait(loading: Loading) -> str:
    """What is said where there is ink and no answer yet."""
    if not loading.finished.is_set():
        return "The model is being fetched: a few seconds, the first time only. You can draw already."
    return models.problem(loading) if loading.error is not None else "The answer comes when the pen rests."
