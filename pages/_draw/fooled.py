"""Fool it: the fewest pixels found that turn the answer into another one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore import wording
from digitcore.figures import reasons
from digitcore.learning.prediction import fooling
from digitcore.learning.prediction.fooling import Fooling
from digitcore.learning.prediction.prediction import Predictor
from pages._draw import pictures
from pages._shared import background_tasks, charts
from pages._shared.board.sheet import Answer, draw_sheet
from pages._shared.components import bars, gallery
from pages._shared.controls import session, words


@dataclass
class _Wish:
    """Which drawing shall be fooled: that of this moment, and no later one."""

    moment: str = ""


def show(predictor: Predictor, answer: Answer) -> None:
    """The button, and what came of it for this drawing."""
    st.markdown("#### Fool it")
    moment = draw_sheet().moment
    if session.remembered(_Wish).moment != moment:
        st.button(
            "Turn the answer with a few pixels",
            icon=":material/blur_on:",
            key="fool_it",
            on_click=_wish,
            args=(moment,),
            help="The model is asked about each pixel in turn: which one, made paper or ink, makes it least sure?",
        )
        return
    image = np.asarray(answer.prediction.framed)
    result = background_tasks.result_or_none(
        ("fool", moment, image.tobytes()),
        lambda report: fooling.fool(
            predictor.probabilities, image, maximum=predictor.facts.maximum, report=report
        ),
    )
    if result is not None:
        _show_result(predictor, result)


def _wish(moment: str) -> None:
    session.remembered(_Wish).moment = moment


def _show_result(predictor: Predictor, result: Fooling) -> None:
    said = [_said(predictor, row) for row in result.probabilities]
    if len(result.pixels):
        charts.show(
            reasons.turned_pixels(
                result.images[0], result.images[-1], result.pixels,
                maximum=predictor.facts.maximum, titles=(said[0], said[-1]),
            ),
            key="turned_pixels",
            meaning=_meaning(predictor, result),
            sample=f"In each step all {result.images[0].size} pixels were tried, as paper and as ink; the change that cost the "
            "answer most of its lead was kept. This needs no gradient, so it works with any model.",
        )  # fmt: skip
    numbers = ["as drawn", *(wording.counted(n, "pixel") for n in range(1, len(said)))]
    gallery.show(
        pictures.in_uint8(result.images, maximum=predictor.facts.maximum),
        key="fooled_steps",
        maximum=255,
        label="The drawing, and after each pixel",
        names=[f"{number}: {what}" for number, what in zip(numbers, said, strict=True)],
        captions=[f"{number}\n{what}" for number, what in zip(numbers, said, strict=True)],
        size=84,
    )


def _meaning(predictor: Predictor, result: Fooling) -> str:
    names = predictor.facts.class_names
    first, last = (words.plain(names[int(row.argmax())]) for row in result.probabilities[[0, -1]])
    pixels = wording.counted(len(result.pixels), "pixel")
    if not result.is_fooled:
        return f"It still says **{first}**: {pixels} chosen this way were not enough."
    person = f"A person takes them for specks, and still reads {wording.a(first)}."
    turn = "turns" if len(result.pixels) == 1 else "turn"
    return f"**{pixels} of {result.images[0].size} {turn} the {first} into {wording.a(last)}.** {person}"


def _said(predictor: Predictor, probabilities: NDArray[np.float32]) -> str:
    digit = int(probabilities.argmax())
    return f"{predictor.facts.class_names[digit]}, {bars.in_percent(float(probabilities[digit]))}"
