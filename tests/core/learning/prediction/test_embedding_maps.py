"""Maps of a test part: alike embeddings lie near each other, and scores are what softmax was made of."""

import numpy as np
import pytest

from digitcore.data import datasets
from digitcore.learning.prediction import embedding_maps


@pytest.fixture(scope="module")
def digits():
    return datasets.load("digits")


def test_scores_are_what_softmax_was_made_of():
    made_of = np.random.default_rng(0).normal(0, 5, (20, 4))
    powers = np.exp(made_of)
    result = embedding_maps.scores((powers / powers.sum(axis=1, keepdims=True)).astype(np.float32))
    np.testing.assert_allclose(result, made_of - made_of.mean(axis=1, keepdims=True), atol=1e-5)


def test_a_map_lays_alike_embeddings_near_each_other(digits):
    def embedding(images):
        return np.repeat(images.reshape(len(images), -1).sum(axis=1)[:, None] > 300, 5, axis=1).astype("f4")

    sentence = []
    result = embedding_maps.map_of(embedding, digits.test.images, sample=100, report=sentence.append)
    assert len(result.indices) == 100 and sentence[-1].share == 1
    heavy = digits.test.images[result.indices].reshape(100, -1).sum(axis=1) > 300
    assert result.positions[heavy, 0].min() > result.positions[~heavy, 0].max()


def test_a_very_wide_embedding_is_mapped_on_fewer_images(digits):
    result = embedding_maps.map_of(
        lambda images: np.ones((len(images), 1_000_000), np.float32), digits.test.images
    )
    assert len(result.indices) == 30


def test_a_map_of_scores_needs_no_images():
    predicted = np.random.default_rng(0).dirichlet(np.ones(10), 50).astype(np.float32)
    assert embedding_maps.map_of_scores(predicted).positions.shape == (50, 3)
