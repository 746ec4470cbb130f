"""A stroke in progress is the same ink as the object that the canvas makes of it."""

from itertools import pairwise

import numpy as np

from digitcore.data.ink import Drawing, frame
from digitcore.data.ink.fabric import _curves, as_drawn

PLACES = [(60.0, 40.0), (90.0, 70.0), (70.0, 120.0), (120.0, 150.0), (115.0, 220.0)]
KEPT = [*PLACES[:-2], PLACES[-1]]
"""Fabric drops the last place but one."""
MIDDLES = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in pairwise(KEPT)]


def fabric_object():
    """What Fabric's pencil writes for these places."""
    path = [
        ["M", *KEPT[0]],
        *(["Q", *place, *middle] for place, middle in zip(KEPT, MIDDLES, strict=False)),
    ]
    path.append(["L", *KEPT[-1]])
    left, top = np.mean(_curves(path).corners(), axis=0)  # Fabric's own box, a little larger than the curve
    return {
        "type": "Path", "path": path, "strokeWidth": 20, "fill": None,
        "originX": "center", "originY": "center", "left": float(left), "top": float(top),
    }  # fmt: skip


def test_it_is_the_curve_of_the_canvas():
    stored = Drawing.from_canvas({"objects": [fabric_object()]})
    fresh = Drawing.from_strokes([as_drawn(PLACES)])
    np.testing.assert_allclose(stored.strokes[0], fresh.strokes[0], atol=1e-3)
    np.testing.assert_allclose(frame(stored), frame(fresh), atol=1)


def test_it_begins_and_ends_with_the_pen_and_stays_between_its_places():
    curve = as_drawn(PLACES)
    np.testing.assert_array_equal(curve[[0, -1]], np.float32([PLACES[0], PLACES[-1]]))
    assert (curve.min(axis=0) >= np.min(PLACES, axis=0)).all()
    assert (curve.max(axis=0) <= np.max(PLACES, axis=0)).all()


def test_a_place_that_trembles_on_the_spot_is_left_out():
    trembling = [PLACES[0], (60.2, 40.2), *PLACES[1:]]
    np.testing.assert_array_equal(as_drawn(trembling), as_drawn(PLACES))


def test_a_dot_and_a_straight_line_stay_what_they_are():
    assert as_drawn([(1, 2)]).tolist() == [[1, 2]]
    line = as_drawn([(1, 2), (3, 4)])
    assert line[[0, -1]].tolist() == [[1, 2], [3, 4]]
    np.testing.assert_array_equal(line[:, 1] - line[:, 0], 1)
