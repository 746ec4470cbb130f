"""Shapes and parameter counts of layers by hand, and refusals in words."""

import pytest

from digitcore.errors import BadInput
from digitcore.learning.layers.layers import (
    LAYERS,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPooling2D,
    from_dict,
)


def test_shapes_and_parameters_worked_out_by_hand():
    assert Conv2D(5, 3).output_shape((8, 8, 1)) == (6, 6, 5)
    assert Conv2D(5, 3).parameters((8, 8, 1)) == (3 * 3 * 1 * 5 + 5, 0)
    assert Conv2D(64, 5).parameters((13, 13, 32)) == (5 * 5 * 32 * 64 + 64, 0)
    assert MaxPooling2D(2).output_shape((11, 11, 64)) == (5, 5, 64)
    assert Flatten().output_shape((5, 5, 64)) == (1600,)
    assert Dense(64).parameters((784,)) == (50_240, 0)
    assert Dense(64).output_shape((784,)) == (64,)
    assert Dropout(0.5).output_shape((3, 3, 2)) == (3, 3, 2)
    assert BatchNormalization().parameters((6, 6, 5)) == (10, 10)


@pytest.mark.parametrize("kind", LAYERS)
def test_every_layer_says_what_it_is_and_goes_through_json_values(kind):
    layer = LAYERS[kind]()
    assert layer.title and layer.sentence.endswith(".") and layer.words
    assert from_dict(layer.to_dict()) == layer


def test_equal_settings_are_written_alike():
    assert Dropout(0) == Dropout(0.0)
    assert repr(Dense(64.0)) == repr(Dense(64))


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"kind": "dense", "units": 0}, "units=0"),
        ({"kind": "dense", "units": 2.5}, "units=2.5"),
        ({"kind": "dense", "units": True}, "units=True"),
        ({"kind": "dense", "units": "64"}, "units='64'"),
        ({"kind": "dense", "units": float("nan")}, "units=nan"),
        ({"kind": "dense", "activation": "softmax"}, "activation='softmax'"),
        ({"kind": "dense", "activation": ["relu"]}, "activation="),
        ({"kind": "dropout", "share": 1.0}, "share=1.0"),
        ({"kind": "conv2d", "size": 3}, "'size'"),
        ({"kind": "output", "units": 10}, "output"),
        ({"kind": ["dense"]}, "dense"),
        ("dense", "dense"),
        (None, "None"),
    ],
)
def test_impossible_layers_are_refused_with_their_value(values, named):
    with pytest.raises(BadInput) as refusal:
        from_dict(values)
    assert named in refusal.value.what_happened
    assert refusal.value.what_to_do


def test_a_vector_has_no_place_in_a_convolution_nor_an_image_in_a_dense_layer():
    with pytest.raises(BadInput, match="Flatten"):
        Conv2D().output_shape((64,))
    with pytest.raises(BadInput, match="Flatten"):
        Dense().output_shape((8, 8, 1))
