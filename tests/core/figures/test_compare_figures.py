"""Figures of the Compare page as data: what stands where, and the tables behind."""

import numpy as np
import pytest

from digitcore.figures.costs import accuracy_against
from digitcore.figures.spreads import seed_spread
from digitcore.figures.style import as_written

COST = np.array([650.0, 10.0, 64_640.0])
ACCURACY = np.array([0.9, 0.1, 1.0])
LOW, HIGH = np.array([0.87, 0.08, 0.99]), np.array([0.92, 0.13, 1.0])


def costs(**changes):
    values = {
        "low": LOW,
        "high": HIGH,
        "titles": ["<b>Mine</b>", "Commonest", "Neighbours"],
        "x": "parameters",
    }
    return accuracy_against(COST, ACCURACY, is_rung=np.array([False, True, True]), **values | changes)


def test_each_model_is_a_point_with_its_interval_and_rungs_are_hollow():
    picture = costs()
    mine, rung, _ = picture.figure.data
    assert (mine.name, mine.x[0], mine.y[0]) == (as_written("<b>Mine</b>"), 650, 0.9)
    assert mine.error_y.array[0] == pytest.approx(0.02)
    assert mine.error_y.arrayminus[0] == pytest.approx(0.03)
    assert not mine.marker.symbol.endswith("-open") and rung.marker.symbol.endswith("-open")
    assert len({trace.marker.symbol for trace in picture.figure.data}) == 3, "not told apart by colour alone"
    layout = picture.figure.layout
    assert (layout.xaxis.type, layout.yaxis.type) == ("log", None)
    assert layout.yaxis.autorangeoptions.maxallowed == 1
    assert (layout.xaxis.title.text, layout.yaxis.title.text) == ("parameters", "accuracy")
    assert layout.xaxis.range == pytest.approx((-0.05, 5.05)), (
        "whole tens, so that there are always two marks"
    )
    assert picture.table.columns["model"] == ["<b>Mine</b>", "Commonest", "Neighbours"]
    assert picture.table.columns["rung"] == ["", "yes", "yes"]


def test_mistakes_stand_upside_down_and_none_has_no_place_on_a_logarithmic_axis():
    picture = costs(log_error=True)
    mine, _, perfect = picture.figure.data
    assert (picture.figure.layout.yaxis.type, picture.figure.layout.yaxis.title.text) == ("log", "mistakes")
    assert mine.y[0] == pytest.approx(0.1)
    assert mine.error_y.array[0] == pytest.approx(0.03), "the worst case lies above"
    assert np.isnan(perfect.y[0])


def test_what_took_no_time_at_all_is_drawn():
    picture = accuracy_against(
        np.array([0.0]), np.array([0.5]), low=np.array([0.4]), high=np.array([0.6]), titles=["A"],
        is_rung=np.array([False]), x="seconds of training",
    )  # fmt: skip
    assert picture.figure.data[0].x[0] > 0


def test_each_seed_stands_above_its_recipe_with_the_mean():
    picture = seed_spread({"A$": [0.9, 0.92], "B": [0.8]}, seeds={"A$": [0, 4], "B": [1]})
    points, mean = picture.figure.data[:2]
    assert list(points.x) == [as_written("A$")] * 2
    assert (list(points.y), list(points.customdata)) == ([0.9, 0.92], [0, 4])
    assert mean.y[0] == pytest.approx(0.91)
    reach = picture.figure.layout.yaxis.autorangeoptions
    assert (reach.minallowed, reach.maxallowed) == (0, 1), "a single point leaves no room for 150%"
    assert picture.table.columns == {
        "recipe": ["A$", "A$", "B"],
        "seed": [0, 4, 1],
        "accuracy": [0.9, 0.92, 0.8],
    }
