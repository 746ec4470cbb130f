"""The questions of a lesson: asked, answered by the learner, checked against the run, with the way to the chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from digitcore.errors import BadInput
from digitcore.lab.runs.run_evidence import of_settings
from digitcore.lab.store.records import RunRecord
from digitcore.learning.guided.answer_kinds import Choice, Number, Solution
from digitcore.learning.guided.evidence import Evidence, PlannedRun
from digitcore.learning.guided.questions import Question, questions_for
from digitcore.learning.recipes.lessons import LessonRun
from digitcore.learning.recipes.recipes import Recipe
from pages._recipes import own_experiments, views
from pages._shared.controls import state, tab

_SHORT = 12
"""Words of so many letters stand side by side."""


@dataclass(frozen=True)
class Lesson:
    """What the questions of one experiment are about."""

    recipe: Recipe
    seed: int
    plan: PlannedRun
    run: Evidence | None
    """None before it was trained."""
    record: Sequence[RunRecord]
    """The same as the store has it: one, or none."""
    given: Sequence[RunRecord]
    """All runs of this visitor."""


def runs_concerned(recipe: Recipe, seed: int, given: Sequence[RunRecord]) -> list[RunRecord]:
    """Those that the lesson needs, its own one first."""
    wanted = [own_experiments.as_published(recipe)]
    wanted += [question.beside(recipe, seed) for question in questions_for(recipe.name) if question.beside]
    return [run for one in wanted if (run := of_settings(given, one.config))]


def show(lesson: Lesson) -> None:
    """All questions that suit the experiment; those about a training that is still to come are only listed."""
    st.subheader("Questions", anchor=False)
    given, later = tab.answers(), []
    for number, question in enumerate(questions_for(lesson.recipe.name), start=1):
        if lesson.run is None and not question.before_training:
            later.append(f"{number}. {question.text}")
            continue
        with st.container(border=True):
            st.markdown(f"**{number}.** {question.text}")
            _question(lesson, question, given.get(question.name, ""))
    if later:
        with st.container(border=True):
            st.write("These are asked about the finished training:")
            st.markdown("\n".join(later))
            own_experiments.button(
                own_experiments.as_published(lesson.recipe), lesson.given, press="questions"
            )


def _question(lesson: Lesson, question: Question, answer: str) -> None:
    if question.beside is not None and lesson.run is not None:
        _comparing(lesson, question, lesson.run, question.beside(lesson.recipe, lesson.seed), answer)
        return
    _ask(question, question.solve(lesson.run or lesson.plan), answer)
    views.links(question.see, lesson.recipe.config.dataset, lesson.record)


def _comparing(lesson: Lesson, question: Question, run: Evidence, wanted: LessonRun, answer: str) -> None:
    """A question about two runs, or the button that trains the other one."""
    other = of_settings(lesson.given, wanted.config)
    if other is None or other.state != "finished":
        st.caption(f"It needs {wanted.title} with seed {wanted.config.seed} beside yours.")
        own_experiments.button(wanted, lesson.given, press=question.name)
        return
    try:
        solution = question.solve(run, own_experiments.evidence_of(other))
    except BadInput as problem:
        st.info(str(problem))
        return
    _ask(question, solution, answer)
    views.links(question.see, lesson.recipe.config.dataset, [*lesson.record, other])


def _ask(question: Question, solution: Solution, answer: str) -> None:
    """The widget, and below it what the numbers say of the answer."""
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
    key = tab.answer_key(question.name, solution.typed(answer))
    st.number_input(
        question.text, value=None, step=step, format=form, placeholder=f"{what}, then Enter", width=320,
        label_visibility="collapsed", key=key, on_change=_answered,
        args=(question.name, key),
    )  # fmt: skip


def _answered(name: str, key: str) -> None:
    value = state.widget_value(key)
    tab.put_answer(name, "" if value is None else str(value))
