"""Images on which several models fail: this visitor's finished runs and the default model, on the same images."""

from __future__ import annotations

import streamlit as st

from digitcore import wording
from digitcore.lab.runs import artefacts
from digitcore.learning.judging.agreement import Agreement, agreement_of
from digitcore.learning.judging.paired_test import Answers
from digitcore.learning.prediction.examination import of_default_model
from digitcore.learning.prediction.prediction import DEFAULT
from pages._evaluate import answers
from pages._evaluate.judged_model import Judged
from pages._shared import charts, lab, models
from pages._shared.controls import words

MOST_MODELS = 12


def show(judged: Judged) -> None:
    """The images that most models get wrong, and what each model said."""
    if not judged.is_on_own_part:
        st.write("Only what was said of a model's own test part is stored: choose that above.")
        return
    named = _judged_alike(judged)
    if len(named) < 2:
        st.write(
            "No other model of yours was judged on these images yet. Train another on the same data, and come back."
        )
        return
    found, choices = agreement_of(list(named.values())), models.choices(for_drawings=False)
    titles = [choices[name] for name in named]
    st.markdown(_sentence(found))
    st.caption(f"Models: {'; '.join(map(words.plain, titles))}.")
    told = _told(judged, found, titles)
    answers.show(judged, found.hard, key="several", order="wrong for most models first", told=told)


def _judged_alike(judged: Judged) -> dict[str, Answers]:
    """The stored answers by model, this one first, then the newest."""
    own = _stored(judged.found.run)
    found = {judged.found.run: own} if own else {}
    for name in models.choices(for_drawings=False):
        if own is None or len(found) == MOST_MODELS:
            break
        said = _stored(name)
        if said and said.images_hash == own.images_hash and len(said.true_labels) == len(own.true_labels):
            found[name] = said
    return found


def _stored(model: str) -> Answers | None:
    return of_default_model().answers if model == DEFAULT else artefacts.answers(lab.store(), model)


def _sentence(found: Agreement) -> str:
    n = len(found.true_labels)
    return (
        f"Of {n:,} images **{len(found.hard):,}** are wrong for more than half of {found.models} models, "
        f"{found.wrong_for_all:,} for all of them, and {found.right_for_all:,} for none. "
        "What many models get wrong is often hard for people too, or has a doubtful label."
    )


def _told(judged: Judged, found: Agreement, titles: list[str]) -> answers.Told:
    names, wrong = judged.found.class_names, found.wrong

    def name(index: int) -> str:
        true = wording.a(names[found.true_labels[index]])
        return f"test image {index}, {true}, wrong for {wrong[index]} of {found.models} models"

    def caption(index: int) -> str:
        return f"{wording.a(names[found.true_labels[index]])}\n{wrong[index]} of {found.models}"

    def details(index: int) -> None:
        st.markdown(f"**Test image {index}** is {wording.a(judged.names[found.true_labels[index]])}.")
        charts.small_table(
            {
                "model": titles,
                "said": [names[label] for label in found.said[:, index]],
                "sure": [f"{share:.1%}" for share in found.certainty[:, index]],
            }
        )

    meaning = (
        "Below each what it is, and how many models got it wrong. Press one to see what each model said."
    )
    return answers.Told(name, caption, meaning, details)
