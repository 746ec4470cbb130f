"""Scribbles: the same for the same seed, of every kind, of the common size, and none like another."""

import numpy as np
import pytest

from digitcore.data.drawn.scribbles import SCRIBBLES, generate
from digitcore.data.ink import frame_strokes


def test_the_same_seed_draws_the_same_and_another_seed_others():
    first, again, other = generate(18, seed=4), generate(18, seed=4), generate(18, seed=5)
    np.testing.assert_array_equal(first.points, again.points)
    assert not np.array_equal(first.points[:50], other.points[:50])


@pytest.mark.parametrize("kind", SCRIBBLES)
def test_each_kind_is_a_drawing_of_the_common_size(kind):
    drawn = generate(20, seed=0, kinds=[kind])
    assert drawn.drawing_count == 20
    for number in range(20):
        points = drawn.points[drawn.drawing_numbers == number]
        assert np.ptp(points, axis=0).max() == pytest.approx(1000, abs=1)
    images = frame_strokes(drawn.drawn_with(2.2))
    assert len({image.tobytes() for image in images}) == 20
    assert images.reshape(20, -1).any(axis=1).all()


def test_kinds_come_in_turn():
    mixed = generate(2 * len(SCRIBBLES), seed=0)
    strokes = [len(set(mixed.stroke_numbers[mixed.drawing_numbers == n].tolist())) for n in range(18)]
    several = [name in ("grid", "hatching", "scattered") for name in SCRIBBLES] * 2
    assert [count > 1 for count in strokes] == several


def test_none_is_an_empty_batch():
    assert generate(0, seed=0).drawing_count == 0
