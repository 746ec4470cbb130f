"""Training images changed at random: where pixels go, by how much, and the same for the same step."""

import numpy as np
import pytest

from digitcore.learning.engine.augmentation import augment
from digitcore.learning.recipes.config import RunConfig


def dot(row, column, side=28):
    image = np.zeros((200, side, side, 1), np.float32)
    image[:, row, column] = 100
    return image


def changed(images, step=5, **settings):
    return augment(RunConfig(**settings), images, np.int32(step)).numpy()[..., 0]


def centres(images):
    """(n, 2) row and column of the centre of mass."""
    weights = images.sum(axis=(1, 2))
    rows, columns = images.sum(axis=2), images.sum(axis=1)
    places = np.arange(images.shape[1])
    return np.stack([rows @ places / weights, columns @ places / weights], axis=1)


def test_rotation_keeps_the_middle_and_turns_what_is_outside_by_up_to_the_angle():
    middle = np.array([13.5, 13.5])
    away = centres(changed(dot(13, 23), rotation=30)) - middle
    angles = np.degrees(np.arctan2(away[:, 0], away[:, 1]))
    assert 20 < angles.max() < 34 and -36 < angles.min() < -20
    np.testing.assert_allclose(np.hypot(*away.T), np.hypot(0.5, 9.5), atol=0.3)


def test_shift_moves_by_up_to_its_share_of_the_side():
    moved = centres(changed(dot(14, 14), shift=25)) - 14
    assert 6 < moved.max() <= 7.01 and -7.01 <= moved.min() < -6


def test_shear_moves_rows_sideways_and_leaves_their_height():
    moved = centres(changed(dot(4, 14), shear=20)) - [4, 14]
    np.testing.assert_allclose(moved[:, 0], 0, atol=1e-3)
    furthest = 9.5 * np.tan(np.radians(20))
    assert furthest - 1 < abs(moved[:, 1]).max() < furthest + 0.2


def test_scale_moves_towards_and_away_from_the_middle():
    distances = centres(changed(dot(13, 23), scale=20))[:, 1] - 13.5
    assert 7.4 < distances.min() < 8.2 and 10.8 < distances.max() < 11.6  # 20 % of 9.5, to half a pixel


def test_another_pen_adds_and_removes_ink():
    stroke = np.zeros((200, 28, 28, 1), np.float32)
    stroke[:, 5:23, 12:15] = 100
    ink = changed(stroke, stroke_width=50).sum(axis=(1, 2))
    assert ink.min() < stroke[0].sum() < ink.max()
    assert changed(stroke, stroke_width=100).min() >= 0 and changed(stroke, stroke_width=100).max() <= 100


def test_the_same_step_draws_the_same_and_another_step_or_seed_does_not():
    images = dot(10, 20)
    first = changed(images, rotation=20, shift=10)
    np.testing.assert_array_equal(first, changed(images, rotation=20, shift=10))
    assert not np.array_equal(first, changed(images, step=6, rotation=20, shift=10))
    assert not np.array_equal(first, changed(images, seed=1, rotation=20, shift=10))
    assert len(np.unique(first.reshape(200, -1), axis=0)) > 190


@pytest.mark.parametrize("name", ["rotation", "shear", "scale", "shift", "stroke_width"])
def test_blank_paper_stays_blank(name):
    assert not changed(np.zeros((3, 8, 8, 1), np.float32), **{name: 30}).any()
