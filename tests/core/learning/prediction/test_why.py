"""What counts for an answer: a model whose reasons are known must give them away."""

import numpy as np
import pytest

from digitcore.data.ink import Drawing
from digitcore.learning.prediction import why


def looks_at_one_corner(images):
    """Says class 1 as far as the upper left 4×4 pixels are inked."""
    share = images[:, :4, :4].mean(axis=(1, 2)) / 255
    return np.stack([1 - share, share], axis=1).astype(np.float32)


def test_only_the_corner_that_decides_counts():
    image = np.full((28, 28), 255, np.float32)
    result = why.occlusion(looks_at_one_corner, image, digit=1, patch=4)
    assert result.probability == 1
    assert result.drops[0, 0] == pytest.approx(1)  # the only patch over that pixel covers the whole corner
    assert result.drops[:3, :3].min() > result.drops[8:, 8:].max() == 0


def test_the_other_class_rises_where_this_one_falls():
    image = np.full((28, 28), 255, np.float32)
    assert why.occlusion(looks_at_one_corner, image, digit=0, patch=4).drops[0, 0] == pytest.approx(-1)


@pytest.mark.parametrize("side", [8, 28])
def test_every_pixel_is_covered_at_least_once(side):
    result = why.occlusion(looks_at_one_corner, np.zeros((side, side), np.float32), digit=1)
    assert np.isfinite(result.drops).all()
    assert result.drops.shape == (side, side)


def test_strokes_are_left_out_one_by_one_and_replayed_in_order():
    strokes = [[(0, 0), (9, 9)], [(20, 0), (20, 30)], [(40, 40), (50, 40)]]
    drawing = Drawing.from_strokes(strokes)
    without = why.without_each_stroke(drawing)
    assert [[stroke[0].tolist() for stroke in each.strokes] for each in without] == [
        [[20, 0], [40, 40]],
        [[0, 0], [40, 40]],
        [[0, 0], [20, 0]],
    ]
    assert [len(each.strokes) for each in why.stroke_by_stroke(drawing)] == [1, 2, 3]


def test_nothing_is_left_out_of_a_single_stroke():
    assert why.without_each_stroke(Drawing.from_strokes([[(0, 0), (9, 9)]])) == ()
