"""Where they disagree: images to which the chosen models give different answers, the most disputed first."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore import wording
from digitcore.learning.judging.agreement import Agreement, agreement_of
from pages._compare.chosen_models import Chosen
from pages._shared import charts, paged_gallery
from pages._shared.controls import words

_KEEP = "\N{NO-BREAK SPACE}"


def show(chosen: Chosen) -> None:
    """How many, the images, and each model's answer to the pressed one."""
    if len(chosen.contenders) < 2:
        st.write("Choose another model: one alone cannot disagree.")
        return
    agreement = agreement_of([contender.examination.answers for contender in chosen.contenders])
    disputed = agreement.disputed
    st.markdown(
        f"They disagree on **{len(disputed):,}** of {agreement.n:,} images ({len(disputed) / agreement.n:.1%})."
    )
    if not len(disputed):
        return
    st.markdown(" · ".join(f"{number} {name}" for number, name in enumerate(chosen.names, start=1)))
    dataset = chosen.images()
    if dataset is None:
        return
    first = chosen.contenders[0].examination
    names, truth = first.class_names, first.true_labels
    opened = paged_gallery.show(
        dataset,
        disputed,
        key="disputed_images",
        label="Images on which the models disagree",
        name=lambda index: f"test image {index}, {wording.a(names[truth[index]])}: " + ", ".join(
            f"{title} says {names[said]}" for title, said in zip(chosen.titles, agreement.predicted[:, index], strict=True)
        ),
        caption=lambda index: _caption(
            names[truth[index]], [names[said] for said in agreement.predicted[:, index]]
        ),
        meaning="Below each what it is, and what the models say in the order above. Press one to see how sure they are.",
        order="the most disputed first, among equals those of which the models are surest",
        page="disputed_page",
        opened="disputed",
    )  # fmt: skip
    if opened is not None:
        _details(chosen, agreement, opened)


def _caption(true: str, said: Sequence[str]) -> str:
    """No line breaks beside the arrow, nor before a dot."""
    return f"{true}{_KEEP}→{_KEEP}" + f"{_KEEP}· ".join(said)


def _details(chosen: Chosen, agreement: Agreement, index: int) -> None:
    first = chosen.contenders[0].examination
    names, true = first.class_names, int(first.true_labels[index])
    st.markdown(f"**Test image {index}** is {wording.a(words.plain(names[true]))}.")
    charts.small_table(
        {
            "model": list(chosen.titles),
            "says": [names[said] for said in agreement.predicted[:, index]],
            "how sure": [f"{sure:.2%}" for sure in agreement.certainty[:, index]],
            f"gives {names[true]}": [
                f"{contender.examination.probabilities[index, true]:.2%}" for contender in chosen.contenders
            ],
        }
    )
