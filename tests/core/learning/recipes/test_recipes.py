"""The ten published recipes: parameter counts, published figures, and the three small ones in full."""

import pytest

from digitcore.data import datasets
from digitcore.errors import BadInput
from digitcore.learning.engine.reports import EpochReport, Finished, Point
from digitcore.learning.engine.training import train
from digitcore.learning.layers import network
from digitcore.learning.recipes import recipes
from digitcore.learning.recipes.config import CLASSICAL, NETWORK
from digitcore.learning.recipes.published import PUBLISHED
from tests.core.trainings import train_once

PARAMETERS = {
    "perceptron": 650, "cnn-5": 510, "cnn-64": 6_410, "shallow-mse": 50_890, "shallow-poisson": 50_890,
    "mnist-cnn": 34_826, "dense-128": 101_770, "smallest-95": 13_287, "dense-bn": 244_554, "dense-dropout": 771_270,
}  # fmt: skip


@pytest.mark.parametrize(("name", "count"), PARAMETERS.items())
def test_parameter_counts_are_those_of_keras_and_of_the_source(name, count):
    recipe = recipes.find(name)
    facts = datasets.find(recipe.config.dataset).facts
    rows = recipe.config.layer_table(facts)
    model = network.build(recipe.config.layers, side=facts.side, class_count=facts.class_count, seed=0)
    assert sum(row.parameters for row in rows) == model.count_params() == recipe.published.parameters == count


def test_dense_bn_learns_all_but_what_normalisation_keeps():
    config = recipes.find("dense-bn").config
    assert sum(row.trainable for row in config.layer_table(datasets.find("mnist").facts)) == 243_658


def test_all_published_recipes_and_all_classical_models_are_there():
    assert set(recipes.RECIPES) == set(PARAMETERS) | set(CLASSICAL)
    assert set(PUBLISHED) == set(PARAMETERS)
    assert {name for name, recipe in recipes.RECIPES.items() if recipe.config.model != NETWORK} == set(
        CLASSICAL
    )
    assert len({recipe.config.identity for recipe in recipes.RECIPES.values()}) == len(recipes.RECIPES)


def test_published_confusion_matrices_agree_with_their_accuracy():
    for name in ("perceptron", "dense-bn"):
        matrix, judged = PUBLISHED[name].confusion_matrix, PUBLISHED[name].judged
        assert sum(map(sum, matrix)) == judged.n
        assert sum(matrix[k][k] for k in range(10)) == pytest.approx(judged.accuracy * judged.n, abs=1)


def test_the_rule_of_reproduction_by_hand():
    assert PUBLISHED["perceptron"].enough == pytest.approx(0.906667 - 2 * (0.906667 * 0.093333 / 450) ** 0.5)


def test_an_unknown_recipe_is_refused_with_the_names_there_are():
    with pytest.raises(BadInput, match="dense-128"):
        recipes.find("dense-129")


@pytest.mark.parametrize("name", ["perceptron", "cnn-5", "cnn-64"])
def test_the_small_recipes_reach_the_published_accuracy(name):
    recipe = recipes.find(name)
    reports = train_once(recipe.config)
    end = reports[-1]
    assert isinstance(end, Finished) and (end.reason, end.epochs, end.test_n) == ("finished", 100, 450)
    assert end.test_accuracy >= recipe.published.enough
    assert [r.epoch for r in reports if isinstance(r, EpochReport)] == list(range(1, 101))


@pytest.mark.parametrize("name", sorted(set(PARAMETERS) - {"perceptron", "cnn-5", "cnn-64"}))
def test_the_mnist_recipes_begin_to_learn(name):
    recipe, points = recipes.find(name), []
    # Adadelta at a rate of 0.001 hardly moves at first; how far the others come in a stretch depends on the machine.
    steps = 900 if name == "shallow-poisson" else 100
    for report in train(
        recipe.config, datasets.load("mnist"), should_stop=lambda: bool(points) and points[-1].step >= steps
    ):
        if isinstance(report, Point):
            points.append(report)
        if isinstance(report, Finished):
            break
    assert report.reason == "stopped"
    assert points[-1].loss < points[0].loss
    assert report.test_n == 10_000 and sum(row.parameters for row in report.layer_table) == PARAMETERS[name]
