"""What the default model practises on: drawings by other hands, warped images, habits, signs, and who is in which part."""

import numpy as np
import pytest

from digitcore.data.dataset import Split
from digitcore.data.drawn import signs, skeletons
from digitcore.data.ink import Strokes, frame_strokes
from digitcore.data.sources import pens
from digitcore.learning.reader import training_material
from digitcore.learning.reader.image_warping import STRONG, UNCHANGED_SHARE, warp
from digitcore.learning.reader.stroke_variation import rewrite
from digitcore.learning.reader.training_material import NO_DIGIT, Amounts
from digitcore.learning.reader.writing_habits import joined, with_habits


@pytest.fixture
def random():
    return np.random.default_rng(0)


def bars(count):
    """Upright strokes of 40 points, 1,000 high."""
    points = np.stack([np.zeros(40), np.linspace(0, 1000, 40)], axis=1).astype(np.float32)
    return Strokes(
        np.tile(points, (count, 1)),
        np.ones(40 * count, np.float32),
        np.zeros(40 * count, np.int64),
        np.repeat(np.arange(count), 40),
        count,
    )


def strokes_of_each(strokes):
    names = np.stack([strokes.drawing_numbers, strokes.stroke_numbers])
    return np.bincount(np.unique(names, axis=1)[0], minlength=strokes.drawing_count)


def test_drawings_by_other_hands_stay_near_the_first_and_differ(random):
    first = bars(1)
    before = frame_strokes(first.drawn_with(2.2))[0]
    again = frame_strokes(rewrite(first.take(np.zeros(200, np.int64)), random=random))
    likeness = [np.corrcoef(before.ravel(), image.ravel())[0, 1] for image in again]
    assert np.median(likeness) > 0.5
    assert len({image.tobytes() for image in again}) == 200


def test_copies_of_one_drawing_do_not_mix(random):
    """Their strokes have the same numbers: an end must not be cut from, or smoothed into, another copy."""
    written = rewrite(bars(1).take(np.zeros(50, np.int64)), random=random)
    counts = np.bincount(written.drawing_numbers, minlength=50)
    assert (counts >= 32).all()
    heights = [np.ptp(written.points[written.drawing_numbers == number, 1]) for number in range(50)]
    assert min(heights) > 1.0  # of about 2


def test_the_same_seed_writes_the_same():
    one, same, other = (rewrite(bars(3), random=np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(one.points, same.points)
    assert one.points.shape != other.points.shape or not np.array_equal(one.points, other.points)


def test_warped_images_keep_their_ink_and_range_and_some_stay_as_they_are(random):
    images = np.zeros((400, 28, 28), np.uint8)
    images[:, 6:22, 13:16] = 255
    warped = warp(images, STRONG, random=random)
    assert warped.dtype == np.float32
    assert warped.min() >= 0 and warped.max() <= 1 + 1e-6
    ink = warped.sum(axis=(1, 2)) / (16 * 3)
    assert ink.min() > 0.15 and ink.max() < 2.5
    same = (warped == images / 255).all(axis=(1, 2)).mean()
    assert same == pytest.approx(UNCHANGED_SHARE, abs=0.07)


def test_nothing_comes_round_at_the_edge(random):
    images = np.zeros((300, 28, 28), np.uint8)
    images[:, 10:18, :2] = 255
    assert warp(images, STRONG, random=random)[:, :, 20:].max() == 0


def test_habits_are_added_to_some_zeros_ones_and_sevens_only(random):
    for label, share in ((0, 0.15), (1, 0.15), (7, 0.12), (3, 0.0), (NO_DIGIT, 0.0)):
        written = with_habits(bars(2000), np.full(2000, label), random=random)
        counts = strokes_of_each(written)
        assert set(counts) <= {1, 2}
        assert (counts == 2).mean() == pytest.approx(share, abs=0.03)


def test_a_flag_begins_at_the_top_and_hangs_to_the_left(random):
    written = with_habits(bars(300), np.ones(300, np.int64), random=random)
    flags = written.points[written.stroke_numbers > 0].reshape(-1, 9, 2)
    assert len(flags)
    assert np.abs(flags[:, 0]).max() == 0
    assert (flags[:, -1, 0] < 0).all() and (flags[:, -1, 1] > 0).all()


def test_joined_drawings_have_the_strokes_of_both():
    both = joined(bars(3), bars(3))
    assert both.drawing_count == 3
    assert strokes_of_each(both).tolist() == [2, 2, 2]
    assert (np.diff(both.drawing_numbers) >= 0).all()


def test_every_sign_has_ink_and_none_is_called_as_a_digit():
    names = list(signs.SIGNS)
    images = frame_strokes(signs.draw(names).drawn_with(2.2))
    assert len(images) == len(names)
    assert (images.sum(axis=(1, 2)) > 20 * 255).all()
    assert not set(names) & {skeleton.name for skeleton in skeletons.SKELETONS}
    assert not {name for name in names if name in training_material.HELD_OUT_LETTERS}


def test_nobody_is_in_two_parts(with_pens):
    parts = training_material.writers()
    numbers = [set(part.digits.writers) | set(part.letters.writers) for part in parts]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert not numbers[one] & numbers[other]
    assert sum(len(part.digits) for part in parts) == len(pens.load("digits"))
    shares = [len(result) / sum(map(len, numbers)) for result in numbers]
    assert shares == pytest.approx([0.54, 0.06, 0.40], abs=0.05)


def test_a_batch_has_its_share_of_each_pool_and_the_seed_decides(with_pens):
    mnist = Split(np.full((30, 28, 28), 9, np.uint8), np.arange(30) % 10)
    amounts = Amounts(per_digit=1, per_letter=1, synthetic=50, scribbles=27, spoiled=20, signs=40)
    known = training_material.writers()[0]
    drawn = training_material.pools(mnist, known, amounts, seed=3)
    letters = next(pool for pool in drawn if len(pool.labels) < len(known.letters) and len(pool.labels) > 60)
    assert set(letters.labels) == {NO_DIGIT}
    assert sum(pool.share for pool in drawn) == pytest.approx(1)
    first, second = training_material.batches(drawn, size=200, steps=2, seed=0)
    (again,) = training_material.batches(drawn, size=200, steps=1, seed=0)
    assert first[0].shape == (200, 28, 28) and first[0].dtype == np.float32
    assert np.array_equal(first[0], again[0]) and np.array_equal(first[1], again[1])
    assert not np.array_equal(first[0], second[0])
    none = sum(pool.share for pool in drawn if set(pool.labels) == {NO_DIGIT})
    assert (first[1] == NO_DIGIT).mean() == pytest.approx(none, abs=0.02)
