"""What the model sees: from the canvas to its image, step by step. Each step can be switched off, and each has an answer."""

from __future__ import annotations

import streamlit as st

from digitcore.data.ink import ALL_STEPS, FRAMINGS, STEPS, stages
from digitcore.learning.prediction.prediction import Predictor
from pages._draw import pictures
from pages._shared import charts
from pages._shared.board.sheet import Answer
from pages._shared.components import bars, gallery
from pages._shared.controls import words

_PLAIN = ("The canvas, made small", "What nearly every demo sends to its model.")


def show(predictor: Predictor, answer: Answer | None) -> None:
    """The steps of this model's framing, the image after each, and the answer to it."""
    framing = FRAMINGS[predictor.facts.framing or "mnist"]
    st.markdown(f"The model learned from images of **{framing.title}**. {framing.sentence}")
    names = [name for name in ALL_STEPS if name in framing.steps]
    chosen = st.pills(
        "Steps", names, selection_mode="multi", default=names, format_func=lambda name: STEPS[name].title,
        key=f"steps_{framing.side}", help="Switch a step off and see what becomes of the answer.",
    )  # fmt: skip
    if answer is None:
        st.write("Draw something, and see what becomes of it.")
        return
    images = stages(answer.drawing, predictor.facts.framing or "mnist", steps=chosen)
    titles = {name: (STEPS[name].title, STEPS[name].sentence) if name in STEPS else _PLAIN for name in images}
    shares = {name: predictor.probabilities(image[None])[0] for name, image in images.items()}
    answers = {
        name: f"{share.argmax()}, {bars.in_percent(float(share.max()))}" for name, share in shares.items()
    }
    gallery.show(
        pictures.in_uint8(list(images.values()), maximum=predictor.facts.maximum),
        key="stages",
        maximum=255,
        label="The image after each step",
        names=[f"{titles[name][0]}: the model says {answers[name]}" for name in images],
        captions=[f"{titles[name][0]}\n{answers[name]}" for name in images],
        size=112,
    )
    first, last = next(iter(answers.values())), list(answers.values())[-1]
    charts.explain(
        f"Each image has one step more than the one before. Of the plain canvas the model would say **{first}**, "
        f"of what it really sees **{last}**. Whether it is a digit at all is not asked here.",
        f"This drawing, {len(images)} images of {framing.side}×{framing.side} pixels, the answers of "
        f"{words.plain(predictor.title)}.",
    )
    charts.small_table(
        {
            "step": [titles[name][0] for name in images],
            "what it is for": [titles[name][1] for name in images],
            "the model says": list(answers.values()),
        }
    )
