"""The visitor's list of runs: search, compare, open, rename, write a note, delete, restore."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore.figures.picture import Table
from digitcore.figures.sketches import small_curve
from digitcore.lab.runs import run_names, runs, training_log
from digitcore.lab.store.records import RunRecord, matching
from digitcore.learning.recipes.recipes import RECIPES
from pages._shared import charts, lab
from pages._shared.controls import state, tab, visitor, widgets, words
from pages._shared.run_states import STATES
from pages._train import several_runs

_OWN = "own"
"""Stands for networks of one's own among the recipes."""
_MOST_SHOWN = 40


def show() -> None:
    """The comparison, and all runs that the visitor requested or opened, the newest first."""
    with widgets.stable_place():
        several_runs.show()
    listed = runs.list_runs(lab.store(), visitor.current())
    st.header("Your runs", anchor=False)
    if not listed:
        st.write("Nothing yet. Start with a published experiment.")
        return
    shown = _filtered(listed)
    st.caption(
        f"{len(shown)} of {len(listed)} runs. Tick those to be compared on one chart, at most {tab.MOST_FOLLOWED}."
    )
    first = shown[:_MOST_SHOWN]
    curves = training_log.accuracies(lab.store(), {run.id: run.epochs_done for run in first})
    for run in first:
        _row(run, curves[run.id])
    if len(shown) > _MOST_SHOWN:
        st.write(f"These are the newest {_MOST_SHOWN}. Narrow the list to see older ones.")
    if shown:
        charts.numbers(_table(shown), name="runs", key="runs_table")


def show_last_deleted() -> None:
    """The button that restores the run deleted last."""
    if deleted := tab.last_deleted():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write("The run is deleted.")
            st.button("Take it back", icon=":material/undo:", on_click=_restore, args=(deleted,))


def _filtered(listed: Sequence[RunRecord]) -> list[RunRecord]:
    recipes = {"any": "any", **{run.recipe or _OWN: _recipe_title(run) for run in listed}}
    states = {"any": "any", **{run.standing: STATES[run.standing][1] for run in listed}}
    first, second, third = widgets.beside("runs_text", "runs_recipe", "runs_state")
    with first:
        text = widgets.text("runs_text", "Search", "words of a title or note")
    with second:
        recipe = widgets.select("runs_recipe", "Recipe", list(recipes), recipes.__getitem__)
    with third:
        in_state = widgets.select("runs_state", "State", list(states), states.__getitem__)
    return matching(
        listed,
        text=text,
        recipe={"any": None, _OWN: ""}.get(recipe, recipe),
        state=None if in_state == "any" else in_state,
    )


def _recipe_title(run: RunRecord) -> str:
    recipe = RECIPES.get(run.recipe)
    return recipe.title if recipe else "network of one's own"


def _row(run: RunRecord, accuracies: Sequence[float]) -> None:
    icon, what = STATES[run.standing]
    facts = [what, f"{run.epochs_done:,} epochs", f"{run.seconds:.1f} s"]
    if run.parameters:
        facts.append(f"{run.parameters:,} parameters")
    if run.test_accuracy is not None:
        interval = f"({run.test_low:.1%} to {run.test_high:.1%})"
        facts.append(f"**{run.test_accuracy:.2%}** {interval} of {run.test_n:,} test images")
    if run.note:
        facts.append(words.plain(run.note))
    chosen = tab.chosen_runs()
    is_full = len(chosen) >= tab.MOST_FOLLOWED and run.id not in chosen
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"row_{run.id}"):
        st.html(small_curve(accuracies), width=80)
        with st.container(width="stretch"):
            st.checkbox(
                f"{icon} **{words.plain(run.title)}**, {words.plain(run_names.apart(run))}",
                key=tab.tick_key(run.id), on_change=_tick, args=(run.id,), disabled=is_full,
            )  # fmt: skip
            st.caption(" · ".join(facts))
        st.button("Open", key=f"open_{run.id}", on_click=state.put, args=("run", run.id))
        if run.owner == visitor.current():
            with st.popover("Change", icon=":material/edit:", key=f"change_{run.id}"):
                _change(run)
        else:
            st.button("Hide", key=f"hide_{run.id}", on_click=_hide, args=(run.id,))


def _table(shown: Sequence[RunRecord]) -> Table:
    names = (
        "test_accuracy", "test_low", "test_high", "test_n", "validation_accuracy", "parameters", "epochs_done", "seconds",
    )  # fmt: skip
    columns = {name: [getattr(run, name) for run in shown] for name in names}
    about = {"run": [run.title for run in shown], "recipe": [_recipe_title(run) for run in shown]}
    more = {"seed": [run.config.seed for run in shown], "state": [STATES[run.standing][1] for run in shown]}
    return Table(about | more | columns)


def _change(run: RunRecord) -> None:
    title = st.text_input("Title", run.title, max_chars=runs.TITLE_LENGTH, key=f"title_{run.id}")
    note = st.text_area("Note", run.note, max_chars=runs.NOTE_LENGTH, key=f"note_{run.id}")
    if st.button("Save", key=f"save_{run.id}", type="primary"):
        runs.rename(lab.store(), run.id, visitor.current(), title)
        runs.annotate(lab.store(), run.id, visitor.current(), note)
        state.run_again()
    st.button("Delete", key=f"delete_{run.id}", icon=":material/delete:", on_click=_delete, args=(run.id,))


def _tick(run_id: str) -> None:
    """Add the run to the comparison, or remove it."""
    chosen = tab.chosen_runs()
    tab.choose_runs(_without(run_id) if run_id in chosen else [*chosen, run_id])


@state.in_callback
def _delete(run_id: str) -> None:
    runs.delete(lab.store(), run_id, visitor.current())
    tab.note_deleted(run_id)
    tab.choose_runs(_without(run_id))


def _without(run_id: str) -> list[str]:
    return [chosen for chosen in tab.chosen_runs() if chosen != run_id]


@state.in_callback
def _restore(run_id: str) -> None:
    runs.restore(lab.store(), run_id, visitor.current())
    tab.note_deleted("")


@state.in_callback
def _hide(run_id: str) -> None:
    runs.hide(lab.store(), run_id, visitor.current())
