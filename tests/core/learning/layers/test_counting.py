"""How the parameters of a layer come about: what is written must come to what is counted."""

import numpy as np
import pytest

from digitcore.data import datasets
from digitcore.learning.layers.layers import LAYERS, BatchNormalization, Conv2D, Dense, Dropout, Flatten
from digitcore.learning.layers.network import counts, layer_table
from digitcore.learning.reader import default_model, reader
from digitcore.learning.recipes.config import NETWORK
from digitcore.learning.recipes.recipes import RECIPES

NETWORKS = {name: recipe.config for name, recipe in RECIPES.items() if recipe.config.model == NETWORK}


def added_up(count) -> int:
    """What the written terms come to."""
    products = (term.split(" · ") for term in count.terms.split(" + ")) if count.terms else ()
    total = 0
    for factors in products:
        product = 1
        for factor in factors:
            product *= int(factor.replace(",", ""))
        total += product
    return total


def test_each_kind_of_count_as_people_write_it():
    assert Dense(64).counted((784,)).arithmetic == "784 · 64 + 64 = 50,240"
    assert Conv2D(64, 5).counted((13, 13, 32)).arithmetic == "5 · 5 · 32 · 64 + 64 = 51,264"
    assert BatchNormalization().counted((256,)).arithmetic == "4 · 256 = 1,024"
    assert Dropout().counted((256,)).arithmetic == Flatten().counted((5, 5, 2)).arithmetic == "0"


def test_words_name_the_same_numbers():
    assert Dense(64).counted((784,)).words == (
        "A weight from each of 784 values to each of 64 units, and a bias for each unit."
    )
    assert Conv2D(1, 3).counted((8, 8, 1)).words == (
        "1 filter of 3 · 3 weights for each of 1 channel, and a bias for each filter."
    )
    assert "Half of them are learnt (512)" in BatchNormalization().counted((256,)).words


@pytest.mark.parametrize("kind", LAYERS)
def test_a_layers_words_come_to_its_parameters(kind):
    layer, shape = LAYERS[kind](), (300,) if kind == "dense" else (11, 11, 3)
    count = layer.counted(shape)
    learnt, kept = layer.parameters(shape)
    assert added_up(count) == count.total == learnt + kept
    if kind == "batchnormalization":
        assert learnt == kept == count.total // 2


@pytest.mark.parametrize("name", NETWORKS)
def test_every_line_of_a_recipes_table_is_explained(name):
    config = NETWORKS[name]
    facts = datasets.find(config.dataset).facts
    about = {"side": facts.side, "class_count": facts.class_count}
    rows, result = layer_table(config.layers, **about), counts(config.layers, **about)
    assert [added_up(count) for count in result] == [row.parameters for row in rows]
    assert sum(count.total for count in result) == RECIPES[name].published.parameters


def test_the_default_models_table_is_its_arrays():
    rows, weights = reader.layer_table(), default_model.load().weights
    assert sum(row.parameters for row in rows) == default_model.load().sheet.parameters
    learning = [row for row in rows if row.parameters]
    sizes = [weights[f"{name}.weights"].size + weights[f"{name}.biases"].size for name in names_of(weights)]
    assert [row.parameters for row in learning] == sizes
    assert [added_up(count) for count in reader.counts()] == [row.parameters for row in rows]


def test_the_default_models_table_is_what_comes_out():
    outputs = reader.outputs(default_model.load().weights, np.zeros((1, 28, 28), np.float32))
    assert [row.shape for row in reader.layer_table()] == [tuple(values.shape[1:]) for values in outputs]


def names_of(weights) -> list[str]:
    """The layers in the order in which an image meets them."""
    convolutions = sorted(name.removesuffix(".weights") for name in weights if name.startswith("conv"))
    return [*(name for name in convolutions if not name.endswith(".biases")), "embedding", "scores"]
