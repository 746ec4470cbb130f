"""Digits drawn by code: the same for the same seed, of every kind, and of use for reading real ones."""

import gzip
from collections import Counter

import numpy as np
import pytest

from digitcore.data.datasets import load
from digitcore.data.drawn import synthetic
from digitcore.data.drawn.pen_paths import POINTS, templates
from digitcore.data.drawn.skeletons import SKELETONS
from digitcore.data.sources import mnist
from digitcore.errors import BadInput


def test_the_dataset_is_what_its_fact_sheet_says():
    dataset = synthetic.build(images=600, seed=3)
    assert (len(dataset.train), len(dataset.test)) == (600, 100)
    for split in (dataset.train, dataset.test):
        assert split.images.dtype == split.labels.dtype == np.uint8
        assert split.images.shape[1:] == (dataset.facts.side, dataset.facts.side) == (28, 28)
        assert not split.images.flags.writeable
        assert split.images.max() == dataset.facts.maximum == 255
        assert set(Counter(split.labels.tolist()).values()) == {len(split) // 10}


def test_the_registry_knows_it_with_its_options():
    dataset = load("synthetic", images=120, seed=5)
    assert len(dataset.train) == 120
    assert dataset.content_hash == synthetic.build(images=120, seed=5).content_hash


def test_every_image_has_a_digit_framed_like_mnist():
    images, _ = synthetic.generate(500, seed=0)
    sides = [(images > 0).any(axis=axis).sum(axis=1) for axis in (1, 2)]
    longest = np.maximum(*sides)
    assert set(longest.tolist()) <= {19, 20}  # the tip of a stroke may cover too little to be seen
    assert (longest == 20).mean() > 0.95
    middles = np.arange(28)  # MNIST's middle is that of pixel 14
    mass = images.sum(axis=(1, 2))
    for axis in (1, 2):
        centres = images.sum(axis=axis) @ middles / mass
        assert np.median(np.abs(centres - 14)) < 0.5


def test_the_same_seed_draws_the_same_and_another_seed_others():
    first, labels = synthetic.generate(60, seed=1)
    again, same_labels = synthetic.generate(60, seed=1)
    other, _ = synthetic.generate(60, seed=2, labels=labels)
    np.testing.assert_array_equal(first, again)
    np.testing.assert_array_equal(labels, same_labels)
    assert not (first == other).all(axis=(1, 2)).any()


def test_train_and_test_share_no_image():
    dataset = synthetic.build(images=1200, seed=0)
    train = {image.tobytes() for image in dataset.train.images}
    test = {image.tobytes() for image in dataset.test.images}
    assert len(train) == 1200
    assert not train & test


def test_given_labels_are_drawn_in_their_order():
    images, labels = synthetic.generate(4, seed=0, labels=[3, 1, 4, 1])
    assert labels.tolist() == [3, 1, 4, 1]
    assert images.shape == (4, 28, 28)


@pytest.mark.parametrize("labels", [[1, 2], [1, 2, 10], [1, 2, -1], [1, 2, 2.5], [[1, 2, 3]]])
def test_labels_that_are_no_digits_are_refused(labels):
    with pytest.raises(BadInput, match="from 0 to 9"):
        synthetic.generate(3, seed=0, labels=labels)


def test_progress_counts_both_parts_to_the_end():
    seen = []
    synthetic.build(images=2400, seed=0, report=seen.append)
    assert [(progress.done, progress.total) for progress in seen] == [
        (1000, 2800),
        (2000, 2800),
        (2400, 2800),
        (2800, 2800),
    ]
    assert {progress.doing for progress in seen} == {"Drawing digits, test part included"}


def test_every_digit_is_written_in_several_ways():
    ways = Counter(skeleton.digit for skeleton in SKELETONS)
    assert set(ways) == set(range(10))
    assert min(ways.values()) >= 5
    assert len({(skeleton.digit, skeleton.name) for skeleton in SKELETONS}) == len(SKELETONS)


def test_ways_of_writing_come_as_often_as_their_commonness_says():
    """For each u in 0..1 the table of choices names a skeleton of the right digit, in the right share."""
    u = (np.arange(1000) + 0.5) / 1000
    for digit in range(10):
        chosen = np.searchsorted(templates().choice, digit + u, side="right")
        assert {SKELETONS[kind].digit for kind in chosen} == {digit}
        total = sum(skeleton.commonness for skeleton in SKELETONS if skeleton.digit == digit)
        for kind, count in Counter(chosen.tolist()).items():
            assert count / 1000 == pytest.approx(SKELETONS[kind].commonness / total, abs=0.002)


def test_sharp_paths_pass_through_the_points_of_the_table():
    """The curves of every skeleton start and end where its strokes do, and miss no point by much."""
    shapes = templates()
    for kind, skeleton in enumerate(SKELETONS):
        path = (shapes.sharp[kind] @ shapes.given[kind] + 1) * 50
        for number, stroke in enumerate(skeleton.strokes):
            part = path[shapes.stroke_of_point[kind] == number]
            np.testing.assert_allclose(part[[0, -1]], np.array(stroke.points)[[0, -1]], atol=1e-3)
            for point in stroke.points:
                assert np.hypot(*(part - point).T).min() < 8  # of 100: half the way between two points
        assert len(path) == POINTS


def test_slashed_zeros_and_plain_ones_both_come():
    """About one zero in six is slashed: its middle is inked, that of the others is empty."""
    images, _ = synthetic.generate(1000, seed=4, labels=np.zeros(1000))
    inked = (images[:, 12:16, 12:16].max(axis=(1, 2)) > 200).mean()
    assert 0.1 < inked < 0.6


def read_idx(path, header):
    return np.frombuffer(gzip.decompress(path.read_bytes()), dtype=np.uint8)[header:]


def nearest_average_accuracy(images, labels, test_images, test_labels):
    averages = np.stack([images[labels == digit].mean(axis=0).ravel() for digit in range(10)])
    flat = test_images.reshape(len(test_images), -1).astype(np.float64)
    distances = (averages**2).sum(axis=1) - 2 * flat @ averages.T
    return (distances.argmin(axis=1) == test_labels).mean()


def test_the_averages_of_synthetic_digits_tell_real_ones_apart():
    """MNIST's own averages get 0.82 of its test set; those of drawn digits come near."""
    images, labels = synthetic.generate(6000, seed=0)
    real = read_idx(mnist.FOLDER / "t10k-images-idx3-ubyte.gz", 16).reshape(-1, 28, 28)
    truth = read_idx(mnist.FOLDER / "t10k-labels-idx1-ubyte.gz", 8)
    assert nearest_average_accuracy(images, labels, real, truth) > 0.65


def test_neighbours_among_synthetic_digits_read_real_ones():
    """Nearest neighbours, which stand or fall with the variety of what was drawn."""
    from sklearn.neighbors import KNeighborsClassifier

    images, labels = synthetic.generate(6000, seed=0)
    real = read_idx(mnist.FOLDER / "t10k-images-idx3-ubyte.gz", 16).reshape(-1, 784)[::10]
    truth = read_idx(mnist.FOLDER / "t10k-labels-idx1-ubyte.gz", 8)[::10]
    model = KNeighborsClassifier(3).fit(images.reshape(-1, 784), labels)
    assert model.score(real, truth) > 0.8
