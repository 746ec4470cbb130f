"""How the size of a stretch follows from what earlier ones took."""

import pytest

from digitcore.learning.engine.pace import STRETCH_SECONDS, StretchPace


def test_begins_with_one_and_then_fills_the_stretch():
    pace = StretchPace()
    assert not pace.is_known and pace.units_that_fit(at_most=100) == 1
    pace.record(1, STRETCH_SECONDS / 10.5)
    assert pace.units_that_fit(at_most=100) == 10
    assert pace.units_that_fit(at_most=4) == 4
    assert pace.seconds_for(21) == pytest.approx(2 * STRETCH_SECONDS)


def test_slows_down_at_once_and_speeds_up_by_halves():
    pace = StretchPace()
    pace.record(10, 0.01)
    pace.record(10, 0.1)
    assert pace.seconds_for(1) == pytest.approx(0.01)
    pace.record(10, 0.02)
    assert pace.seconds_for(1) == pytest.approx(0.006)


def test_work_that_is_longer_than_a_stretch_is_done_one_by_one():
    pace = StretchPace()
    pace.record(1, 5.0)
    assert pace.units_that_fit(at_most=100) == 1
