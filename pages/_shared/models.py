"""Models that answer, each loaded once for all visitors, and chosen in the sidebar.

The default model is there at once. Those of runs need TensorFlow, which takes seconds to load: they come in the background,
and a page never waits for one. The lab, which knows the runs, is loaded only where somebody chooses among them.
"""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from digitcore.data import datasets
from digitcore.data.dataset import DIGITS
from digitcore.errors import DigitLabError, StorageProblem
from digitcore.learning.prediction import prediction
from digitcore.learning.prediction.prediction import DEFAULT, Predictor
from pages._shared.controls import state, visitor, widgets, words
from pages._shared.task_pool import BackgroundTask, TaskPool

PATIENCE_SECONDS = 15.0
"""How long a view that compares models waits for one that is being loaded."""

Loading = BackgroundTask[Predictor]


def loading(name: str) -> Loading:
    """The model with this name, loaded or not: see `finished`, `error`, `result`."""
    return _default() if name == DEFAULT else _loaded_runs().request(name, lambda report: _load_run(name))


def is_coming(name: str) -> bool:
    """Whether it is still being loaded."""
    return not loading(name).finished.is_set()


def ready(name: str) -> Predictor | None:
    """The model; None while it loads, or if it cannot be loaded."""
    model = loading(name)
    return model.result if model.finished.is_set() and model.error is None else None


def wait_a_moment_for(name: str) -> Predictor | None:
    """The model, once it is loaded; None if that takes long or fails: for views that compare models."""
    loading(name).finished.wait(PATIENCE_SECONDS)
    return ready(name)


def wait_for(name: str) -> Predictor:
    """The model, however long it takes to load; for background tasks only."""
    model = loading(name)
    model.finished.wait()
    if model.error is not None:
        raise model.error
    return model.result


def wait_for_tensorflow() -> None:
    """For whatever needs it here, in a background task: two threads that import TensorFlow at once both fail."""
    loading = _tensorflow()
    loading.finished.wait()
    if loading.error is not None:
        raise loading.error


def class_names(name: str) -> tuple[str, ...]:
    """What the model can answer; it need not be loaded."""
    if name == DEFAULT:
        return DIGITS
    from digitcore.lab.runs import runs
    from pages._shared import lab

    return datasets.find(runs.get(lab.store(), name).config.dataset).facts.class_names


def choose(*, for_drawings: bool = True) -> str:
    """The sidebar's choice: the default model, this visitor's finished runs, and the one in the link."""
    try:
        titles = choices(for_drawings=for_drawings)
    except StorageProblem as problem:  # the default model needs no store
        st.warning(str(problem), icon=":material/database_off:")
        titles = {DEFAULT: prediction.TITLE}
    if (name := state.get("model")) not in titles:
        st.toast(f"There is no model “{words.plain(name[:40])}” here (any more).", duration="long")
    return str(widgets.select("model", "Model that answers", list(titles), titles.__getitem__))


def choices(*, for_drawings: bool = True) -> dict[str, str]:
    """The titles of the models that can be chosen, by name; `for_drawings` leaves out those that cannot read drawings."""
    from digitcore.lab.runs import run_models, runs
    from pages._shared import lab

    titles = {DEFAULT: prediction.TITLE}
    known = {run.id: run for run in runs.list_runs(lab.store(), visitor.current())}
    if (linked := state.get("model")) not in (DEFAULT, *known):
        with suppress(DigitLabError):
            known[linked] = runs.get(lab.store(), linked)
    for run in known.values():
        if run_models.can_answer(run, for_drawings=for_drawings):
            titles[run.id] = f"{run.title}, seed {run.config.seed} ({run.test_accuracy:.1%})"
    return titles


@st.cache_resource(show_spinner=False)
def _tensorflow() -> BackgroundTask[None]:
    return BackgroundTask.in_thread(lambda report: prediction.prepare_tensorflow())


@st.cache_resource(show_spinner=False)
def _default() -> Loading:
    loaded: Loading = BackgroundTask(lambda report: prediction.load_predictor())
    loaded.run()
    return loaded


@st.cache_resource(show_spinner=False)
def _loaded_runs() -> TaskPool:
    """Apart from the pages' own work, which waits for these models."""
    return TaskPool(threads=2, most_bytes=500_000_000, most_entries=40)


def _load_run(run_id: str) -> Predictor:
    from digitcore.lab.runs import run_models
    from pages._shared import lab

    wait_for_tensorflow()
    return run_models.predictor(lab.store(), run_id)


def problem(model: Loading) -> str:
    """Why a model cannot be loaded, in a sentence."""
    return (
        str(model.error)
        if isinstance(model.error, DigitLabError)
        else "This model cannot be loaded, and the fault is ours."
    )
