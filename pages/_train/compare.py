"""Several runs on one chart, their figures in one table, and whether one is really better than another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from digitcore.errors import BadInput
from digitcore.figures import curves
from digitcore.lab import artefacts, runs
from digitcore.lab.records import RunRecord
from digitcore.learning.comparing import Answers, compare
from digitcore.learning.lessons import LESSONS
from pages._shared import charts, lab, learning, state, words
from pages._train.states import STATES


def show() -> None:
    """The runs that the address names: live while any of them learns."""
    state.keep_in_address("runs")
    chosen = state.chosen_runs()
    if not chosen:
        return
    if lesson := LESSONS.get(state.get("lesson")):
        state.keep_in_address("lesson")
        st.header(lesson.title, anchor=False)
        st.markdown(f"{lesson.sentence} **Look for this:** {lesson.look_for}")
    else:
        st.header("Side by side", anchor=False)
    found = [run for run_id in chosen if (run := _find(run_id))]
    if all(run.is_over for run in found):
        _picture(found)
        _verdicts(found)
    else:
        _live(chosen)
    st.button("Close the comparison", icon=":material/close:", on_click=_close)


@st.fragment(run_every=0.5)
def _live(chosen: Sequence[str]) -> None:
    found = [run for run_id in chosen if (run := _find(run_id))]
    if all(run.is_over for run in found):
        st.rerun()
    _picture(found)


def _find(run_id: str) -> RunRecord | None:
    """None, and a sentence, where a link names a run that is gone."""
    try:
        return runs.get(lab.store(), run_id)
    except BadInput as problem:
        st.warning(str(problem))
        return None


def _picture(found: Sequence[RunRecord]) -> None:
    titles, how = _titles(found), learning.axes()
    read = {}
    for run, title in zip(found, titles, strict=True):
        read[title] = learning.caught_up(run.id).epoch_columns()
    begun = {title: columns for title, columns in read.items() if columns["epoch"]}
    if begun:
        charts.show(
            curves.compared_curves(begun, axes=how),
            key="compared",
            meaning="Each line is a run, judged after each epoch on images it does not learn from; "
            "lower loss and higher accuracy are better.",
            sample=f"{len(begun)} of {len(found)} runs.",
        )
    charts.small_table(_figures(found, titles))


def _figures(found: Sequence[RunRecord], titles: Sequence[str]) -> dict[str, list[str]]:
    return {
        "run": list(titles),
        "state": [STATES[run.state][1] for run in found],
        "test accuracy": [_share(run.test_accuracy) for run in found],
        "95% interval": [
            f"{run.test_low:.2%} to {run.test_high:.2%}" if run.test_low is not None else "" for run in found
        ],
        "test images": [f"{run.test_n:,}" if run.test_n else "" for run in found],
        "parameters": [f"{run.parameters:,}" if run.parameters else "" for run in found],
        "epochs": [f"{run.epochs_done:,}" for run in found],
        "seconds": [f"{run.seconds:.1f}" for run in found],
    }


def _share(accuracy: float | None) -> str:
    return "" if accuracy is None else f"{accuracy:.2%}"


def _verdicts(found: Sequence[RunRecord]) -> None:
    """The best of them against each of the others, image by image."""
    judged = [
        (run.test_accuracy, words.plain(title), answers)
        for run, title in zip(found, _titles(found), strict=True)
        if run.test_accuracy is not None and (answers := artefacts.answers(lab.store(), run.id))
    ]
    if len(judged) < 2:
        return
    (_, best, best_answers), *others = sorted(judged, key=lambda one: -one[0])
    st.subheader("Is the best one really better?", anchor=False)
    for _, title, answers in others:
        st.markdown(f"- {_verdict(best, best_answers, title, answers)}")
    many = (
        " Among equally good models, one in twenty such comparisons still finds a difference."
        if len(others) > 1
        else ""
    )
    st.caption(f"McNemar's exact test, on the test images that only one of the two gets right.{many}")


def _verdict(first: str, first_answers: Answers, second: str, second_answers: Answers) -> str:
    try:
        return compare(first_answers, second_answers).sentence(f"**{first}**", f"**{second}**")
    except BadInput as problem:
        return f"**{first}** and **{second}**: {problem}"


def _titles(found: Sequence[RunRecord]) -> list[str]:
    """Their titles, with what tells them apart where two are called the same."""
    named = [f"{run.title} (seed {run.config.seed})" for run in found]
    short = [run.title for run in found]
    names = short if len(set(short)) == len(short) else named
    times = Counter(names)
    return [
        name if times[name] == 1 else f"{name}, {run.id[:4]}" for name, run in zip(names, found, strict=True)
    ]


def _close() -> None:
    state.choose_runs([])
    state.put("lesson", "")
