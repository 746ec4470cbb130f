"""What accuracy costs: the chosen models and the rungs of the ladder, over parameters or seconds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from digitcore.data.dataset import Dataset
from digitcore.figures import costs
from digitcore.lab.runs import runs
from digitcore.lab.store.records import RunRecord
from digitcore.learning.prediction.contenders import Contender, split_by_images
from digitcore.learning.recipes.ladder import Rung, ladder
from pages._compare import chosen_models
from pages._compare.chosen_models import Chosen
from pages._shared import charts, frame, lab, request_run, run_progress
from pages._shared.controls import state, widgets, words

COSTS = {"parameters": "parameters", "seconds": "seconds of training"}


def show(chosen: Chosen | None) -> None:
    """The chart, and the rungs still to train; without a chosen model, the ladder of the sidebar's dataset."""
    dataset = chosen.images() if chosen else frame.clean_dataset()
    here = {contender.examination.run for contender in chosen.contenders} if chosen else set()
    rungs = [rung for rung in ladder(dataset) if rung.recipe.name not in here] if dataset else []
    rung_runs = runs.joinable(lab.store(), [rung.config.identity for rung in rungs])
    own = {run.identity for run in chosen.records if run} if chosen else set()
    models = list(zip(chosen.titles, chosen.contenders, strict=True)) if chosen else []
    for rung in rungs:
        run = rung_runs.get(rung.config.identity)
        if run and run.test_accuracy is not None and run.identity not in own:
            models.append((rung.recipe.title, chosen_models.loaded(run)))
    same, _ = split_by_images(contender for _, contender in models)
    models = [(title, contender) for title, contender in models if contender in same]
    if models:
        _chart(models, chosen_count=len(chosen.contenders) if chosen else 0)
    if dataset:
        _missing(rungs, rung_runs, dataset)


def _chart(models: Sequence[tuple[str, Contender]], *, chosen_count: int) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        cost = widgets.segments("cost", "Accuracy against", COSTS)
        log_error = widgets.toggle("log_error", "Show error (log scale)")
    contenders = [contender for _, contender in models]
    judgements = [contender.judgement for contender in contenders]
    low, high = np.array([judgement.interval for judgement in judgements]).T
    n = judgements[0].n
    charts.show(
        costs.accuracy_against(
            np.array([getattr(contender, cost) for contender in contenders], dtype=np.float64),
            np.array([judgement.accuracy for judgement in judgements]),
            low=low,
            high=high,
            titles=[title for title, _ in models],
            is_rung=np.arange(len(models)) >= chosen_count,
            x=COSTS[cost],
            log_error=log_error,
        ),
        key="costs",
        meaning="Further to the left is cheaper, on a logarithmic scale: equal distances are equal factors. "
        "The bars are 95% intervals."
        + (" Hollow and grey are rungs of the ladder." if chosen_count < len(models) else ""),
        sample=f"{len(models)} model{'s' if len(models) > 1 else ''}, {n:,} test images.",
    )


def _missing(rungs: Sequence[Rung], rung_runs: dict[str, RunRecord], dataset: Dataset) -> None:
    """The ladder: which rungs are trained on this dataset, which are on their way, and a button for the others."""
    st.subheader(f"The ladder on {words.titled(dataset)}", anchor=False)
    with st.container(horizontal=True):
        for rung in rungs:
            st.markdown(f"{_mark(rung_runs.get(rung.config.identity))} {rung.recipe.title}", width="content")
    learning = [run for run in rung_runs.values() if not run.is_over]
    missing = [rung for rung in rungs if _is_missing(rung_runs.get(rung.config.identity))]
    if learning:
        run_progress.show(learning)
    if missing:
        which = "the ladder" if len(missing) == len(rungs) else f"the {len(missing)} that are missing"
        st.button(
            f"Train {which}", key="train_ladder", icon=":material/play_arrow:", on_click=_train, args=(missing, dataset),
            help="They stand in the queue like any other training, with seed 0. On MNIST the last rungs take minutes.",
        )  # fmt: skip


def _is_missing(run: RunRecord | None) -> bool:
    return run is None or (run.is_over and run.test_accuracy is None)


def _mark(run: RunRecord | None) -> str:
    if _is_missing(run):
        return ":material/radio_button_unchecked:"
    return ":material/check_circle:" if run and run.test_accuracy is not None else ":material/hourglass_top:"


@state.in_callback
def _train(missing: Sequence[Rung], dataset: Dataset) -> None:
    for rung in missing:
        request_run.on_dataset(rung.config, dataset, recipe=rung.recipe.name, title=rung.recipe.title)
