"""Principal components, against scikit-learn."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from digitcore.data import datasets
from digitcore.data.dataset import Split
from digitcore.data.statistics.projection import drawn, project, project_vectors, with_others


@pytest.fixture(scope="module")
def digits():
    return datasets.load("digits")


def test_axes_and_positions_are_those_of_scikit_learn(digits):
    ours = project(digits.train, sample=600, seed=1)
    rows = digits.train.images[ours.indices].reshape(600, -1).astype(float)
    pca = PCA(3, svd_solver="full").fit(rows)
    np.testing.assert_allclose(ours.positions, pca.transform(rows), atol=1e-8)  # signs too
    np.testing.assert_allclose(ours.explained_shares, pca.explained_variance_ratio_, rtol=1e-9)


@pytest.mark.parametrize("count", [0, 5])
def test_other_images_lie_where_the_axes_of_the_sample_put_them(digits, count):
    sample = project(digits.train, sample=600, seed=1)
    others = np.setdiff1d(np.arange(len(digits.train)), sample.indices)[:count]
    ours = with_others(sample, digits.train, others)
    rows = digits.train.images.reshape(len(digits.train), -1).astype(float)
    pca = PCA(3, svd_solver="full").fit(rows[sample.indices])
    np.testing.assert_allclose(ours.positions, pca.transform(rows[ours.indices]), atol=1e-8)
    assert len(ours.indices) == 600 + count


def test_a_sample_is_drawn_by_seed_without_repeats(digits):
    first, again, other = (project(digits.train, sample=300, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first.positions, again.positions)
    assert not np.array_equal(first.indices, other.indices)
    assert len(set(first.indices.tolist())) == 300
    assert (np.diff(first.indices) > 0).all()


def test_a_sample_is_never_larger_than_the_split(digits):
    ours = project(digits.test, sample=5_000)
    assert ours.indices.tolist() == list(range(450))


def test_points_on_a_line_lie_on_the_first_axis():
    values = np.array([0, 10, 20, 50], np.uint8)
    images = values[:, None, None] * np.ones((1, 8, 8), np.uint8)
    ours = project(Split(images, np.arange(4)))
    assert ours.explained_shares == pytest.approx([1, 0, 0], abs=1e-12)
    assert np.abs(np.diff(ours.positions[:, 0])) == pytest.approx([80, 80, 240])


def test_equal_images_are_all_at_the_origin():
    ours = project(Split(np.full((5, 8, 8), 3), np.zeros(5)))
    assert (ours.positions == 0).all()
    assert (ours.explained_shares == 0).all()


def test_a_single_image_is_at_the_origin():
    assert (project(Split(np.full((1, 8, 8), 3), np.zeros(1))).positions == 0).all()


@pytest.mark.parametrize(
    "shape", [(60, 300), (300, 60), (40, 3), (40, 2), (40, 1), (3, 40), (2, 40), (17, 16)]
)
def test_rows_of_any_length_have_the_axes_of_scikit_learn(shape):
    rows = np.random.default_rng(0).standard_normal(shape) * np.arange(1, shape[1] + 1)
    ours = project_vectors(rows, indices=np.arange(len(rows)))
    count = min(3, shape[1], shape[0] - 1)
    pca = PCA(count, svd_solver="full").fit(rows)
    np.testing.assert_allclose(ours.positions[:, :count], pca.transform(rows), atol=1e-6)
    np.testing.assert_allclose(ours.explained_shares[:count], pca.explained_variance_ratio_, rtol=1e-8)
    np.testing.assert_allclose(ours.positions[:, count:], 0, atol=1e-6)
    np.testing.assert_allclose((rows - ours.mean) @ ours.axes.T, ours.positions, atol=1e-6)


def test_a_sample_of_all_is_all_in_order():
    assert drawn(5, sample=9, seed=3).tolist() == [0, 1, 2, 3, 4]
