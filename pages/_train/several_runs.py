"""Several runs on one chart while they learn. Which of them is better is judged on the Compare page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore.errors import BadInput
from digitcore.lab.runs import runs
from digitcore.lab.store.records import RunRecord, told_apart
from digitcore.learning.prediction.prediction import DEFAULT
from pages._shared import lab, run_curves, run_progress
from pages._shared.components import polling
from pages._shared.controls import state, tab


def show() -> None:
    """The runs that the address names: live while any of them learns."""
    state.keep_in_address("runs")
    chosen = [run_id for run_id in tab.chosen_runs() if run_id != DEFAULT]
    if not chosen:
        return
    st.header("Curves side by side", anchor=False)
    found = [run for run_id in chosen if (run := _find(run_id))]
    if all(run.is_over for run in found):
        run_curves.compared(_titled(found))
    else:
        _live(found)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link("pages/compare.py", label="Which one is better?", icon=":material/balance:",
                     query_params={"runs": tab.RUN_SEPARATOR.join(tab.chosen_runs())}, width="content")  # fmt: skip
        st.button("Close the comparison", icon=":material/close:", on_click=tab.choose_runs, args=([],))


@polling.every(0.5)
def _live(begun: Sequence[RunRecord]) -> None:
    found = [runs.get(lab.store(), run.id) for run in begun]
    if all(run.is_over for run in found):
        state.run_again()
    run_progress.bars(found)
    run_curves.compared(_titled(found))


def _titled(found: Sequence[RunRecord]) -> dict[str, RunRecord]:
    return dict(zip(told_apart(found), found, strict=True))


def _find(run_id: str) -> RunRecord | None:
    """None, and a sentence, where a link names a run that is gone."""
    try:
        return runs.get(lab.store(), run_id)
    except BadInput as problem:
        st.warning(str(problem))
        return None
