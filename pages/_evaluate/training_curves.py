"""Curves: a run's loss and accuracy while it learned; a sentence for models that have none."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore.lab.runs import runs
from digitcore.lab.store.records import RunRecord
from digitcore.learning.engine.curve_diagnosis import diagnose
from digitcore.learning.engine.reports import EpochReport
from digitcore.learning.guided import curve_distance, reproduction
from digitcore.learning.layers.classical import MODELS
from digitcore.learning.prediction.prediction import DEFAULT
from digitcore.learning.reader import default_model
from digitcore.learning.recipes.config import NETWORK
from digitcore.learning.recipes.recipes import RECIPES
from pages._evaluate.judged_model import JudgedModel
from pages._shared import lab, run_curves


def show(judged: JudgedModel) -> None:
    """The curves of training and validation."""
    if judged.examination.run == DEFAULT:
        _of_default_model()
        return
    run = runs.get(lab.store(), judged.examination.run)
    model = run.config.model
    following = run_curves.caught_up(judged.examination.run)
    if model != NETWORK and len(following.epochs) < 2:
        st.write(f"{MODELS[model].title} does not learn in steps: it is found at once, so there is no curve.")
    elif not following.epochs:
        st.write("Nothing was reported while it learned.")
    else:
        if sentence := diagnose(following.epochs):
            st.markdown(sentence)
        run_curves.show(run)
        _beside_the_source(run, following.epochs)


def _beside_the_source(run: RunRecord, epochs: Sequence[EpochReport]) -> None:
    """How far a published experiment's curve lies from that of its source."""
    recipe = RECIPES.get(run.recipe)
    if recipe is None or not reproduction.is_as_published(run.config, recipe):
        return
    if sentence := curve_distance.sentence(recipe.name, epochs):
        st.markdown(f"**Beside the source.** {sentence}")


def _of_default_model() -> None:
    sheet = default_model.load().sheet
    st.write(
        "The default model came with the app, without the curve of its training. It learned for "
        f"{sheet.seconds / 60:.0f} minutes from {sheet.images_seen:,} images, each warped anew."
    )
