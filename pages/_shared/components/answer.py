"""The answer to what is on the sheet: large, with a sentence and the bars, in each frame while the pen moves.

The browser answers by itself where the model is a network (`assets/browser/answer.mjs`); once the server has answered for
exactly the ink on the sheet, its answer is shown. Both are the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from digitcore import languages
from digitcore.data.dataset import DIGITS
from digitcore.data.ink import PROBLEMS
from digitcore.languages import gettext as _
from digitcore.learning.prediction.prediction import DEFAULT, NOT_LIKE_A_DIGIT, Prediction
from pages._shared.server import model_files
from pages._shared.server.browser_files import browser_component

_component = browser_component("answer", has_page_style=True)
NO_SHEET = -1
"""The sheet of ink that no pen of this page has drawn."""


def show(
    model: str,
    *,
    key: str,
    class_names: Sequence[str],
    answered: Sequence[Prediction] | None,
    begin: str,
    wait: str,
    sheet: int = NO_SHEET,
    change: int = 0,
    is_small: bool = False,
) -> None:
    """The answer of a model to the ink of this `sheet`.

    `answered` is the server's answer to the ink as it was after this `change`, None where there is none yet. `begin` says
    what to do on an empty sheet, `wait` what is missing where there is ink without an answer.
    """
    _component(
        key=key,
        data={
            "sheet": sheet,
            "model": _live(model, tuple(class_names)) if sheet != NO_SHEET else None,
            "names": list(class_names),
            "answered": None if answered is None else {"change": change, "digits": [_digit(each) for each in answered]},
            "refusals": _refusals(),
            "begin": begin,
            "wait": wait,
            "small": is_small,
            "words": _words(),
            "signs": languages.signs(),
        },
    )  # fmt: skip


def _refusals() -> dict[str, str]:
    """By the names that `assets/browser/drawing_reader.mjs` gives them."""
    sentences = {name: problem.sentence for name, problem in PROBLEMS.items()} | {
        "no digit": NOT_LIKE_A_DIGIT
    }
    return {name: _(sentence) for name, sentence in sentences.items()}


def _words() -> dict[str, str]:
    """What the browser says, with its own values in the braces."""
    return {
        "sure": _("{percent} sure"),
        "each": _("Probability of each digit"),
        "one": _("Digit {number}"),
        "several": _("{count} digits side by side, read one by one."),
        "spoken": _("The model says {answer}, {sentence}"),
    }


def _live(model: str, class_names: tuple[str, ...]) -> dict[str, str | None] | None:
    """Where the browser gets the model, and the one whose doubt counts; None where only the server can answer."""
    address = model_files.address(model)
    doubter = model_files.address(DEFAULT) if class_names == DIGITS else None
    return {"address": address, "doubter": doubter} if address else None


def _digit(prediction: Prediction) -> dict[str, Any]:
    return {"probabilities": prediction.probabilities.tolist(), "refusal": prediction.reason}
