"""One experiment as a guided lesson: its run, published results beside the visitor's own, questions, links to charts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from digitcore.data import datasets
from digitcore.data.preparation import PREPARATIONS
from digitcore.lab.runs import run_evidence
from digitcore.lab.store.records import RunRecord
from digitcore.learning.guided import curve_distance, published_comparison, reproduction
from digitcore.learning.guided.evidence import Evidence, PlannedRun
from digitcore.learning.guided.questions import QUESTIONS
from digitcore.learning.guided.reproduction import Reproduction
from digitcore.learning.judging.measures import MEASURES, measure
from digitcore.learning.layers.losses import LOSSES
from digitcore.learning.layers.optimisers import OPTIMISERS
from digitcore.learning.recipes import published_curves, published_reports
from digitcore.learning.recipes.published import PUBLISHED, Published
from digitcore.learning.recipes.published_curves import PublishedCurve
from digitcore.learning.recipes.published_reports import Mistakes, PublishedReport
from digitcore.learning.recipes.recipes import RECIPES, Recipe
from digitcore.wording import counted
from pages._recipes import lesson_questions, own_experiments, views
from pages._shared import charts, lab, run_curves
from pages._shared.components import curves
from pages._shared.controls import tab, widgets

PRESS = "lesson"
"""A press on the button of the lesson's own run sends this; on that of a question's second run, the question's name."""


def show(name: str) -> None:
    """The lesson of the published experiment called `name`."""
    recipe, listed = RECIPES[name], own_experiments.runs_listed()
    if pressed := tab.requested("experiment"):
        _train(recipe, _seed(recipe, listed), pressed)
        listed = own_experiments.runs_listed()
    own, seed = run_evidence.runs_of_recipe(listed, name), _seed(recipe, listed)
    finished = [run for run in own if run.state == "finished"][:1]
    st.button("All ten", icon=":material/arrow_back:", on_click=tab.open_experiment, args=("",))
    _heading(recipe)
    with widgets.stable_place():
        own_experiments.bars(lesson_questions.runs_needed(recipe, seed, listed))
        if own_experiments.is_missing(own):
            own_experiments.button(own_experiments.as_published(recipe), listed, press=PRESS, primary=True)
    plan = PlannedRun(recipe.config, datasets.find(recipe.config.dataset).facts)
    run = own_experiments.evidence_of(finished[0]) if finished else None
    _figures(recipe, finished[0] if finished else None, run)
    lesson_questions.show(lesson_questions.QuestionContext(recipe, seed, plan, run, finished, listed))
    _charts(recipe, finished)


def _seed(recipe: Recipe, listed: Sequence[RunRecord]) -> int:
    """The lowest seed that is trained, else the one that all lessons begin with."""
    seeds = [
        run.config.seed for run in run_evidence.runs_of_recipe(listed, recipe.name) if run.state == "finished"
    ]
    return seeds[0] if seeds else recipe.config.seed


def _train(recipe: Recipe, seed: int, pressed: str) -> None:
    """The lesson's own run, or the second one of a question."""
    question = QUESTIONS.get(pressed)
    if question is not None and question.second_run is not None:
        own_experiments.train([question.second_run(recipe, seed)])
    else:
        own_experiments.train([own_experiments.as_published(recipe)])


def _heading(recipe: Recipe) -> None:
    st.header(recipe.title, anchor=False)
    st.write(recipe.sentence)
    config = recipe.config
    layers = ", ".join(layer.words for layer in config.layers)
    st.caption(
        f"{datasets.find(config.dataset).facts.title}, {PREPARATIONS[config.preparation].title.lower()} · {layers}, output · "
        f"{LOSSES[config.loss].title}, {OPTIMISERS[config.optimiser].title} at {config.learning_rate:g}, "
        f"batches of {config.batch:,}, {config.epochs} epochs"
    )
    if about_the_source := f"{recipe.choices} {recipe.note}".strip():
        st.caption(about_the_source)


def _figures(recipe: Recipe, record: RunRecord | None, run: Evidence | None) -> None:
    published = PUBLISHED[recipe.name]
    st.subheader("Published, and here", anchor=False)
    rows = published_comparison.rows(published, run)
    here = "yours" if record is None else f"yours, seed {record.config.seed}"
    charts.small_table(
        {
            "figure": [row.what for row in rows],
            "published": [row.published for row in rows],
            here: [row.here for row in rows],
        }
    )
    rule = (
        f"It counts as reproduced from {published.enough:.2%} on the {published.judged_by} part on: two standard errors of "
        "that sample below the published accuracy."
    )
    if record is not None:
        verdict = Reproduction(recipe, (run_evidence.attempt(lab.store(), record, recipe.name),))
        rule += f" **Yours, {verdict.accuracy:.2%}, {'holds' if verdict.holds else 'does not hold'}: {verdict.side}.**"
    rule += _ours(recipe.name)
    charts.explain(rule, "One training on each side.")
    if curve := published_curves.all_curves().get(recipe.name):
        _published_curve(recipe, curve, record, run)
    if published.confusion_matrix is not None:
        with st.expander("The published confusion matrix", icon=":material/grid_on:"):
            _published_matrix(recipe)
    if mistakes := published_reports.first_mistakes(recipe.name):
        with st.expander("The first ten mistakes", icon=":material/format_list_numbered:"):
            _first_mistakes(recipe, mistakes, run)
    if report := published_reports.report_of(recipe.name):
        with st.expander("The published report of each digit", icon=":material/table:"):
            _published_report(recipe, report, record)


def _published_curve(
    recipe: Recipe, curve: PublishedCurve, record: RunRecord | None, run: Evidence | None
) -> None:
    """The curves of the source, dotted, under the visitor's own."""
    if record is None:
        curves.of_source(recipe.name, curve)
    else:
        run_curves.show(record)
    charts.explain(
        "Where a line is missing, the source cannot be read. "
        + curve_distance.sentence(recipe.name, () if run is None else run.epochs),
        f"{curve.legible} of {curve.epochs} epochs can be read in the source.",
    )


def _ours(name: str) -> str:
    """What came out for this app, as a sentence; empty where nothing was measured."""
    for result in reproduction.reproductions(reproduction.read()):
        if result.recipe.name == name:
            seeds = len(result.attempts)
            return (
                f" Measured for this app: {result.accuracy:.2%}, {result.side}; {result.seeds_below} of {counted(seeds, 'seed')} "
                "below the published accuracy."
            )
    return ""


def _published_matrix(recipe: Recipe) -> None:
    published, names = PUBLISHED[recipe.name], datasets.find(recipe.config.dataset).facts.class_names
    if published.unread_cells:
        _matrix_with_gaps(published, names)
        return
    counts = np.array(published.confusion_matrix)
    measures = measure(counts)
    precision, (best, worst) = measures.of("precision"), measures.extremes("precision")
    charts.confusion(
        counts,
        names,
        key="published_confusion",
        name="published-confusion",
        meaning=f"Rows are what an image is, columns what it was called. The precision reaches from {precision[worst]:.1%} "
        f"for {names[worst]} to {precision[best]:.1%} for {names[best]}.",
        sample=f"{measures.n:,} {published.judged_by} images of the source.",
    )


def _first_mistakes(recipe: Recipe, published: Mistakes, run: Evidence | None) -> None:
    """In the order of the test images, theirs beside one's own."""
    columns: dict[str, list[object]] = {
        "": list(range(1, len(published) + 1)),
        "published: is → called": [f"{true} → {said}" for true, said in published],
    }
    shared = ""
    if run is not None:
        wrong = np.flatnonzero(~run.answers.right)[: len(published)]
        own = list(
            zip(run.answers.true_labels[wrong], run.answers.probabilities[wrong].argmax(axis=1), strict=True)
        )
        columns["yours: is → called"] = [f"{true} → {said}" for true, said in own] + [""] * (
            len(published) - len(own)
        )
        columns["test image"] = [f"{index}" for index in wrong] + [""] * (len(published) - len(own))
        count = len(set(published) & {(int(true), int(said)) for true, said in own})
        shared = f" {count} of the published pairs are among your first ten."
    charts.small_table(columns)
    charts.explain(
        f"The source does not say which images they are. The first ten are no sample of all mistakes.{shared}",
        f"The first of {PUBLISHED[recipe.name].judged.mistakes:,} mistakes in {PUBLISHED[recipe.name].judged.n:,} test images.",
    )


def _published_report(recipe: Recipe, report: PublishedReport, record: RunRecord | None) -> None:
    """As the source prints it; and the way to the same numbers of one's own run."""
    digits = [str(digit) for digit in range(len(report.support))]
    charts.small_table(
        {
            "digit": [*digits, "average"],
            "images": [f"{count:,}" for count in (*report.support, report.average[3])],
            "precision": [f"{share:.2f}" for share in (*report.precision, report.average[0])],
            "recall": [f"{share:.2f}" for share in (*report.recall, report.average[1])],
            "f1": [f"{share:.2f}" for share in (*report.f1, report.average[2])],
        }
    )
    charts.small_table(
        {
            "digit": digits,
            "true positives": report.true_positives,
            "false positives": report.false_positives,
            "false negatives": report.false_negatives,
            "true negatives": [f"{count:,}" for count in report.true_negatives],
        }
    )
    charts.small_table(
        {"digit": digits, **{MEASURES[name].title: [f"{share:.2%}" for share in of_class]
                             for name, of_class in report.rates.items()}}
    )  # fmt: skip
    charts.explain(
        "As printed. False-positive and false-negative rates are left out: the source's formulas for them have wrong "
        "denominators, and it prints no values.",
        f"{report.average[3]:,} {PUBLISHED[recipe.name].judged_by} images of the source.",
    )
    if record is not None:
        views.links(["validation"], recipe.config.dataset, [record])


def _matrix_with_gaps(published: Published, names: Sequence[str]) -> None:
    """As a table: a colour would claim a value for what cannot be read."""
    rows = published.confusion_matrix or ()
    columns = {
        f"called {name}": ["?" if row[k] is None else f"{row[k]:,}" for row in rows]
        for k, name in enumerate(names)
    }
    charts.small_table({"": [f"real {name}" for name in names], **columns})
    charts.explain(
        f"{published.unread_cells} cells cannot be read in the source, and are marked with ?. What is read adds up to "
        f"{sum(cell or 0 for row in rows for cell in row):,} images.",
        f"{published.judged.n:,} {published.judged_by} images of the source.",
    )


def _charts(recipe: Recipe, runs: Sequence[RunRecord]) -> None:
    st.subheader("Every chart", anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**In the data**")
        views.column(views.IN_DATA, recipe.config.dataset, runs)
    with right:
        st.markdown("**In the trained model**")
        if not runs:
            st.write("Train it, and the links to its charts appear here.")
        views.column(views.IN_MODEL, recipe.config.dataset, runs)
