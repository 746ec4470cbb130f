"""Several runs on one chart while they learn; Compare judges which of them is better. Each page links to the other."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore.errors import BadInput
from digitcore.lab.runs import runs
from digitcore.lab.store.records import RunRecord, distinct_titles
from digitcore.learning.prediction.contenders import BUILT_IN
from pages._shared import lab, run_curves, run_progress
from pages._shared.components import polling
from pages._shared.controls import state, tab


def show() -> None:
    """The runs in the address, live while any of them learns."""
    state.keep_in_address("runs")
    chosen = [run_id for run_id in tab.chosen_runs() if run_id not in BUILT_IN]
    if not chosen:
        return
    st.header("Curves side by side", anchor=False)
    shown = [run for run_id in chosen if (run := _find(run_id))]
    if not all(run.is_over for run in shown):
        _progress(shown)
    run_curves.compared(dict(zip(distinct_titles(shown), shown, strict=True)))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link("pages/compare.py", label="Which one is better?", icon=":material/balance:",
                     query_params={"runs": tab.RUN_SEPARATOR.join(tab.chosen_runs())}, width="content")  # fmt: skip
        st.button("Close the comparison", icon=":material/close:", on_click=tab.choose_runs, args=([],))


@polling.every(1)
def _progress(shown: Sequence[RunRecord]) -> None:
    now = [runs.get(lab.store(), run.id) for run in shown]
    if all(run.is_over for run in now):
        state.run_again()
    run_progress.bars(now)


def _find(run_id: str) -> RunRecord | None:
    """The run; a sentence and None where a link names a deleted one."""
    try:
        return runs.get(lab.store(), run_id)
    except BadInput as problem:
        st.warning(str(problem))
        return None
