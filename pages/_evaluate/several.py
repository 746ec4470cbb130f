"""Images that several models get wrong: the default model and the visitor's runs, judged on the same images."""

from __future__ import annotations

import streamlit as st

from digitcore import wording
from digitcore.lab.runs import artefacts
from digitcore.learning.judging.agreement import Agreement, agreement_of
from digitcore.learning.judging.paired_test import Answers
from digitcore.learning.prediction.examination import of_default_model
from digitcore.learning.prediction.prediction import DEFAULT
from pages._evaluate import answers
from pages._evaluate.judged_model import JudgedModel
from pages._shared import charts, lab, models
from pages._shared.controls import words

_MOST_MODELS = 12


def show(judged: JudgedModel) -> None:
    """The images that most models get wrong, with each model's answer."""
    if not judged.is_on_own_part:
        st.write("Only what was said of a model's own test part is stored: choose that above.")
        return
    by_model = _judged_alike(judged)
    if len(by_model) < 2:
        st.write(
            "No other model of yours was judged on these images yet. Train another on the same data, and come back."
        )
        return
    agreement, choices = agreement_of(list(by_model.values())), models.choices(for_drawings=False)
    titles = [choices[name] for name in by_model]
    st.markdown(_sentence(agreement))
    st.caption(f"Models: {'; '.join(map(words.plain, titles))}.")
    answers.show(
        judged,
        agreement.hard,
        key="several",
        order="wrong for most models first",
        descriptions=_descriptions(judged, agreement, titles),
    )


def _judged_alike(judged: JudgedModel) -> dict[str, Answers]:
    """The stored answers to these images by model: this one first, then the newest runs."""
    own = _stored(judged.examination.run)
    by_model = {judged.examination.run: own} if own else {}
    for name in models.choices(for_drawings=False):
        if own is None or len(by_model) == _MOST_MODELS:
            break
        others = _stored(name)
        if (
            others
            and others.images_hash == own.images_hash
            and len(others.true_labels) == len(own.true_labels)
        ):
            by_model[name] = others
    return by_model


def _stored(model: str) -> Answers | None:
    return of_default_model().answers if model == DEFAULT else artefacts.answers(lab.store(), model)


def _sentence(agreement: Agreement) -> str:
    n = len(agreement.true_labels)
    return (
        f"Of {n:,} images **{len(agreement.hard):,}** are wrong for more than half of {agreement.models} models, "
        f"{agreement.wrong_for_all:,} for all of them, and {agreement.right_for_all:,} for none. "
        "What many models get wrong is often hard for people too, or has a doubtful label."
    )


def _descriptions(judged: JudgedModel, agreement: Agreement, titles: list[str]) -> answers.Descriptions:
    names, wrong = judged.examination.class_names, agreement.wrong

    def name(index: int) -> str:
        true = wording.a(names[agreement.true_labels[index]])
        return f"test image {index}, {true}, wrong for {wrong[index]} of {agreement.models} models"

    def caption(index: int) -> str:
        return f"{wording.a(names[agreement.true_labels[index]])}\n{wrong[index]} of {agreement.models}"

    def details(index: int) -> None:
        st.markdown(f"**Test image {index}** is {wording.a(judged.names[agreement.true_labels[index]])}.")
        charts.small_table(
            {
                "model": titles,
                "said": [names[label] for label in agreement.predicted[:, index]],
                "sure": [f"{share:.1%}" for share in agreement.certainty[:, index]],
            }
        )

    meaning = (
        "Below each what it is, and how many models got it wrong. Press one to see what each model said."
    )
    return answers.Descriptions(name, caption, meaning, details)
