"""Verdicts on the notebooks' claims follow from stored figures and from the images, and change with them."""

import re
from dataclasses import replace

import numpy as np
import pytest

from digitcore.data import datasets
from digitcore.data.dataset import Dataset, Split
from digitcore.learning.guided.answer_kinds import Number
from digitcore.learning.guided.attempts import attempts, score
from digitcore.learning.guided.claims import (
    figures_kept,
    on_dense_networks,
    on_images,
    on_small_digits,
    on_the_report,
)
from digitcore.learning.guided.claims.claims import CLAIMS, NOTEBOOKS
from digitcore.learning.guided.claims.findings import VERDICTS
from digitcore.learning.recipes.published import PUBLISHED, Example, Figures
from digitcore.learning.recipes.published_curves import all_curves

HOLD = {"again", "sixtyfour", "better", "zeros", "greys", "computed", "testrange"}
CANNOT_BE_TOLD = {"worse", "losses", "settings", "random", "reaches", "highest", "rate"}


@pytest.fixture(scope="module")
def mnist():
    return datasets.load("mnist")


@pytest.fixture(scope="module")
def findings(mnist):
    return {name: claim.finding(mnist if claim.data else None) for name, claim in CLAIMS.items()}


def test_at_least_twenty_claims_from_all_notebooks_with_all_three_verdicts(findings):
    assert len(CLAIMS) >= 20
    assert {claim.notebook for claim in CLAIMS.values()} == set(NOTEBOOKS)
    assert all(re.fullmatch("[a-z]+", name) for name in CLAIMS), "letters only, for addresses"
    assert {name for name, found in findings.items() if found.verdict == "true"} == HOLD
    assert {name for name, found in findings.items() if found.verdict == "open"} == CANNOT_BE_TOLD


def test_every_finding_has_its_numbers_and_its_sentence(findings):
    for name, found in findings.items():
        assert len({len(column) for column in found.numbers.values()}) == 1, name
        assert found.because.endswith((".", ")")) and "nan" not in found.because, name
        assert found.solution.words == VERDICTS[found.verdict]
        assert CLAIMS[name].hint.endswith((".", "?")), name


def test_charts_of_claims_are_there():
    for claim in CLAIMS.values():
        assert not claim.curve_of or claim.curve_of in all_curves()
        assert not claim.matrix_of or PUBLISHED[claim.matrix_of].confusion_matrix


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("parameters", "= 650"), ("wholeimages", "308 right of 337 are 0.9139"), ("tenth", "= 7.7"), ("ahead", "8.4 times"),
        ("totals", "670 times 1, not 668"), ("named", "0 (0.9868"), ("order", "0.0027 to 0.0080"), ("overall", "5,839 of 6,000"),
        ("pairs", "2 and 7 come first with 14"), ("saturates", "after epoch 16 with 0.0548"), ("zeros", "38,045,844"),
        ("centred", "mean is 33.3, half of the images lie below 32.5, and most of all have 31"), ("nearest", "is -15"),
        ("range", "from -1.3 to 245"), ("reaches", "94.95% (5,697 of 6,000)"), ("random", "4 pairs stand in both"),
        ("worse", "0.3 standard errors"), ("sixtyfour", "4.9 standard errors"), ("arrived", "-20%"),
    ],
)  # fmt: skip
def test_figures_in_the_sentences(findings, name, figure):
    assert figure in findings[name].because


def published(monkeypatch, name, **changes):
    monkeypatch.setitem(PUBLISHED, name, replace(PUBLISHED[name], **changes))


def test_a_verdict_turns_when_its_figures_do(monkeypatch):
    published(monkeypatch, "smallest-95", parameters=10_177)
    assert on_dense_networks.a_tenth().verdict == "true"
    published(monkeypatch, "perceptron", test=replace(PUBLISHED["perceptron"].test, loss=0.17))
    assert on_small_digits.no_overfitting().verdict == "true"
    published(monkeypatch, "cnn-5", validation=Figures(0.911, second_run=0.9139))
    assert on_small_digits.whole_images().verdict == "true"
    published(monkeypatch, "dense-bn", test=Figures(0.97, 10_000))
    assert on_dense_networks.highest_on_test().verdict == "true"
    monkeypatch.setattr(on_dense_networks, "EXAMPLE", Example(0.91, 0.01))
    assert on_dense_networks.rate_alone().verdict == "true"
    columns = np.array(PUBLISHED["dense-bn"].confusion_matrix).sum(axis=0)
    report = replace(figures_kept.printed_report(), printed_as_predicted=tuple(columns.tolist()))
    monkeypatch.setattr(on_the_report, "printed_report", lambda: report)
    assert on_the_report.predicted_totals().verdict == "true"


def test_verdicts_about_images_turn_with_the_images(mnist):
    images = np.zeros((20, 28, 28), np.uint8)
    images[:, 0, 0] = 1
    half = Split(images, np.arange(20, dtype=np.uint8) % 10)
    other = Dataset("mnist", mnist.facts, half, half)
    assert on_images.zeros(other).verdict == "false"
    assert on_images.value_range(other).verdict == "false"
    assert on_images.between_0_and_1(other).verdict == "true", "pixels that never change become 0"


def test_the_second_wrong_answer_settles_and_nothing_counts_after_a_right_one():
    six = Number("Because.", 6)
    texts = ("", "5", "5~7", "5~6", "6", "6~5", "5~7~6", "many~6")
    told = [attempts(six, text) for text in texts]
    assert [each.is_settled for each in told] == [False, False, True, True, True, True, True, True]
    assert [each.is_right for each in told] == [False, False, False, True, True, True, False, True]
    assert [each.is_right_at_once for each in told] == [False, False, False, False, True, True, False, True]
    reached = score(len(texts), told)
    assert reached.words == "4 of 8 right, 3 of them at once" and not reached.is_complete
