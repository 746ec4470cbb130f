"""The answer beside the board."""

from __future__ import annotations

from digitcore.data.dataset import DIGITS
from pages._shared import models
from pages._shared.board.sheet import DrawSheet
from pages._shared.components import answer
from pages._shared.controls import state
from pages._shared.models import Loading

_BEGIN = {
    "canvas": "Draw a digit. The answer follows the pen.",
    "picture": "Bring a picture of a digit. The answer comes with it.",
    "image": "Choose a test image. The answer comes with it.",
    "grid": "Fill squares until they are a digit. The answer follows them.",
}
"""What to do first, by the way to bring a digit."""
_LIVE = ("canvas", "grid")
"""Ways whose ink the browser has."""


def show(sheet: DrawSheet, model: str) -> None:
    """The model's answer to what is on the sheet."""
    loading = models.loading(model)
    is_ready = loading.finished.is_set() and loading.error is None
    is_live = state.get("way") in _LIVE
    answer.show(
        model,
        key="drawn_answer",
        class_names=loading.result.facts.class_names if is_ready else DIGITS,
        answered=[each.prediction for each in sheet.answers] if is_ready else None,
        begin=_BEGIN[state.get("way")],
        wait=_wait(loading),
        sheet=sheet.number if is_live else answer.NO_SHEET,
        change=sheet.change,
    )


def _wait(loading: Loading) -> str:
    """What is said where there is ink and no answer yet."""
    if not loading.finished.is_set():
        return "The model is being fetched: a few seconds, the first time only. You can draw already."
    return models.problem(loading) if loading.error is not None else "The answer comes when the pen rests."
