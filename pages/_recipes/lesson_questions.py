"""The questions of a lesson: two attempts at each, a hint between them, and links to the charts that show the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from digitcore.errors import BadInput
from digitcore.lab.runs.run_evidence import run_with_settings
from digitcore.lab.store.records import RunRecord
from digitcore.learning.guided.answer_kinds import Choice, Number
from digitcore.learning.guided.attempts import Attempts, attempts, score
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
    answers, later, shown = tab.answers(), [], []
    questions = questions_for(context.recipe.name)
    for number, question in enumerate(questions, start=1):
        place = widgets.stable_place()
        if context.run is None and not question.before_training:
            later.append(f"{number}. {question.text}")
            continue
        with place, st.container(border=True):
            st.markdown(f"**{number}.** {question.text}")
            shown += filter(None, [_question(context, question, answers.get(question.name, ""))])
    if later:
        with st.container(border=True):
            st.write("These are asked about the finished training:")
            st.markdown("\n".join(later))
            own_experiments.button(
                own_experiments.as_published(context.recipe), context.listed, press="questions"
            )
    _end(len(questions), shown)


def _end(asked: int, shown: Sequence[Attempts]) -> None:
    """The score, once something is settled; the end, once everything is."""
    reached = score(asked, shown)
    tab.note_score(reached)
    if not reached.settled:
        return
    with st.container(border=True):
        if reached.is_complete:
            st.subheader("That was the last question.", anchor=False)
        st.write(f"**{reached.words}**")
        st.button("Begin again", icon=":material/restart_alt:", on_click=tab.forget_answers)


def _question(context: QuestionContext, question: Question, answer: str) -> Attempts | None:
    """The question with what was answered; None where it needs a second run that is not there."""
    if question.second_run is not None and context.run is not None:
        return _compare(
            context, question, context.run, question.second_run(context.recipe, context.seed), answer
        )
    given = attempts(question.solve(context.run or context.plan), answer)
    _show(question, given)
    views.links(question.charts, context.recipe.config.dataset, context.records)
    return given


def _compare(
    context: QuestionContext, question: Question, run: Evidence, wanted: LessonRun, answer: str
) -> Attempts | None:
    """A question about two runs, or the button that trains the second."""
    other = run_with_settings(context.listed, wanted.config)
    if other is None or other.state != "finished":
        st.caption(f"It needs {wanted.title} with seed {wanted.config.seed} beside yours.")
        own_experiments.button(wanted, context.listed, press=question.name)
        return None
    try:
        given = attempts(question.solve(run, own_experiments.evidence_of(other)), answer)
    except BadInput as problem:
        st.info(str(problem))
        return None
    _show(question, given)
    views.links(question.charts, context.recipe.config.dataset, [*context.records, other])
    return given


def _show(question: Question, given: Attempts) -> None:
    """The widget, and below it what comes of the answer, computed from the learner's own run: others' runs have other numbers."""
    if isinstance(given.solution, Choice):
        _choose(question, given.solution, given)
    else:
        _enter(question, given.solution, given)
    say(given, question.hint)


def say(given: Attempts, hint: str) -> None:
    """Right, a hint, or the answer; nothing before the first attempt."""
    solution = given.solution
    if given.is_right:
        st.success(f"**Right: {solution.words}.** {solution.because}", icon=":material/check_circle:")
    elif given.is_settled:
        st.info(
            f"**Not quite. The answer: {solution.words}.** {solution.because}", icon=":material/lightbulb:"
        )
    elif given.given:
        st.warning(f"**Not that. A hint:** {hint}", icon=":material/search:")


def _choose(question: Question, solution: Choice, given: Attempts) -> None:
    options = list(solution.options)
    st.radio(
        question.text, options, index=None, format_func=solution.options.__getitem__, label_visibility="collapsed",
        key=(key := tab.answer_key(question.name, given.last or None)), on_change=_answered, args=(question.name, key),
        horizontal=all(len(text) <= _SHORT for text in solution.options.values()), disabled=given.is_settled,
    )  # fmt: skip


def _enter(question: Question, solution: Number, given: Attempts) -> None:
    what = (solution.unit or "a number").capitalize()
    step, form = (0.01, f"%.{solution.decimals}f") if solution.decimals else (1, "%d")
    key = tab.answer_key(question.name, solution.parsed(given.last))
    st.number_input(
        question.text, value=None, step=step, format=form, placeholder=f"{what}, then Enter", width=320,
        label_visibility="collapsed", key=key, on_change=_answered,
        args=(question.name, key), disabled=given.is_settled,
    )  # fmt: skip


def _answered(name: str, key: str) -> None:
    """Answers are kept in the address: a reload and a link have them, without a table in the store."""
    value = session.widget_value(key)
    if value is not None:
        tab.put_answer(name, str(value))
