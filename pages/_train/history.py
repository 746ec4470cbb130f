"""The list of runs: open one, rename it, write a note, delete it, and take that back."""

from __future__ import annotations

import streamlit as st

from digitcore.lab import runs
from digitcore.lab.records import RunRecord
from pages._shared import lab, state, visitor, words
from pages._train.follow import STATES


def show() -> None:
    """Every run this visitor asked for or opened, the newest first."""
    if deleted := state.last_deleted():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write("The run is deleted.")
            st.button("Take it back", icon=":material/undo:", on_click=_restore, args=(deleted,))
    found = runs.list_runs(lab.store(), visitor.current())
    if not found:
        return
    st.subheader("Your runs", anchor=False)
    for run in found:
        _row(run)


def _row(run: RunRecord) -> None:
    icon, what = STATES[run.state]
    facts = [f"seed {run.config.seed}", f"{run.epochs_done} epochs, {run.seconds:.0f} s"]
    if run.test_accuracy is not None:
        facts.append(f"{run.test_accuracy:.2%} on {run.test_n:,} test images")
    if run.note:
        facts.append(words.plain(run.note))
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f"{icon} **{words.plain(run.title)}** · {what} · {' · '.join(facts)}")
        st.button("Open", key=f"open_{run.id}", on_click=state.put, args=("run", run.id))
        if run.owner == visitor.current():
            with st.popover("Change", icon=":material/edit:"):
                _change(run)
        else:
            st.button("Hide", key=f"hide_{run.id}", on_click=_hide, args=(run.id,))


def _change(run: RunRecord) -> None:
    title = st.text_input("Title", run.title, max_chars=runs.TITLE_LENGTH, key=f"title_{run.id}")
    note = st.text_area("Note", run.note, max_chars=runs.NOTE_LENGTH, key=f"note_{run.id}")
    if st.button("Save", key=f"save_{run.id}", type="primary"):
        runs.rename(lab.store(), run.id, visitor.current(), title)
        runs.annotate(lab.store(), run.id, visitor.current(), note)
        st.rerun()
    st.button("Delete", key=f"delete_{run.id}", icon=":material/delete:", on_click=_delete, args=(run.id,))


@state.in_callback
def _delete(run_id: str) -> None:
    runs.delete(lab.store(), run_id, visitor.current())
    state.note_deleted(run_id)


@state.in_callback
def _restore(run_id: str) -> None:
    runs.restore(lab.store(), run_id, visitor.current())
    state.note_deleted("")


@state.in_callback
def _hide(run_id: str) -> None:
    runs.hide(lab.store(), run_id, visitor.current())
