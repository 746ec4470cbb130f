"""The rasteriser against a pixel-by-pixel reference, and MNIST's framing by worked examples."""

from itertools import pairwise

import numpy as np
import pytest

from digitcore.data import ink


def strokes_of(*drawings):
    """`Strokes` from drawings, each a list of strokes, each a list of (x, y, radius)."""
    rows = [
        (*point, stroke, drawing)
        for drawing, strokes in enumerate(drawings)
        for stroke, points in enumerate(strokes)
        for point in points
    ]
    table = np.array(rows, dtype=np.float32).reshape(-1, 5)
    return ink.Strokes(
        points=table[:, :2],
        radii=table[:, 2],
        stroke_numbers=table[:, 3].astype(np.int64),
        drawing_numbers=table[:, 4].astype(np.int64),
        drawing_count=len(drawings),
    )


def is_inked(x, y, stroke):
    """Whether a place lies within the pen's radius of a stroke, tried at many places along it."""
    if len(stroke) == 1:
        stroke = stroke * 2
    for (x0, y0, r0), (x1, y1, r1) in pairwise(stroke):
        along = np.linspace(0, 1, 400)
        distance = np.hypot(x0 + along * (x1 - x0) - x, y0 + along * (y1 - y0) - y)
        if (distance <= r0 + along * (r1 - r0)).any():
            return True
    return False


def share_by_counting(strokes, side, per_pixel=8):
    """The share of each pixel under ink, by asking 8×8 places in each pixel."""
    image = np.zeros((side, side))
    inside = (np.arange(per_pixel) + 0.5) / per_pixel
    for row in range(side):
        for column in range(side):
            hits = [
                any(is_inked(column + dx, row + dy, stroke) for stroke in strokes)
                for dx in inside
                for dy in inside
            ]
            image[row, column] = np.mean(hits)
    return image


DRAWINGS = {
    "a long slanted line": [[(2, 3, 1.2), (9, 8, 1.2)]],
    "a line that swells": [[(2, 9, 0.8), (9, 3, 2.0)]],
    "a dot": [[(5.3, 6.1, 1.7)]],
    "a bend": [[(2, 2, 1), (9, 3, 1), (4, 9, 1)]],
    "two strokes that cross": [[(2, 2, 1), (9, 9, 1)], [(9, 2, 1), (2, 9, 1)]],
    "a line over the edge": [[(-6, 5, 1.5), (5, 5.5, 1.5)]],
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_shares_of_ink_are_those_found_by_counting(name):
    strokes = DRAWINGS[name]
    drawn = ink.rasterise(strokes_of(strokes), side=11)[0]
    counted = share_by_counting(strokes, side=11)
    assert drawn.dtype == np.float32
    assert np.abs(drawn - counted).max() < 0.22  # where two edges meet in a pixel; see `rasterise`
    assert np.abs(drawn - counted).mean() < 0.022


def test_a_straight_edge_along_the_grid_is_exact():
    drawn = ink.rasterise(strokes_of([[(-9, 5.2, 1.5), (20, 5.2, 1.5)]]), side=10)[0]
    expected = np.zeros(10)
    expected[3:7] = [0.3, 1, 1, 0.7]  # ink reaches from 3.7 to 6.7
    np.testing.assert_allclose(drawn, np.repeat(expected[:, None], 10, axis=1), atol=1e-5)


def test_drawings_of_a_batch_do_not_touch_each_other(monkeypatch):
    monkeypatch.setattr(ink.raster, "PIECES_AT_ONCE", 3)  # so that drawings also share and span batches
    together = ink.rasterise(strokes_of(*DRAWINGS.values()), side=11)
    for image, strokes in zip(together, DRAWINGS.values(), strict=True):
        np.testing.assert_allclose(image, ink.rasterise(strokes_of(strokes), side=11)[0], atol=1e-5)


def test_one_long_line_equals_the_same_line_in_many_points():
    ends = [[(1, 2, 0.5), (25, 20, 2.5)]]
    shares = np.linspace(0, 1, 200)
    dense = [[(1 + 24 * s, 2 + 18 * s, 0.5 + 2 * s) for s in shares]]
    drawn = ink.rasterise(strokes_of(ends, dense), side=28)
    np.testing.assert_allclose(drawn[0], drawn[1], atol=0.01)


def box_of(image, above):
    rows, columns = np.nonzero(image > above)
    return rows.min(), rows.max() + 1, columns.min(), columns.max() + 1


def test_framing_of_an_upright_bar():
    """A bar 100 high drawn with a pen 10 wide: ink of 110×10, so 20 pixels high and 20/11 wide."""
    bar = [[(300, 50, 5), (300, 150, 5)]]
    image = ink.frame_strokes(strokes_of(bar))[0]
    assert image.shape == (28, 28)
    assert image.dtype == np.float32
    top, bottom, left, right = box_of(image, above=1)
    assert (top, bottom) == (4, 24)
    assert (left, right) == (13, 15)
    np.testing.assert_allclose(image[14].sum() / 255, 20 / 11, rtol=1e-4)


def test_framing_keeps_the_proportions():
    """A rectangle's outline 60 wide and 30 high with a pen 4 wide: ink of 64×34, so 20 by 10.6 pixels."""
    corners = [(10, 20, 2), (70, 20, 2), (70, 50, 2), (10, 50, 2), (10, 20, 2)]
    image = ink.frame_strokes(strokes_of([corners]))[0]
    assert box_of(image, above=1) == (8, 20, 4, 24)
    outermost = (12 - 20 * 34 / 64) / 2  # what the first and the last of the 12 rows lack
    np.testing.assert_allclose(image[[8, 19], 14] / 255, 1 - outermost, atol=1e-4)


def test_the_size_and_place_of_a_drawing_do_not_matter():
    hook = [[(10, 10, 3), (60, 12, 3), (40, 90, 4)], [(20, 50, 3), (60, 50, 2)]]
    larger = [[(7 * x - 900, 7 * y + 50, 7 * r) for x, y, r in stroke] for stroke in hook]
    images = ink.frame_strokes(strokes_of(hook, larger))
    np.testing.assert_allclose(images[0], images[1], atol=0.5)


def test_the_centre_of_mass_is_within_half_a_pixel_of_the_middle():
    flag = [[(10, 90, 3), (10, 10, 3), (40, 10, 3), (40, 30, 3), (10, 30, 3)]]
    seven = [[(10, 10, 3), (60, 10, 3), (40, 90, 3)]]
    for image in ink.frame_strokes(strokes_of(flag, seven)):
        middles = np.arange(28)  # MNIST's middle is that of pixel 14
        x = image.sum(axis=0) @ middles / image.sum()
        y = image.sum(axis=1) @ middles / image.sum()
        assert abs(x - 14) <= 0.5 + 1e-3
        assert abs(y - 14) <= 0.5 + 1e-3


def test_ink_is_moved_to_the_edge_but_never_over_it():
    image = np.zeros((1, 28, 28), dtype=np.float32)
    image[0, 4:8, 4:24] = 1  # heavy at the top, with a thin tail to row 24
    image[0, 8:24, 10] = 0.05
    moved = ink.centre_mass(image)
    assert moved.sum() == pytest.approx(image.sum())
    assert box_of(moved[0], above=0)[1] == 28  # 8 rows down would be the middle, 4 are free


def test_a_drawing_without_points_stays_blank_among_others():
    images = ink.frame_strokes(strokes_of([], [[(1, 1, 1), (5, 5, 1)]], []))
    assert [bool(image.any()) for image in images] == [False, True, False]
    assert not np.isnan(images).any()
