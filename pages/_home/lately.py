"""What this visitor did last: drawings and trainings, a press from where they go on. Nothing for who comes first."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from digitcore.errors import StorageProblem
from digitcore.lab.drawings import drawing_files, drawings
from digitcore.lab.runs import run_names, runs
from pages._shared import lab
from pages._shared.board import pen_rest
from pages._shared.board.sheet import draw_sheet
from pages._shared.components import gallery, somebody_else
from pages._shared.controls import visitor, words
from pages._shared.run_states import STATES

_DRAWINGS = 10
_RUNS = 3


@pen_rest.follows("lately_rest", lambda: draw_sheet().moment)
def show() -> None:
    """The newest drawings, then the newest trainings."""
    with suppress(StorageProblem):  # the sheet says so, once there is a drawing that cannot be kept
        if _show_drawings() | _show_runs():
            somebody_else.show("not_mine")


def _show_drawings() -> bool:
    shown = drawings.listed(lab.store(), visitor.current(), count=_DRAWINGS)
    if not shown:
        return False
    st.subheader("Your last drawings", anchor=False)
    gallery.show(
        drawing_files.framed(shown),
        key="last_drawings",
        maximum=255,
        label="Your last drawings",
        names=[
            f"drawing of {record.created_at:%d %B %H:%M}, read as {record.said or '…'}" for record in shown
        ],
        captions=[record.said or "…" for record in shown],
        size=56,
    )
    st.page_link("pages/draw.py", label="Can I trust the answer?", icon=":material/arrow_forward:")
    return True


def _show_runs() -> bool:
    last = runs.list_runs(lab.store(), visitor.current())[:_RUNS]
    if not last:
        return False
    st.subheader("Your last trainings", anchor=False)
    for run in last:
        icon, word = STATES[run.standing]
        label = f"{words.plain(run.title)}, {words.plain(run_names.apart(run))} – {word}"
        st.page_link("pages/train.py", label=label, icon=icon, query_params={"run": run.id})
    return True
