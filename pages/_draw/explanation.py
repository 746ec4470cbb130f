"""Why: cover a part of the image, turn a few pixels, or leave out a stroke, and see how the answer changes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from digitcore.data.ink import Drawing
from digitcore.figures import reasons
from digitcore.learning.prediction import why
from digitcore.learning.prediction.prediction import Predictor
from pages._draw import fooled, pictures
from pages._shared import charts
from pages._shared.board.sheet import Answer
from pages._shared.components import bars, gallery
from pages._shared.controls import words


def show(predictor: Predictor, answer: Answer | None) -> None:
    """Which parts of the image count, and what each stroke does."""
    if answer is None:
        st.write("Draw something first: then each part of it is covered in turn, to see what it counts.")
        return
    _occlusion(predictor, answer)
    fooled.show(predictor, answer)
    _strokes(predictor, answer.drawing)


def _occlusion(predictor: Predictor, answer: Answer) -> None:
    digit, image = answer.prediction.digit, np.asarray(answer.prediction.framed)
    name = predictor.facts.class_names[digit]
    occlusion = why.occlusion(predictor.probabilities, image, digit=digit)
    st.markdown(f"#### Which parts say {words.plain(name)}?")
    charts.show(
        reasons.occlusion(image, occlusion.drops, maximum=predictor.facts.maximum, answer=name),
        key="occlusion",
        meaning=f"A blank patch of {occlusion.patch}×{occlusion.patch} pixels is moved over the image. Where the probability of "
        f"**{words.plain(name)}** falls, that part speaks for it; where it rises, against it.",
        sample=f"This drawing: uncovered {bars.in_percent(occlusion.probability)}, "
        f"covered at most {100 * occlusion.drops.max():.0f} points less.",
    )


def _strokes(predictor: Predictor, drawing: Drawing) -> None:
    if len(drawing.strokes) < 2:
        st.caption(
            "A drawing of two strokes or more is also read without each of its strokes, and stroke by stroke."
        )
        return
    st.markdown("#### Stroke by stroke")
    _row(predictor, why.stroke_by_stroke(drawing), "after stroke", key="replay")
    charts.explain("What the model would have said after each stroke.", f"{len(drawing.strokes)} strokes.")
    st.markdown("#### Without one stroke")
    _row(predictor, why.without_each_stroke(drawing), "without stroke", key="without")
    charts.explain("What it would say if you had left that stroke out.", f"{len(drawing.strokes)} strokes.")


def _row(predictor: Predictor, drawings: Sequence[Drawing], caption: str, *, key: str) -> None:
    predictions = [predictor.predict(drawing) for drawing in drawings]
    names = [f"{caption} {number}" for number in range(1, len(drawings) + 1)]
    gallery.show(
        pictures.in_uint8([prediction.framed for prediction in predictions], maximum=predictor.facts.maximum),
        key=key,
        maximum=255,
        label=f"The drawing {caption} 1 to {len(drawings)}",
        names=[
            f"{name}: {pictures.short_answer(prediction)}"
            for name, prediction in zip(names, predictions, strict=True)
        ],
        captions=[
            f"{name}\n{pictures.short_answer(prediction)}"
            for name, prediction in zip(names, predictions, strict=True)
        ],
        size=84,
    )
