"""The models that are compared: picked from a list, kept in the address, judged on the same test images."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.errors import BadInput
from digitcore.lab.runs import run_contenders as lab_contenders
from digitcore.lab.runs import runs
from digitcore.lab.store.records import RunRecord, distinct_titles
from digitcore.learning.prediction import contenders
from digitcore.learning.prediction.contenders import Contender
from digitcore.learning.prediction.prediction import DEFAULT
from pages._shared import background_tasks, judged_images, lab, run_progress
from pages._shared.controls import session, state, tab, visitor, words
from pages._shared.run_states import STATES

MOST = 6
"""A table with more models is hard to read."""


@dataclass(frozen=True)
class Chosen:
    """Models with predictions for the same images, and a different title for each."""

    contenders: tuple[Contender, ...]
    titles: tuple[str, ...]
    """As people wrote them; `names` are safe for Markdown."""
    records: tuple[RunRecord | None, ...]
    """None for a model that is no run's."""

    @property
    def names(self) -> list[str]:
        """The titles, safe for Markdown."""
        return [words.plain(title) for title in self.titles]

    @property
    def sample(self) -> str:
        """The images behind the numbers, in words."""
        examination = self.contenders[0].examination
        source = datasets.sources().get(examination.dataset)
        title = words.plain(source.title_for(visitor.current())) if source else "a dataset that is gone"
        return f"{len(examination.true_labels):,} test images of {title}."

    def images(self) -> Dataset | None:
        """The dataset with these images; a sentence and None where it is not here."""
        first = self.contenders[0].examination
        return judged_images.dataset_behind(first.dataset, first.true_labels, options=first.options)


def choose() -> Chosen | None:
    """The list to pick from, and the models picked; None where none of them has results."""
    state.keep_in_address("runs")
    known = _known()
    if state.page_was_entered() and not tab.chosen_runs():
        tab.choose_runs(_to_begin_with(known))
    st.multiselect(
        "Models", [*known], format_func=lambda name: _title(name, known), max_selections=MOST,
        key=tab.picked_models_key(list(known), MOST), on_change=_pick, placeholder="Your models, or those that come with the app",
        help="Your finished runs, those that a link names, and the models that come with the app.",
    )  # fmt: skip
    named = [name for name in tab.chosen_runs() if name in known]
    if len(named) > MOST:
        st.caption(f"These are the first {MOST} of the {len(named)} that the link names.")
    picked = {name: known[name] for name in named[:MOST]}
    _explain_missing([run for run in picked.values() if run and run.test_accuracy is None])
    judged = {name: run for name, run in picked.items() if run is None or run.test_accuracy is not None}
    return _on_the_same_images(judged) if judged else None


def _to_begin_with(known: Mapping[str, RunRecord | None]) -> list[str]:
    """The newest two runs that were judged on the same data; where there are none, what is here for MNIST."""
    judged = [run for run in known.values() if run is not None and run.test_accuracy is not None]
    for newest in judged:
        same = [run.id for run in judged if run.config.dataset == newest.config.dataset]
        if newest.config.dataset == "mnist":
            same.append(DEFAULT)
        if len(same) > 1:
            return same[:2]
    return list(contenders.BUILT_IN) if state.get("dataset") == "mnist" else []


def of_runs(titled: Mapping[str, RunRecord]) -> Chosen | None:
    """These runs by title; None unless all were judged, on the same images."""
    if not all(run.test_accuracy is not None for run in titled.values()):
        return None
    same, others = contenders.split_by_images(loaded(run) for run in titled.values())
    return None if others else Chosen(tuple(same), tuple(titled), tuple(titled.values()))


def loaded(run: RunRecord) -> Contender:
    """The run as a contender; cached."""
    return _contender(run.id, run.title, run.ended_at)


def _known() -> dict[str, RunRecord | None]:
    """What can be picked, by id: what is here without training, the visitor's runs, and those in the address."""
    known: dict[str, RunRecord | None] = dict.fromkeys(contenders.BUILT_IN)
    chosen = tab.chosen_runs()
    for run in runs.list_runs(lab.store(), visitor.current()):
        if run.test_accuracy is not None or run.id in chosen:
            known[run.id] = run
    for name in chosen:
        if name not in known:
            try:
                linked = runs.get(lab.store(), name)
            except BadInput as problem:
                st.warning(str(problem))
                continue
            if linked.deleted_at is None:
                known[name] = linked
            else:
                st.warning(f"The run **{words.plain(linked.title)}** was deleted.")
    return known


def _title(name: str, known: dict[str, RunRecord | None]) -> str:
    run = known.get(name)
    if run is None:
        return f"{contenders.BUILT_IN[name]} (mnist)" if name in contenders.BUILT_IN else name
    accuracy = "" if run.test_accuracy is None else f", {run.test_accuracy:.1%}"
    return f"{run.title}, seed {run.config.seed} ({run.config.dataset}{accuracy})"


def _pick() -> None:
    tab.choose_runs(session.widget_value("picked_models"))


def _explain_missing(unjudged: Sequence[RunRecord]) -> None:
    """How far the runs are that still learn; a sentence for those that ended without a result."""
    for run in unjudged:
        if run.is_over:
            st.info(f"**{words.plain(run.title)}** is {STATES[run.standing][1]}: it was not judged.")
    if learning := [run for run in unjudged if not run.is_over]:
        run_progress.show(learning)


def _on_the_same_images(judged: dict[str, RunRecord | None]) -> Chosen:
    by_name = {name: _built_in(name) if run is None else loaded(run) for name, run in judged.items()}
    same, others = contenders.split_by_images(by_name.values())
    if others:
        left_out = ", ".join(f"**{words.plain(contender.examination.title)}**" for contender in others)
        st.info(
            f"Not compared: {left_out}, judged on other test images than **{words.plain(same[0].examination.title)}**. "
            "Only answers to the same images say which model is better."
        )
    records = [judged[name] for name, contender in by_name.items() if contender in same]
    run_titles = iter(distinct_titles([run for run in records if run]))
    titles = [
        contender.examination.title if run is None else next(run_titles)
        for contender, run in zip(same, records, strict=True)
    ]
    return Chosen(tuple(same), tuple(titles), tuple(records))


def _built_in(name: str) -> Contender:
    return background_tasks.result_or_stop(
        ("contender", name),
        lambda report: (
            contenders.of_default() if name == DEFAULT else contenders.of_nearest_average(report=report)
        ),
    )


@st.cache_resource(max_entries=64, show_spinner="Reading what the models answered …")
def _contender(run_id: str, title: str, ended_at: dt.datetime | None) -> Contender:
    """Title and end are part of the key: a run may be renamed, or go on."""
    return lab_contenders.contender(lab.store(), run_id)
