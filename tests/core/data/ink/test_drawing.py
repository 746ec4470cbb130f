"""Drawings: from strokes, from what the canvas sends, as JSON; and every malformed one refused with a sentence."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitcore.data.ink import Drawing
from digitcore.errors import BadInput

quick = settings(max_examples=80, derandomize=True, deadline=None, database=None)
SEVEN = [[(60, 50), (200, 50), (100, 240)], [(90, 140), (170, 140)]]


def test_strokes_are_kept_as_they_are_and_read_only():
    drawing = Drawing.from_strokes(SEVEN, canvas=300, stroke_width=12)
    assert [len(stroke) for stroke in drawing.strokes] == [3, 2]
    assert (drawing.canvas, drawing.stroke_width, drawing.bitmap) == (300, 12, None)
    with pytest.raises(ValueError):
        drawing.strokes[0][0] = 5


def test_blank_is_what_has_no_ink():
    assert Drawing().is_blank
    assert Drawing.from_strokes([[], []]).is_blank
    assert Drawing.from_image(np.full((50, 50), 255, np.uint8)).is_blank
    assert not Drawing.from_strokes([[(5, 5)]]).is_blank


def test_json_brings_the_drawing_back():
    drawing = Drawing.from_strokes(SEVEN, canvas=300, stroke_width=12)
    again = Drawing.from_json(drawing.to_json())
    assert (again.canvas, again.stroke_width) == (300, 12)
    for one, other in zip(drawing.strokes, again.strokes, strict=True):
        np.testing.assert_allclose(one, other, atol=0.05)


@quick
@given(
    st.lists(st.lists(st.tuples(*[st.floats(-1e4, 1e4, width=32)] * 2), min_size=1, max_size=8), max_size=5),
    st.floats(1, 5000),
    st.floats(0.1, 400),
)
def test_json_brings_any_drawing_back(strokes, canvas, width):
    drawing = Drawing.from_strokes(strokes, canvas=canvas, stroke_width=width)
    again = Drawing.from_json(drawing.to_json())
    assert again.canvas == canvas and again.stroke_width == width
    for one, other in zip(drawing.strokes, again.strokes, strict=True):
        np.testing.assert_allclose(one, other, atol=0.06)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@quick
@given(json_values, json_values, json_values)
def test_any_other_json_is_refused_with_a_sentence(strokes, canvas, width):
    for content in (strokes, {"strokes": strokes, "canvas": canvas, "stroke_width": width}):
        try:
            drawing = Drawing.from_json(json.dumps(content))
        except BadInput as problem:
            assert str(problem)
        else:
            assert all(np.isfinite(stroke).all() for stroke in drawing.strokes)


@pytest.mark.parametrize(
    ("strokes", "options"),
    [
        ([[(1, 2, 3)]], {}),
        ([[(1, math.nan)]], {}),
        ([[(1, 1e9)]], {}),
        ([np.zeros((20_001, 2))], {}),
        ([[(1, 2)]], {"canvas": 0}),
        ([[(1, 2)]], {"canvas": math.inf}),
        ([[(1, 2)]], {"stroke_width": -1}),
    ],
)
def test_impossible_drawings_are_refused(strokes, options):
    with pytest.raises(BadInput):
        Drawing.from_strokes(strokes, **options)


def test_a_picture_has_no_strokes_to_write_down():
    with pytest.raises(BadInput, match="no strokes"):
        Drawing.from_image(np.eye(30, dtype=np.uint8) * 255).to_json()


def as_object(path, **changes):
    """A stroke as Fabric describes one that lies where it was drawn."""
    points = np.array([command[-2:] for command in path], dtype=float)
    low, high = points.min(axis=0), points.max(axis=0)
    plain = {
        "type": "path", "originX": "left", "originY": "top", "path": path, "strokeWidth": 18, "fill": None,
        "left": low[0] - 9, "top": low[1] - 9, "width": high[0] - low[0], "height": high[1] - low[1],
        "scaleX": 1, "scaleY": 1, "angle": 0, "flipX": False, "flipY": False, "skewX": 0, "skewY": 0,
        "globalCompositeOperation": "source-over",
    }  # fmt: skip
    return plain | changes


HOOK = [["M", 100, 40], ["Q", 100, 40, 100, 90], ["Q", 100, 140, 150, 140], ["L", 180, 140]]


def read(*objects):
    return Drawing.from_canvas({"version": "7.0.0", "objects": list(objects)})


def test_a_stroke_that_was_not_touched_lies_where_it_was_drawn():
    drawing = read(as_object(HOOK))
    (stroke,) = drawing.strokes
    np.testing.assert_allclose(stroke[[0, -1]], [[100, 40], [180, 140]], atol=0.01)
    assert drawing.stroke_width == 18
    # The curve's middle, computed by hand: a quarter of each end and half of the bend.
    middle = np.array([100 / 4 + 100 / 2 + 150 / 4, 90 / 4 + 140 / 2 + 140 / 4])
    assert np.hypot(*(stroke - middle).T).min() < 2


def test_a_stroke_whose_curve_reaches_further_than_its_points():
    """Fabric measures this curve to be 75 wide, (1 - t)³·0 + 3t(1 - t)·100 + t³·0 at its highest, and 80 high."""
    bow = [["M", 0, 0], ["Q", 100, 40, 0, 80]]
    (stroke,) = read(as_object(bow, originX="center", originY="center", left=137.5, top=140)).strokes
    np.testing.assert_allclose(stroke[[0, -1]], [[100, 100], [100, 180]], atol=0.01)


@pytest.mark.parametrize(("x", "y"), [("left", "top"), ("center", "center"), ("right", "bottom")])
def test_moved_strokes_are_where_they_were_moved_to(x, y):
    shares = {"left": 0, "top": 0, "center": 0.5, "right": 1, "bottom": 1}
    place = {"left": 91 + 98 * shares[x] + 30, "top": 31 + 118 * shares[y] - 20}
    (stroke,) = read(as_object(HOOK, originX=x, originY=y, **place)).strokes
    np.testing.assert_allclose(stroke[0], [130, 20], atol=0.01)


def test_a_stroke_made_twice_as_large_grows_away_from_its_corner():
    drawing = read(as_object(HOOK, scaleX=2, scaleY=2))
    low, high = drawing.strokes[0].min(axis=0), drawing.strokes[0].max(axis=0)
    np.testing.assert_allclose(high - low, [160, 200], atol=0.1)
    np.testing.assert_allclose(low, [91 + 18, 31 + 18], atol=0.1)  # the pen grew too
    assert drawing.stroke_width == pytest.approx(36)


def test_a_stroke_turned_by_a_right_angle_about_its_middle():
    (stroke,) = read(as_object(HOOK, originX="center", originY="center", left=140, top=90, angle=90)).strokes
    np.testing.assert_allclose(stroke[0], [140 + 50, 90 - 40], atol=0.01)


def test_a_mirrored_stroke():
    (stroke,) = read(as_object(HOOK, flipX=True)).strokes
    np.testing.assert_allclose(stroke[[0, -1]], [[180, 40], [100, 140]], atol=0.01)


def test_anything_but_strokes_needs_the_picture():
    circle = {"type": "circle", "left": 5, "top": 5, "radius": 40}
    with pytest.raises(BadInput, match="more than strokes"):
        read(as_object(HOOK), circle)
    picture = np.zeros((280, 280, 4), dtype=np.uint8)
    picture[100:180, 100:120] = (0, 0, 0, 255)
    drawing = Drawing.from_canvas({"objects": [circle]}, picture)
    assert drawing.bitmap is not None and drawing.bitmap[120, 110] == 1


@pytest.mark.parametrize("nothing", [None, {}, {"objects": []}, {"objects": None}])
def test_an_untouched_canvas_is_blank(nothing):
    assert Drawing.from_canvas(nothing).is_blank


@pytest.mark.parametrize(
    "broken",
    [
        "text",
        {"type": "path"},
        {"type": "path", "path": [["M", 1, 1], ["Z"]], "left": 0, "top": 0},
        as_object(HOOK, left="here"),
        as_object(HOOK, originX="elsewhere"),
        as_object(HOOK, scaleX=math.inf),
        as_object([["Q", 1, 2, 3, 4]]),
        {"type": "path", "path": [["M", 1, None]]},
    ],
)
def test_what_no_canvas_sends_is_refused(broken):
    with pytest.raises(BadInput):
        Drawing.from_canvas({"objects": [broken]})
