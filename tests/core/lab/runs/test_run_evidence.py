"""Finished runs of the store as evidence: which of them are a published experiment, and the rule's figures of them."""

import pytest

from digitcore.data import datasets
from digitcore.errors import BadInput
from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import run_evidence, runs
from digitcore.learning.guided import published_comparison
from digitcore.learning.guided.reproduction import Reproduction, read
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.learning.recipes.recipes import RECIPES
from tests.core.memories import ADA, store_in

RECIPE = RECIPES["perceptron"]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return store_in(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def trained(store):
    """The perceptron as published with seeds 1 and 0, one of fewer epochs, and one that only waits."""
    dataset = datasets.load("digits")

    def ask(**changes):
        config = RECIPE.config.for_dataset(dataset).replace(**changes)
        return runs.request_run(store, config, recipe="perceptron", visitor=ADA)

    for changes in ({"seed": 1}, {"seed": 0}, {"epochs": 3}):
        worker.train_run(store, queue.claim(store, ask(**changes).id))
    ask(seed=2)
    return runs.list_runs(store, ADA)


def test_only_the_published_settings_count_whatever_the_seed(trained):
    found = run_evidence.runs_of_recipe(trained, "perceptron")
    assert [(run.config.seed, run.state) for run in found] == [
        (0, "finished"),
        (1, "finished"),
        (2, "queued"),
    ]
    assert run_evidence.runs_of_recipe(trained, "cnn-5") == []
    assert run_evidence.run_with_settings(trained, RECIPE.config.replace(seed=1)) == found[1]
    assert run_evidence.run_with_settings(trained, RECIPE.config.replace(seed=1, batch=64)) is None


def test_an_attempt_of_ones_own_is_the_kept_one(store, trained):
    own = [
        run_evidence.attempt(store, run, "perceptron")
        for run in run_evidence.runs_of_recipe(trained, "perceptron")[:2]
    ]
    kept = [one for one in read() if one.recipe == "perceptron"][:2]
    for mine, theirs in zip(own, kept, strict=True):
        assert (mine.seed, mine.identity, mine.accuracy) == (theirs.seed, theirs.identity, theirs.accuracy)
        assert (mine.n, mine.parameters, mine.epochs) == (450, 650, 100)
    verdict = Reproduction(RECIPE, tuple(own))
    low, high = verdict.interval
    assert low < verdict.accuracy < high and verdict.holds


def test_a_finished_run_tells_all_and_a_waiting_one_nothing(store, trained):
    first, _, waiting = run_evidence.runs_of_recipe(trained, "perceptron")
    run = run_evidence.evidence(store, first.id)
    assert (run.judgement.accuracy, run.parameters, len(run.epochs)) == (first.test_accuracy, 650, 100)
    with pytest.raises(BadInput, match="is queued"):
        run_evidence.evidence(store, waiting.id)


def test_published_figures_stand_beside_those_of_the_run(store, trained):
    published = PUBLISHED["perceptron"]
    run = run_evidence.evidence(store, run_evidence.runs_of_recipe(trained, "perceptron")[0].id)
    rows = {row.what: row for row in published_comparison.rows(published, run)}
    assert rows["test accuracy"].published == "90.67%"
    assert rows["test accuracy"].here == f"{run.judgement.accuracy:.2%}"
    assert rows["validation accuracy of a second run"].published == "92.58%"
    assert rows["test accuracy of a second run"].published == "90.80%"
    assert rows["test loss of a second run"].published == "0.3130"
    assert rows["training loss"].here == f"{run.last.train_loss:.4f}"
    assert "mistakes on the test part" not in rows, "it was not published"
    assert all(row.here == "" for row in published_comparison.rows(published, None))


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_published_figure_is_in_a_row(name):
    published = PUBLISHED[name]
    parts = [part for part in (published.train, published.validation, published.test) if part]
    figures = [
        getattr(part, figure) for part in parts
        for figure in ("accuracy", "loss", "second_run", "second_run_loss", "best_epoch", "mistakes")
    ]  # fmt: skip
    wanted = sum(
        figure is not None for figure in [*figures, published.parameters, published.seconds_per_epoch]
    )
    assert len(published_comparison.rows(published, None)) == wanted
