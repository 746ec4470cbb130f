"""“Is the author right?”: one claim at a time, judged true, false or not to be told, with its numbers a press away."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.learning.guided.attempts import Attempts, attempts, score
from digitcore.learning.guided.claims.claims import CLAIMS, NOTEBOOKS, Claim
from digitcore.learning.guided.claims.findings import VERDICTS, Finding
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.learning.recipes.published_curves import all_curves
from digitcore.learning.recipes.recipes import RECIPES
from pages._recipes import lesson_questions, views
from pages._shared import charts, frame
from pages._shared.components import curves
from pages._shared.controls import state, tab

NAME = "author"
"""In the address, in place of an experiment."""
_ICONS = {
    "true": ":material/check:",
    "false": ":material/close:",
    "open": ":material/question_mark:",
}


def show() -> None:
    """The claim that the address names, or the end behind the last one."""
    state.keep_in_address("claim")
    st.button("All lessons", icon=":material/arrow_back:", on_click=tab.open_experiment, args=("",))
    st.header("Is the author right?", anchor=False)
    answers = tab.answers()
    given = {name: _attempts(name, answers[name]) for name in CLAIMS if name in answers}
    tab.note_score(score(len(CLAIMS), given.values()))
    place = min(max(state.get("claim"), 1), len(CLAIMS) + 1) - 1
    _marks(given, place)
    if place == len(CLAIMS):
        _end(given)
        return
    claim = list(CLAIMS.values())[place]
    _judge(claim, given.get(claim.name) or _attempts(claim.name, ""), place)


def _attempts(name: str, answer: str) -> Attempts:
    return attempts(_finding(CLAIMS[name]).solution, answer)


def _finding(claim: Claim) -> Finding:
    """Computed once for all visitors."""
    return _computed(claim.name, frame.loaded(claim.data, {}) if claim.data else None)


@st.cache_resource(max_entries=64, show_spinner="Looking at the numbers …")
def _computed(name: str, _dataset: Dataset | None) -> Finding:
    return CLAIMS[name].finding(_dataset)


def _judge(claim: Claim, given: Attempts, place: int) -> None:
    with st.container(border=True, key="claim"):
        st.caption(f"Claim {place + 1} of {len(CLAIMS)} · {NOTEBOOKS[claim.notebook]}")
        st.markdown(f"### {claim.words}")
        with st.container(horizontal=True):
            for verdict, words in VERDICTS.items():
                st.button(
                    words, key=f"judge_{verdict}", icon=_ICONS[verdict], on_click=tab.put_answer, args=(claim.name, verdict),
                    disabled=given.is_settled or verdict in given.given,
                )  # fmt: skip
        lesson_questions.say(given, claim.hint)
        _numbers(claim)
    _turn(place, is_settled=given.is_settled)


def _numbers(claim: Claim) -> None:
    """The evidence: built when somebody opens it."""
    with st.expander(
        "The numbers", icon=":material/table:", key=f"numbers_{claim.name}", on_change="rerun"
    ) as folded:
        if not folded.open:
            return
        charts.small_table(_finding(claim).numbers)
        if claim.curve_of:
            _curve(claim.curve_of)
        if claim.matrix_of:
            _matrix(claim.matrix_of)
        if claim.view:
            views.links([claim.view], claim.data or "digits", [])


def _curve(name: str) -> None:
    curve = all_curves()[name]
    curves.of_source(name, curve)
    charts.explain(
        f"“{RECIPES[name].title}”, as the source printed it.",
        f"{curve.legible} of {curve.epochs} epochs can be read.",
    )


def _matrix(name: str) -> None:
    """Where cells cannot be read, the lesson of the experiment marks them; here they count as 0."""
    published = PUBLISHED[name]
    counts = np.array([[cell or 0 for cell in row] for row in published.confusion_matrix or ()])
    unread = (
        f" {published.unread_cells} cells cannot be read, and are drawn as 0."
        if published.unread_cells
        else ""
    )
    charts.confusion(
        counts,
        datasets.find(RECIPES[name].config.dataset).facts.class_names,
        key="claim_matrix",
        name="claim-matrix",
        meaning=f"Rows are what an image is, columns what it was called.{unread}",
        sample=f"{published.judged.n:,} {published.judged_by} images of the source.",
    )


def _turn(place: int, *, is_settled: bool) -> None:
    """To the claim before, and to the next."""
    with st.container(horizontal=True):
        _back_to(place)
        st.button(
            "Next" if place + 1 < len(CLAIMS) else "To the end", key="claim_after", icon=":material/arrow_forward:",
            type="primary" if is_settled else "secondary", on_click=state.put, args=("claim", place + 2),
        )  # fmt: skip


def _back_to(place: int) -> None:
    """The button to the claim with this number, counted from 1."""
    st.button(
        "Back", key="claim_before", icon=":material/arrow_back:", on_click=state.put, args=("claim", place),
        disabled=place == 0,
    )  # fmt: skip


def _marks(given: Mapping[str, Attempts], place: int) -> None:
    """A square for each claim: how it was judged, and which one is open."""
    squares = []
    for number, name in enumerate(CLAIMS):
        judged = _word(given.get(name))
        now = ' aria-current="step"' if number == place else ""
        squares.append(
            f'<li class="{judged.replace(" ", "_")}"{now}><span class="spoken">{number + 1}: {judged}</span></li>'
        )
    st.html(f'<ol class="claim_marks" aria-label="Claims">{"".join(squares)}</ol>')


def _word(given: Attempts | None) -> str:
    if given is None or not given.is_settled:
        return "not judged"
    if given.is_right:
        return "right at once" if given.is_right_at_once else "right"
    return "wrong"


def _end(given: Mapping[str, Attempts]) -> None:
    reached = score(len(CLAIMS), given.values())
    st.subheader(reached.words, anchor=False)
    if not reached.is_complete:
        st.write(f"{reached.asked - reached.settled} are not judged yet.")
    else:
        st.write("Whoever has caught a printed mistake reads results differently, their own included.")
    with st.container(horizontal=True):
        _back_to(len(CLAIMS))
        st.button("Begin again", icon=":material/restart_alt:", on_click=tab.forget_answers)
    settled = {name: each for name, each in given.items() if each.is_settled}
    if settled:
        charts.small_table(
            {
                "claim": [CLAIMS[name].words.replace("`", "") for name in CLAIMS if name in settled],
                "verdict": [settled[name].solution.words for name in CLAIMS if name in settled],
                "yours": [_word(settled[name]) for name in CLAIMS if name in settled],
            }
        )
