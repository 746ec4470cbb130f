"""The questions of a lesson: the learner's answer, whether it is right, and links to the charts that show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from digitcore.errors import BadInput
from digitcore.lab.runs.run_evidence import run_with_settings
from digitcore.lab.store.records import RunRecord
from digitcore.learning.guided.answer_kinds import Choice, Number, Solution
from digitcore.learning.guided.evidence import Evidence, PlannedRun
from digitcore.learning.guided.questions import Question, questions_for
from digitcore.learning.recipes.lessons import LessonRun
from digitcore.learning.recipes.recipes import Recipe
from pages._recipes import own_experiments, views
from pages._shared.controls import session, tab, widgets

_SHORT = 12
"""Letters; options that are no longer stand side by side."""


@dataclass(frozen=True)
class QuestionContext:
    """What the questions of one experiment are about."""

    recipe: Recipe
    seed: int
    plan: PlannedRun
    run: Evidence | None
    """None before it was trained."""
    records: Sequence[RunRecord]
    """Its record in the store: one, or none."""
    listed: Sequence[RunRecord]
    """All runs on the visitor's list."""


def runs_needed(recipe: Recipe, seed: int, listed: Sequence[RunRecord]) -> list[RunRecord]:
    """The runs that the lesson needs, its own first."""
    wanted = [own_experiments.as_published(recipe)]
    wanted += [
        question.second_run(recipe, seed) for question in questions_for(recipe.name) if question.second_run
    ]
    return [run for needed in wanted if (run := run_with_settings(listed, needed.config))]


def show(context: QuestionContext) -> None:
    """All questions of the experiment; those about a run that is not trained yet are only listed."""
    st.subheader("Questions", anchor=False)
    answers, later = tab.answers(), []
    for number, question in enumerate(questions_for(context.recipe.name), start=1):
        place = widgets.stable_place()
        if context.run is None and not question.before_training:
            later.append(f"{number}. {question.text}")
            continue
        with place, st.container(border=True):
            st.markdown(f"**{number}.** {question.text}")
            _question(context, question, answers.get(question.name, ""))
    if later:
        with st.container(border=True):
            st.write("These are asked about the finished training:")
            st.markdown("\n".join(later))
            own_experiments.button(
                own_experiments.as_published(context.recipe), context.listed, press="questions"
            )


def _question(context: QuestionContext, question: Question, answer: str) -> None:
    if question.second_run is not None and context.run is not None:
        _compare(context, question, context.run, question.second_run(context.recipe, context.seed), answer)
        return
    _show(question, question.solve(context.run or context.plan), answer)
    views.links(question.charts, context.recipe.config.dataset, context.records)


def _compare(
    context: QuestionContext, question: Question, run: Evidence, wanted: LessonRun, answer: str
) -> None:
    """A question about two runs, or the button that trains the second."""
    other = run_with_settings(context.listed, wanted.config)
    if other is None or other.state != "finished":
        st.caption(f"It needs {wanted.title} with seed {wanted.config.seed} beside yours.")
        own_experiments.button(wanted, context.listed, press=question.name)
        return
    try:
        solution = question.solve(run, own_experiments.evidence_of(other))
    except BadInput as problem:
        st.info(str(problem))
        return
    _show(question, solution, answer)
    views.links(question.charts, context.recipe.config.dataset, [*context.records, other])


def _show(question: Question, solution: Solution, answer: str) -> None:
    """The widget, and below it the right answer, computed from the learner's own run: others' runs have other numbers."""
    answer = answer if solution.understands(answer) else ""
    if isinstance(solution, Choice):
        _choose(question, solution, answer)
    else:
        _enter(question, solution, answer)
    if not answer:
        return
    if solution.accepts(answer):
        st.success(f"**Right: {solution.words}.** {solution.because}", icon=":material/check_circle:")
    else:
        st.info(
            f"**Not quite. The answer: {solution.words}.** {solution.because}", icon=":material/lightbulb:"
        )


def _choose(question: Question, solution: Choice, answer: str) -> None:
    options = list(solution.options)
    st.radio(
        question.text, options, index=None, format_func=solution.options.__getitem__, label_visibility="collapsed",
        key=(key := tab.answer_key(question.name, answer or None)), on_change=_answered, args=(question.name, key),
        horizontal=all(len(text) <= _SHORT for text in solution.options.values()),
    )  # fmt: skip


def _enter(question: Question, solution: Number, answer: str) -> None:
    what = (solution.unit or "a number").capitalize()
    step, form = (0.01, f"%.{solution.decimals}f") if solution.decimals else (1, "%d")
    key = tab.answer_key(question.name, solution.parsed(answer))
    st.number_input(
        question.text, value=None, step=step, format=form, placeholder=f"{what}, then Enter", width=320,
        label_visibility="collapsed", key=key, on_change=_answered,
        args=(question.name, key),
    )  # fmt: skip


def _answered(name: str, key: str) -> None:
    """Answers are kept in the address: a reload and a link have them, without a table in the store."""
    value = session.widget_value(key)
    tab.put_answer(name, "" if value is None else str(value))
