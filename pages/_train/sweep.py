"""A sweep: one experiment at several learning rates with several seeds, from the form to the last training.

Nothing stores a sweep: it is the settings in the address. So it can be stopped, resumed, joined and shared as a link.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from digitcore.data.dataset import Dataset
from digitcore.errors import BadInput
from digitcore.lab.queue import sweep_runs
from digitcore.lab.queue.sweep_runs import SweepProgress
from digitcore.lab.runs import runs
from digitcore.lab.store.records import RunRecord
from digitcore.learning.guided import sweeps
from digitcore.learning.guided.sweeps import Sweep
from digitcore.learning.judging.seeds import MOST_SEEDS
from digitcore.learning.recipes.config import NETWORK
from digitcore.learning.recipes.recipes import RECIPES
from pages._shared import frame, lab, run_progress
from pages._shared.components import polling
from pages._shared.controls import state, tab, visitor, widgets, words
from pages._train import sweep_results

TRAIN = "sweep"


def show() -> None:
    """The form, and below it how far the sweep is that it describes."""
    st.write(
        "Which learning rate is best? One seed may be luck: train several at each rate, and compare their averages."
    )
    try:
        wanted = _form()
    except BadInput as problem:
        st.warning(str(problem))
        return
    dataset = wanted.configs[0].dataset
    data = {dataset: frame.loaded(dataset, {})}
    wanted = sweep_runs.for_data(wanted, data)
    if tab.requested(TRAIN):
        tab.clear_request()
        sweep_runs.request(lab.store(), wanted, data, visitor=visitor.current())
    _show_standing(wanted, data)


def _form() -> Sweep:
    """The sweep that the widgets describe."""
    networks = [name for name, recipe in RECIPES.items() if recipe.config.model == NETWORK]
    places = ("sweep_recipe", "sweep_seeds", "sweep_epochs")
    first, second, third = widgets.beside(*places, shares=(2, 1, 1))
    with first:
        recipe = widgets.select("sweep_recipe", "Experiment", networks, lambda name: RECIPES[name].title)
    with second:
        seeds = widgets.number("sweep_seeds", "Seeds of each", 1, MOST_SEEDS)
    with third:
        epochs = widgets.number(
            "sweep_epochs", "Epochs", 1, 10_000, placeholder=str(RECIPES[recipe].config.epochs),
            help="Empty: as many as the experiment has.",
        )  # fmt: skip
    own = RECIPES[recipe].config.learning_rate
    rates = widgets.text("sweep_rates", "Learning rates", f"Empty: {own:g}, the experiment's own")
    settings = {} if epochs is None else {"epochs": epochs}
    return sweeps.plan(recipe, seeds=seeds, learning_rates=sweeps.rates_of(rates), settings=settings)


def _show_standing(wanted: Sweep, data: Mapping[str, Dataset]) -> None:
    standing = sweep_runs.progress(lab.store(), wanted)
    st.markdown(" ".join(_words(standing, data)))
    if standing.missing:
        _button(len(standing.missing))
    if standing.coming:
        _progress(wanted, len(standing.ended))
        if _own(standing):
            st.button(
                "Stop the others", key="stop_sweep", icon=":material/stop:", on_click=_stop, args=(wanted,),
                help="What is trained is kept. Those of other people go on.",
            )  # fmt: skip
    sweep_results.show(standing)


def _words(standing: SweepProgress, data: Mapping[str, Dataset]) -> list[str]:
    count, missing, ended = len(standing.sweep.configs), standing.missing, len(standing.ended)
    if ended == count:
        return [f"All **{count} runs** are trained." if count > 1 else "It is trained."]
    sentences = [f"**{count} runs**, {ended} of them trained." if ended else f"**{count} runs.**"]
    if missing:
        seconds = sweep_runs.seconds(lab.store(), missing, data)
        time = "not measured on this machine yet" if seconds is None else words.duration(seconds)
        sentences.append(
            f"Time to learn for {'the others' if ended else 'them'}, one after the other: {time}; "
            "some seconds to get ready come with each."
        )
    return sentences


def _button(count: int) -> None:
    st.button(
        f"Train these {count}" if count > 1 else "Train this one", type="primary", icon=":material/play_arrow:",
        key="train_sweep", on_click=tab.request, args=(TRAIN, TRAIN),
    )  # fmt: skip


@state.in_callback
def _stop(wanted: Sweep) -> None:
    """Stop the visitor's runs without keeping the half-trained ones: they are no result of a sweep."""
    for run in _own(sweep_runs.progress(lab.store(), wanted)):
        runs.request_stop(lab.store(), run.id, run.owner, keep=False)


def _own(standing: SweepProgress) -> list[RunRecord]:
    return [run for run in standing.coming if run.owner == visitor.current()]


@polling.every(0.5)
def _progress(wanted: Sweep, ended_before: int) -> None:
    """How many are trained; the page is run again when one more is."""
    with frame.errors_as_sentences():
        standing = sweep_runs.progress(lab.store(), wanted)
        ended = len(standing.ended)
        if ended != ended_before or not standing.coming:
            state.run_again()
        count = len(wanted.configs)
        st.progress(ended / count, text=f"{ended} of {count} are trained")
        run_progress.hindrance()
