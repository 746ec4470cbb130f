"""What a network wants to see: the ascent ends where the network is surer, and stays an image."""

import numpy as np

from digitcore.data import datasets, preparation
from digitcore.learning.layers import network
from digitcore.learning.layers.layers import Flatten
from digitcore.learning.prediction import wanted_images


def test_a_network_that_weighs_one_pixel_for_each_class_wants_to_see_that_pixel():
    model = network.build((Flatten(),), side=8, class_count=3, seed=0)
    kernel = np.zeros((64, 3), np.float32)
    kernel[[5, 20, 40], [0, 1, 2]] = 1
    model.layers[-1].set_weights([kernel, np.zeros(3, np.float32)])
    raw = preparation.fit("raw", np.zeros((1, 8, 8), np.uint8), maximum=16)
    begun = np.full((3, 8, 8), 8, np.uint8)
    result = wanted_images.of_network(model, raw, begun, maximum=16)
    flat = result.images.reshape(3, 64)
    assert flat[[0, 1, 2], [5, 20, 40]].tolist() == [16, 16, 16]
    assert flat[0, [20, 40]].max() < 8, "what speaks for another class goes"
    assert flat[0, 0] == 8, "and what does not matter stays"
    assert np.allclose(result.before, 1 / 3, atol=1e-6) and result.after.min() > 0.99


def test_the_default_model_is_surest_of_what_no_one_would_write():
    real = datasets.load("mnist").test
    others = np.stack([real.images[real.labels == (digit + 1) % 10][0] for digit in range(10)])
    for begun in (np.full((10, 28, 28), 128, np.uint8), others):
        result = wanted_images.of_default_model(begun)
        assert np.median(result.after) > 0.99
        assert (result.after > result.before).all()
        assert result.images.dtype == np.uint8 and result.images.shape == (10, 28, 28)
