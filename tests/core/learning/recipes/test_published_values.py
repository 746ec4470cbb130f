"""Every value of the app's published figures against a second copy of what was read from the notebooks, `tests/published`."""

import json
from pathlib import Path

import numpy as np
import pytest

from digitcore.data import datasets
from digitcore.data.statistics.statistics import mean_greys
from digitcore.learning.judging.measures import MEASURES, measure
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.learning.recipes.published_curves import all_curves
from digitcore.learning.recipes.published_reports import first_mean_greys, first_mistakes, report_of
from digitcore.learning.recipes.recipes import RECIPES

COPIES = Path(__file__).parents[3] / "published"


def copy_of(name):
    return json.loads((COPIES / f"{name}.json").read_text(encoding="utf-8"))


CURVES, MATRICES, REPORTS = copy_of("curves"), copy_of("matrices"), copy_of("reports")


@pytest.mark.parametrize("name", PUBLISHED)
def test_each_value_of_each_epoch(name):
    curve = all_curves().get(name)
    rows = [list(row.values()) for row in curve.rows()] if curve else []
    assert rows == CURVES[name]["rows"]
    assert RECIPES[name].config.epochs == CURVES[name]["epochs"]


@pytest.mark.parametrize("name", PUBLISHED)
def test_each_cell_of_each_matrix(name):
    held = PUBLISHED[name].confusion_matrix
    if name not in MATRICES:
        assert held is None
        return
    copy = MATRICES[name]
    assert [list(row) for row in held] == copy["rows"]
    assert (PUBLISHED[name].judged_by, PUBLISHED[name].judged.n) == (copy["of"], copy["n"])
    assert sum(held[k][k] for k in range(10)) == copy["trace"]


def test_each_rate_and_count_of_the_printed_report():
    report = report_of("dense-bn")
    for k, (row, rates) in enumerate(zip(REPORTS["report"], REPORTS["rates"], strict=True)):
        assert (report.precision[k], report.recall[k], report.f1[k], report.support[k]) == tuple(
            row[name] for name in ("precision", "recall", "f1", "support")
        )
        assert {name: values[k] for name, values in report.rates.items()} == {
            name: value for name, value in rates.items() if name != "digit"
        }
    assert report.average == tuple(REPORTS["average"].values())
    counts = (report.true_positives, report.false_positives, report.false_negatives, report.true_negatives)
    assert [list(each) for each in counts] == [REPORTS["counts"][name] for name in ("TP", "FP", "FN", "TN")]
    assert list(report.printed_as_predicted) == REPORTS["printed_as_predicted"]
    assert report_of("perceptron") is None


def test_the_printed_report_follows_from_the_printed_matrix():
    report, measures = report_of("dense-bn"), measure(np.array(PUBLISHED["dense-bn"].confusion_matrix))
    assert report.true_positives == tuple(measures.true_positives)
    assert report.false_positives == tuple(measures.false_positives)
    assert report.false_negatives == tuple(measures.false_negatives)
    assert report.true_negatives == tuple(measures.true_negatives)
    assert set(report.rates) < set(MEASURES)
    for name, printed in report.rates.items():
        assert printed == pytest.approx(measures.of(name), abs=1e-15)
    best, worst = measures.extremes("precision")
    assert (best, worst) == (REPORTS["extremes"]["highest"]["digit"], REPORTS["extremes"]["lowest"]["digit"])


def test_each_mistake_and_each_grey():
    for name in PUBLISHED:
        copied = REPORTS["first_mistakes"].get(name, [])
        assert list(first_mistakes(name)) == [(row["actual"], row["predicted"]) for row in copied]
    assert list(first_mean_greys()) == REPORTS["first_mean_greys"]
    assert list(first_mean_greys()) == list(mean_greys(datasets.load("mnist").train.images[:100]).astype(int))


@pytest.mark.parametrize("name", REPORTS["layers"])
def test_the_parameters_of_each_printed_layer(name):
    config = RECIPES[name].config
    rows = [row.parameters for row in config.layer_table(datasets.find(config.dataset).facts)]
    printed = REPORTS["layers"][name]
    assert sum(rows) == PUBLISHED[name].parameters == printed["total"]
    assert [count for count in rows if count] == [count for count in printed["rows"] if count]
