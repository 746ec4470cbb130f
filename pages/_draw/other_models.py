"""Other models on the same drawing, one row each, while it is drawn: where do they disagree?"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore.learning.prediction.prediction import Prediction, Predictor
from pages._draw import answer_by_epoch
from pages._shared import charts, models
from pages._shared.board import drawn_answer
from pages._shared.board.sheet import Answer, draw_sheet
from pages._shared.controls import state, words

MOST = 6


def show(predictor: Predictor, _: Answer | None) -> None:
    """The models that the visitor puts side by side; then the epochs of the chosen one."""
    titles = models.choices()
    if len(titles) == 1:
        st.write("Train a model of your own, and it can answer here beside the default model.")
        st.page_link("pages/train.py", label="Train one", icon=":material/model_training:")
        return
    chosen = st.multiselect(
        "Models",
        list(titles),
        default=list(titles)[:3],
        format_func=titles.__getitem__,
        max_selections=MOST,
        key="models_beside",
    )
    for name in chosen:
        _row(name, titles[name])
    charts.explain("The same ink, framed for each model as its own data is.", f"{len(chosen)} models.")
    answer_by_epoch.show(predictor)


def _row(name: str, title: str) -> None:
    with st.container(border=True):
        left, right = st.columns([2, 3])
        left.markdown(
            f"**{words.plain(title)}**" + ("  \n:gray[answers above]" if name == state.get("model") else "")
        )
        predictor = None if drawn_answer.is_live(name) else models.wait_a_moment_for(name)
        predictor = predictor or models.ready(name)
        if predictor and predictor.parameters:
            left.caption(f"{predictor.parameters:,} parameters")
        with right:
            drawn_answer.show_of(
                name, key=f"answer_of_{name}", predictions=_predictions(predictor), is_small=True
            )


def _predictions(predictor: Predictor | None) -> Sequence[Prediction] | None:
    """The server's answers to the digits on the sheet; None before its model is loaded."""
    if predictor is None:
        return None
    return [predictor.predict(answer.drawing) for answer in draw_sheet().answers]
