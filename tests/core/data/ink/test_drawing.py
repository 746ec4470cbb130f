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
