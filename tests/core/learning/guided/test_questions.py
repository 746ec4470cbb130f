"""Questions of the lessons are answered from real runs, and the answers are those that the numbers give."""

import re

import numpy as np
import pytest

from digitcore.data import datasets
from digitcore.data.dataset import Dataset
from digitcore.data.sources import mnist
from digitcore.learning.guided.answer_kinds import Choice, Number
from digitcore.learning.guided.evidence import PlannedRun
from digitcore.learning.guided.questions import QUESTIONS, questions_for
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.learning.recipes.recipes import RECIPES
from tests.core.experiments import evidence_of

ON_DIGITS = ("perceptron", "cnn-5", "cnn-64")
FACTS = {name: datasets.find(RECIPES[name].config.dataset).facts for name in PUBLISHED}


@pytest.fixture(scope="module")
def runs():
    """The three experiments on the small digits, to their end; what was trained once is there for all tests."""
    return {name: evidence_of(RECIPES[name].config) for name in ON_DIGITS}


@pytest.fixture(scope="module")
def part_of_mnist():
    """The first 2,000 and 500 images."""
    whole = datasets.load("mnist")
    return Dataset("mnist", mnist.FACTS, whole.train.take(np.arange(2_000)), whole.test.take(np.arange(500)))


def solved(name, run, *others):
    return QUESTIONS[name].solve(run, *others)


def test_names_fit_into_an_address_and_every_experiment_is_asked_about():
    assert all(re.fullmatch("[a-z]+", name) and name == each.name for name, each in QUESTIONS.items())
    for name in PUBLISHED:
        assert len(questions_for(name)) >= 7
    assert all(set(question.recipes) <= set(PUBLISHED) for question in QUESTIONS.values())


@pytest.mark.parametrize(
    ("name", "count", "sum_in_words"),
    [
        ("perceptron", 650, "64 · 10 + 10"),
        ("cnn-5", 460, "45 · 10 + 10"),
        ("shallow-mse", 50_240, "784 · 64 + 64"),
        ("mnist-cnn", 18_496, "3 · 3 · 32 · 64 + 64"),
        ("smallest-95", 10_205, "784 · 13 + 13"),
        ("dense-dropout", 615_440, "784 · 784 + 784"),
    ],
)
def test_the_parameters_of_the_largest_layer_before_anything_is_trained(name, count, sum_in_words):
    solution = solved("parameters", PlannedRun(RECIPES[name].config, FACTS[name]))
    assert solution.value == count
    assert f"{sum_in_words} = {count:,}" in solution.because
    assert solution.accepts(str(count)) and not solution.accepts(str(count + 1))


def test_the_size_among_the_published_ones():
    sizes = {name: solved("size", PlannedRun(RECIPES[name].config, FACTS[name])).value for name in PUBLISHED}
    assert sizes["cnn-5"] == 0 and sizes["dense-dropout"] == 9
    assert sizes["shallow-mse"] == sizes["shallow-poisson"] == 5


def test_mistakes_classes_and_pairs_are_counted_on_the_test_images(runs):
    for run in runs.values():
        predicted, true = run.answers.probabilities.argmax(axis=1), run.answers.true_labels
        assert solved("mistakes", run).value == (predicted != true).sum()
        result = np.array([(predicted[true == k] == k).mean() for k in range(10)])
        worst = solved("worst", run)
        assert {int(key) for key in worst.right} == set(np.flatnonzero(result == result.min()))
        pair = solved("pair", run)
        first, second = (int(name) for name in pair.right[0].split("and"))
        together = ((predicted == first) & (true == second)) | ((predicted == second) & (true == first))
        assert f"{together.sum()} mistake" in pair.because
        assert len(pair.options) == 4 and len(pair.right) == 1, "others in the choice are confused less often"


def test_a_curve_is_read_as_it_is(runs):
    perceptron, many = runs["perceptron"], runs["cnn-64"]
    losses = [report.validation_loss for report in many.epochs]
    assert solved("best", many).value == 1 + int(np.argmin(losses))
    assert solved("converged", perceptron).right == ("falling",), "its loss is still on its way"
    assert f"{perceptron.last.train_loss:.4f}" in solved("overfits", perceptron).because
    for run in runs.values():
        assert set(solved("overfits", run).options) == {"yes", "no"}


def test_the_accuracy_to_report_is_the_test_parts_with_its_interval(runs):
    run = runs["perceptron"]
    solution = solved("report", run)
    assert solution.right == ("test",) and len(solution.options) == 3
    low, high = run.judgement.interval
    assert f"{run.judgement.accuracy:.2%}" in solution.options["test"]
    assert f"between {low:.2%} and {high:.2%}" in solution.because


def test_the_second_guess_is_counted_among_the_mistakes(runs):
    run = runs["cnn-64"]
    order = run.answers.probabilities.argsort(axis=1)
    wrong = order[:, -1] != run.answers.true_labels
    near = (order[wrong, -2] == run.answers.true_labels[wrong]).sum()
    assert f"In {near} of {wrong.sum()} mistakes" in solved("person", run).because


def test_runs_are_compared_on_the_same_images(runs):
    filters = solved("filters", runs["cnn-64"], runs["cnn-5"])
    assert filters.right == ("this",), "sixty-four filters read more, beyond chance"
    assert "6,410 parameters" in filters.because and "510" in filters.because
    beside = QUESTIONS["seeds"].second_run(RECIPES["perceptron"], 0)
    again = evidence_of(beside.config)
    assert beside.config.seed == 1
    apart = solved("seeds", runs["perceptron"], again)
    difference = abs(runs["perceptron"].judgement.accuracy - again.judgement.accuracy) * 100
    assert apart.accepts(f"{difference:.2f}") and not apart.accepts(f"{difference + 0.5:.2f}")


@pytest.mark.parametrize("name", [name for name in PUBLISHED if name not in ON_DIGITS])
def test_every_question_about_an_experiment_on_mnist_has_an_answer(name, part_of_mnist):
    """With few images and epochs: every kind of network, loss and comparison is gone through."""
    recipe = RECIPES[name]
    run = evidence_of(recipe.config.replace(epochs=5), part_of_mnist)
    for question in questions_for(name):
        others = []
        if question.second_run is not None:
            config = question.second_run(recipe, 0).config
            assert config != recipe.config
            others = [evidence_of(config.replace(epochs=2), part_of_mnist)]
        solution = question.solve(run, *others)
        assert solution.because.endswith((".", "?")) and "nan" not in solution.because
        right = (
            solution.right[0] if isinstance(solution, Choice) else f"{solution.value:.{solution.decimals}f}"
        )
        assert solution.understands(right) and solution.accepts(right) and solution.words


def test_what_is_no_answer_is_neither_right_nor_wrong():
    number = Number("Because.", 12.345, decimals=2)
    for nonsense in ("", "many", "nan", "inf", "1e999", "5000000000000000000000000"):
        assert not number.understands(nonsense) and not number.accepts(nonsense)
    assert number.accepts("12.35") and number.accepts("12.34") and not number.accepts("12.36")
    choice = Choice("Because.", {"a": "one", "b": "other"}, ("a",))
    assert choice.understands("b") and not choice.accepts("b") and not choice.understands("c")
