"""Layer tables against Keras, and networks that do not fit."""

import numpy as np
import pytest

from digitcore.errors import BadInput
from digitcore.learning.layers.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from digitcore.learning.layers.network import build, check_batch, fitting_rows, layer_table

EVERYTHING = (
    Conv2D(4, 3, "tanh"), BatchNormalization(), MaxPooling2D(2), Dropout(0.2), Flatten(), Dense(7, "sigmoid"),
    BatchNormalization(), Dense(5, "relu"),
)  # fmt: skip


def test_the_table_of_every_kind_of_layer_is_that_of_keras():
    rows = layer_table(EVERYTHING, side=9, class_count=3)
    model = build(EVERYTHING, side=9, class_count=3, seed=0)
    assert [row.shape for row in rows] == [tuple(layer.output.shape[1:]) for layer in model.layers]
    assert [row.parameters for row in rows] == [layer.count_params() for layer in model.layers]
    trainable = [sum(int(np.prod(w.shape)) for w in layer.trainable_weights) for layer in model.layers]
    assert [row.trainable for row in rows] == trainable
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))


def test_the_layers_before_one_that_does_not_fit_have_their_rows():
    rows = fitting_rows((Conv2D(8, 3), Dense(4), Flatten()), side=9, class_count=3)
    assert [row.shape for row in rows] == [(7, 7, 8)]
    whole = fitting_rows((Flatten(), Dense(4)), side=9, class_count=3)
    assert whole == layer_table((Flatten(), Dense(4)), side=9, class_count=3)


def test_initial_weights_follow_from_the_seed():
    first, same, other = (
        build(EVERYTHING, side=9, class_count=3, seed=seed).get_weights() for seed in (3, 3, 4)
    )
    for left, right in zip(first, same, strict=True):
        np.testing.assert_array_equal(left, right)
    assert not np.array_equal(first[0], other[0])


def test_layers_of_one_network_begin_with_different_weights():
    weights = build((Flatten(), Dense(64), Dense(64), Dense(64)), side=8, class_count=3, seed=0).get_weights()
    assert not np.array_equal(weights[0], weights[2])


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ((Conv2D(8), MaxPooling2D(), Conv2D(8), Conv2D(8)), ("Layer 4", "8×8", "1×1", "3×3")),
        ((MaxPooling2D(8), MaxPooling2D(2)), ("Layer 2", "1×1", "2×2")),
        ((Dense(10),), ("Layer 1", "8×8×1", "Flatten")),
        ((Conv2D(8),), ("The answer", "6×6×8", "Flatten")),
        ((Flatten(), Conv2D(8)), ("Layer 2", "vector of 64", "Flatten")),
        ((Flatten(), Dense(4096), Dense(4096), Dense(4096)), ("33,", "parameters")),
        ((Flatten(),) * 31, ("31 layers", "30")),
    ],
)
def test_what_does_not_fit_is_refused_in_words(layers, words):
    with pytest.raises(BadInput) as refusal:
        layer_table(layers, side=8, class_count=10)
    for word in words:
        assert word in str(refusal.value)


def test_a_batch_that_fills_the_memory_is_refused():
    rows = layer_table((Conv2D(512), Flatten()), side=28, class_count=10)
    check_batch(rows, 128)
    with pytest.raises(BadInput, match="Use a batch of at most 288"):
        check_batch(rows, 1_000)
