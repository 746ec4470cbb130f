"""A sweep: one experiment at several learning rates with several seeds, as a form, how far it is, and a table of what came of it.

The address holds the form, and with it the sweep: whoever opens it sees the same runs, trained or not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.errors import BadInput
from digitcore.figures.spreads import seed_spread
from digitcore.lab.queue import sweep_runs
from digitcore.lab.queue.sweep_runs import Standing
from digitcore.lab.runs import runs
from digitcore.lab.store.records import RunRecord
from digitcore.learning.guided import sweeps
from digitcore.learning.guided.sweeps import SettingResult, Sweep
from digitcore.learning.judging.seeds import MOST_SEEDS
from digitcore.learning.recipes.config import NETWORK
from digitcore.learning.recipes.recipes import RECIPES
from pages._shared import charts, frame, lab, run_progress
from pages._shared.components import polling
from pages._shared.controls import state, tab, visitor, widgets, words

TRAIN = "sweep"


def show() -> None:
    """The form, and below it all that is known of the sweep it describes."""
    st.write(
        "Which learning rate is best? One seed may be luck: train several at each rate, and compare their averages."
    )
    try:
        wanted = _form()
    except BadInput as problem:
        st.warning(str(problem))
        return
    dataset = wanted.configs[0].dataset
    if not (tab.requested(TRAIN) or datasets.find(dataset).is_ready()):
        st.write(f"**{len(wanted.configs)} runs.** {datasets.find(dataset).facts.title} is downloaded first.")
        _button(len(wanted.configs))
        return
    data = {dataset: frame.loaded(dataset, {})}
    wanted = sweep_runs.for_data(wanted, data)
    if tab.requested(TRAIN):
        tab.clear_request()
        sweep_runs.ask(lab.store(), wanted, data, visitor=visitor.current())
    _standing(wanted, data)


def _form() -> Sweep:
    """What is set, as a sweep; a sentence where it is none."""
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


def _standing(wanted: Sweep, data: Mapping[str, Dataset]) -> None:
    standing = sweep_runs.standing(lab.store(), wanted)
    st.markdown(" ".join(_words(standing, data)))
    if standing.missing:
        _button(len(standing.missing))
    if standing.coming:
        _progress(wanted, len(standing.ended))
        if _mine(standing):
            st.button(
                "Stop the others", key="stop_sweep", icon=":material/stop:", on_click=_stop, args=(wanted,),
                help="What is trained is kept. Those of other people go on.",
            )  # fmt: skip
    ended = [one for one in standing.outcomes if one.correct]
    if ended:
        _results(standing, ended)


def _words(standing: Standing, data: Mapping[str, Dataset]) -> list[str]:
    count, missing, ended = len(standing.sweep.configs), standing.missing, len(standing.ended)
    if ended == count:
        return [f"All **{count} runs** are trained." if count > 1 else "It is trained."]
    said = [f"**{count} runs**, {ended} of them trained." if ended else f"**{count} runs.**"]
    if missing:
        seconds = sweep_runs.seconds(lab.store(), missing, data)
        time = "not measured on this machine yet" if seconds is None else words.duration(seconds)
        said.append(
            f"Time to learn for {'the others' if ended else 'them'}, one after the other: {time}; "
            "some seconds to get ready come with each."
        )
    return said


def _button(count: int) -> None:
    st.button(
        f"Train these {count}" if count > 1 else "Train this one", type="primary", icon=":material/play_arrow:",
        key="train_sweep", on_click=tab.request, args=(TRAIN, TRAIN),
    )  # fmt: skip


@state.in_callback
def _stop(wanted: Sweep) -> None:
    """What has begun goes as well: half a training is no result of a sweep."""
    for run in _mine(sweep_runs.standing(lab.store(), wanted)):
        runs.request_stop(lab.store(), run.id, run.owner, keep=False)


def _mine(standing: Standing) -> list[RunRecord]:
    return [run for run in standing.coming if run.owner == visitor.current()]


@polling.every(0.5)
def _progress(wanted: Sweep, ended_before: int) -> None:
    """How many are done, and those that learn; the table is drawn again when one more has ended."""
    with frame.errors_as_sentences():
        standing = sweep_runs.standing(lab.store(), wanted)
        ended = len(standing.ended)
        if ended != ended_before or not standing.coming:
            state.run_again()
        count = len(wanted.configs)
        st.progress(ended / count, text=f"{ended} of {count} are trained")
        run_progress.bars([run for run in standing.coming if run.state == "running"])


def _results(standing: Standing, ended: Sequence[SettingResult]) -> None:
    st.subheader("Accuracy on the test images", anchor=False)
    charts.show(
        seed_spread(
            {one.setting.title: one.accuracies for one in ended},
            seeds={one.setting.title: standing.seeds_of(one.setting) for one in ended},
            what="setting",
        ),
        key="sweep_spread",
        meaning="Each point is a training, the line across is their mean.",
        sample=f"{ended[0].n:,} test images.",
    )
    charts.small_table(_table(ended))
    if said := sweeps.verdict(ended):
        st.markdown(words.plain(said))
    st.caption(
        "In 95 of 100 cases the interval holds the mean over very many seeds (Student); it needs two. Where the test images "
        "choose the best rate, its accuracy is a little too good."
    )


def _table(ended: Sequence[SettingResult]) -> dict[str, list[str]]:
    return {
        "setting": [one.setting.title for one in ended],
        "trained": [f"{len(one.correct)} of {len(one.setting.configs)}" for one in ended],
        "mean accuracy": [f"{one.mean:.2%}" for one in ended],
        "95% interval": [_interval(one) for one in ended],
        "lowest": [f"{min(one.accuracies):.2%}" for one in ended],
        "highest": [f"{max(one.accuracies):.2%}" for one in ended],
    }


def _interval(one: SettingResult) -> str:
    return "" if one.interval is None else f"{one.interval[0]:.2%} to {one.interval[1]:.2%}"
