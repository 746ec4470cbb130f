"""Take away: the chosen run as files of several forms, each prepared by a press and then downloaded."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from digitcore.export.exported_run import read_run
from digitcore.export.exports import EXPORTS
from digitcore.export.prepared_file import PreparedFile, prepare
from digitcore.lab.runs import runs
from digitcore.learning.prediction.prediction import DEFAULT
from digitcore.progress import Progress, Report
from pages._evaluate.judged_model import JudgedModel
from pages._shared import background_tasks, lab, models
from pages._shared.controls import tab, words


@dataclass(frozen=True)
class Offer:
    """A form for one run: what it holds, or why this run cannot have it."""

    name: str
    what: str
    why_not: str


def show(judged: JudgedModel) -> None:
    """A line for each form."""
    run = judged.examination.run
    version = _version(run)
    st.markdown(
        f"“{words.plain(judged.examination.title)}” as files: what it learned, and how it did on its own test part. "
        "All of them open without this app."
    )
    for offer in background_tasks.result_or_stop(("forms", version), lambda report: _offers(run)):
        _line(offer, run, version)


def _version(run: str) -> Hashable:
    """Part of the tasks' keys: a stopped run may go on, and the report has title and note."""
    if run == DEFAULT:
        return run
    record = runs.get(lab.store(), run)
    return (run, record.attempt, record.state, record.epochs_done, record.title, record.note)


def _offers(run: str) -> list[Offer]:
    exported = read_run(lab.store(), run)
    offers = []
    for name, export in EXPORTS.items():
        problem = export.why_not(exported)
        offers.append(Offer(name, export.words(exported), problem.what_happened if problem else ""))
    return offers


def _line(offer: Offer, run: str, version: Hashable) -> None:
    export = EXPORTS[offer.name]
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"):
            st.markdown(
                f"**{export.title}** :gray[{words.plain(export.ending)}]  \n{words.plain(offer.what)}  \n"
                f":gray[{words.plain(offer.why_not or export.use)}]"
            )
        if not offer.why_not:
            _button(offer.name, run, version)


def _button(form: str, run: str, version: Hashable) -> None:
    if not tab.is_file_requested(run, form):
        st.button("Prepare", key=f"prepare_{form}", on_click=tab.request_file, args=(run, form))
        return
    file = background_tasks.result_or_none(("file", form, version), partial(_prepared, run, form))
    if file is not None:
        st.download_button(
            f"Download, {words.size(file.size)}", file.read, file_name=file.name, on_click="ignore",
            key=f"download_{form}", icon=":material/download:", type="primary",
        )  # fmt: skip


def _prepared(run: str, form: str, report: Report) -> PreparedFile:
    """Runs in a thread."""
    report(Progress("Reading the results", 0, 2, "steps"))
    export, exported = EXPORTS[form], read_run(lab.store(), run)
    if export.needs_tensorflow(exported):
        report(Progress("Opening the network", 0, 2, "steps"))
        models.wait_for_tensorflow()
    report(Progress("Writing the file", 1, 2, "steps"))
    return prepare(export, exported)
