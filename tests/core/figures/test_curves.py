"""Learning curves tested as data: what is on which axis, and the table behind."""

import math

import pytest

from digitcore.figures.curves import Axes, compared_curves, learning_curves
from digitcore.figures.style import as_written

POINTS = {
    "epoch": [0.5, 1.0, 2.0],
    "seconds": [0.1, 0.2, 0.4],
    "loss": [2.0, 1.0, 0.5],
    "accuracy": [0.2, 0.5, 0.9],
}
EPOCHS = {
    "epoch": [1, 2],
    "seconds": [0.2, 0.4],
    "train_loss": [1.5, 0.75],
    "train_accuracy": [0.4, 0.7],
    "validation_loss": [1.2, 0.8],
    "validation_accuracy": [0.6, 1.0],
}


def titles(picture):
    layout = picture.figure.layout
    below = [axis.title.text for axis in (layout.xaxis, layout.xaxis2)]
    return below + [annotation.text for annotation in layout.annotations]


def test_loss_and_accuracy_stand_against_epochs():
    picture = learning_curves(POINTS, EPOCHS)
    assert titles(picture) == ["epoch", "epoch", "loss", "accuracy"]
    assert [(trace.name, list(trace.x), list(trace.y)) for trace in picture.figure.data[3:]] == [
        ("training, live", POINTS["epoch"], POINTS["accuracy"]),
        ("training, per epoch", EPOCHS["epoch"], EPOCHS["train_accuracy"]),
        ("validation", EPOCHS["epoch"], EPOCHS["validation_accuracy"]),
    ]
    assert picture.table.columns["seconds"] == EPOCHS["seconds"]
    assert picture.figure.layout.yaxis2.autorangeoptions.maxallowed == 1
    assert picture.figure.layout.yaxis.autorangeoptions.maxallowed is None, "a loss may be larger"


def test_against_seconds_the_mark_moves_along():
    picture = learning_curves(POINTS, EPOCHS, axes=Axes(against="seconds"), marked_epoch=2)
    assert titles(picture)[:2] == ["seconds", "seconds"]
    assert list(picture.figure.data[0].x) == POINTS["seconds"]
    assert {shape.x0 for shape in picture.figure.layout.shapes} == {0.4}


def test_the_error_is_what_accuracy_leaves_and_has_a_gap_where_there_is_none():
    picture = learning_curves(POINTS, EPOCHS, axes=Axes(log_error=True))
    assert titles(picture)[2:] == ["loss", "error"]
    assert (picture.figure.layout.yaxis.type, picture.figure.layout.yaxis2.type) == (None, "log")
    first, second = picture.figure.data[-1].y
    assert first == pytest.approx(0.4)
    assert math.isnan(second), "a logarithmic axis has no 0"


def test_the_loss_may_be_logarithmic_alone():
    layout = learning_curves(POINTS, EPOCHS, axes=Axes(log_loss=True)).figure.layout
    assert (layout.yaxis.type, layout.yaxis2.type) == ("log", None)


def test_compared_runs_differ_in_colour_and_dash_and_keep_their_names():
    short = {name: values[:1] for name, values in EPOCHS.items()}
    picture = compared_curves({"<b>A</b>": EPOCHS, "B": short}, axes=Axes(against="seconds"))
    first, second = picture.figure.data[:2]
    assert (first.name, second.name) == (as_written("<b>A</b>"), "B")
    assert (first.line.color, first.line.dash) != (second.line.color, second.line.dash)
    assert (first.mode, second.mode) == ("lines", "markers"), "one epoch is a point"
    assert list(first.y) == EPOCHS["validation_loss"]
    assert [trace.showlegend for trace in picture.figure.data] == [True, True, False, False]
    assert picture.table.columns["run"] == ["<b>A</b>", "<b>A</b>", "B"]
    assert picture.table.columns["validation_accuracy"] == [0.6, 1.0, 0.6]
