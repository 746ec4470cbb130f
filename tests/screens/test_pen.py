"""What the pen sends is checked: a browser may send anything."""

import math

import pytest

from pages._shared.board import pen
from pages._shared.controls import session

LINE = [[10, 20, 30.5, 40]]


def sent(monkeypatch, message):
    monkeypatch.setattr(session, "widget_value", lambda key: message)
    return pen.sent(side=400, brush=26)


def ink(strokes, **changes):
    return {"ink": {"sheet": 7, "change": 3, "drawings": [{"number": 1, "strokes": strokes}]} | changes}


def test_a_message_is_a_drawing(monkeypatch):
    found = sent(monkeypatch, ink(LINE))
    ((number, drawing),) = found.drawings
    assert (found.sheet, found.change, number, drawing.canvas, drawing.stroke_width) == (7, 3, 1, 400, 26)
    assert drawing.strokes[0].tolist() == [[10, 20], [30.5, 40]]


@pytest.mark.parametrize(
    "stroke", [[], [1], [1, "2"], [1, None], [1, math.nan], [math.inf, 1], [10**400, 1], [-(10**9), 1], {}, "12", None]
)  # fmt: skip
def test_what_is_no_stroke_is_left_out(monkeypatch, stroke):
    ((_, drawing),) = sent(monkeypatch, ink([stroke, *LINE])).drawings
    assert len(drawing.strokes) == 1


@pytest.mark.parametrize(
    "message",
    [
        None, {}, {"ink": None}, {"ink": []}, ink(LINE, sheet="7"), ink(LINE, sheet=-1), ink(LINE, change=1.5),
        ink(LINE, change=10**400), ink(LINE, drawings={}), ink(LINE, drawings=[]),
        ink(LINE, drawings=[None, 1, {"number": True}]),
    ],
)  # fmt: skip
def test_what_is_no_message_is_nothing(monkeypatch, message):
    assert sent(monkeypatch, message) is None


def test_there_are_bounds(monkeypatch):
    many = [{"number": number, "strokes": LINE} for number in range(1_000)]
    assert len(sent(monkeypatch, ink([], drawings=many)).drawings) == 21
    ((_, drawing),) = sent(monkeypatch, ink([[1, 2] * 9_000] * 3)).drawings
    assert sum(map(len, drawing.strokes)) <= 20_000
