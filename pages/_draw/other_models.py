"""Other models on the same drawing, one row each: where do they disagree?"""

from __future__ import annotations

import streamlit as st

from digitcore.learning.prediction.prediction import Predictor
from pages._draw import answer_by_epoch, pictures
from pages._shared import charts, models
from pages._shared.board.sheet import Answer
from pages._shared.components import bars
from pages._shared.controls import state, words

MOST = 6


def show(predictor: Predictor, answer: Answer | None) -> None:
    """The models that the visitor puts side by side; then the epochs of the chosen one."""
    titles = models.choices()
    if len(titles) == 1:
        st.write("Train a model of your own, and it can answer here beside the default model.")
        st.page_link("pages/train.py", label="Train one", icon=":material/model_training:")
        return
    if answer is None:
        st.write("Draw something, and each model says what it is.")
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
        _row(name, titles[name], answer)
    charts.explain("The same ink, framed for each model as its own data is.", f"{len(chosen)} models.")
    answer_by_epoch.show(predictor, answer)


def _row(name: str, title: str, answer: Answer) -> None:
    loading = models.loading(name)
    with st.container(border=True):
        left, right = st.columns([2, 3])
        left.markdown(
            f"**{words.plain(title)}**" + ("  \n:gray[answers above]" if name == state.get("model") else "")
        )
        if not loading.finished.wait(models.PATIENCE_SECONDS):
            left.caption("is loading; look again in a moment.")
        elif loading.error is not None:
            left.caption(words.plain(models.problem(loading)))
        else:
            prediction = loading.result.predict(answer.drawing)
            left.markdown(f"### {pictures.short_answer(prediction)}")
            if loading.result.parameters:
                left.caption(f"{loading.result.parameters:,} parameters")
            with right:
                bars.show(
                    prediction,
                    class_names=loading.result.facts.class_names,
                    caption="Probability of each digit",
                )
