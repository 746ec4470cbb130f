"""Claims about what a network confuses: the report of each digit, and the pairs."""

from __future__ import annotations

from math import floor, log10
from statistics import mean

import numpy as np

from digitcore.learning.guided.claims.figures_kept import (
    printed_matrix,
    printed_report,
)
from digitcore.learning.guided.claims.findings import (
    Finding,
    verdict,
)
from digitcore.learning.judging.measures import measure, most_confused
from digitcore.learning.recipes.published import PUBLISHED

_DIGITS = tuple(range(10))


def predicted_totals() -> Finding:
    """Printed totals against the rows and columns of the printed matrix."""
    matrix, printed = printed_matrix("dense-bn"), printed_report().printed_as_predicted
    true, said = matrix.sum(axis=1), matrix.sum(axis=0)
    return Finding(
        verdict(printed == tuple(said)),
        "They are the sums of the rows: how many of each digit there are. How often each was predicted is the sum of its column: "
        f"{said[1]:,} times 1, not {true[1]:,}.",
        {
            "digit": _DIGITS,
            "printed": printed,
            "sum of its row": true.tolist(),
            "sum of its column": said.tolist(),
        },
    )


def printed_extremes() -> Finding:
    """Highest and lowest precision as computed in the notebook."""
    precision = measure(printed_matrix("dense-bn")).of("precision")
    best, worst = int(precision.argmax()), int(precision.argmin())
    return Finding(
        verdict((best, worst) == (0, 8)),
        f"{best} has {precision[best]:.4f} and {worst} has {precision[worst]:.4f}, {precision[best] - precision[worst]:.4f} "
        "apart: the program found what its matrix says.",
        {"digit": _DIGITS, "precision": [f"{value:.4f}" for value in precision]},
    )


def named_extremes() -> Finding:
    """Highest and lowest precision as named in the text."""
    precision = measure(printed_matrix("dense-bn")).of("precision")
    best, worst = int(precision.argmax()), int(precision.argmin())
    return Finding(
        verdict((best, worst) == (1, 9)),
        f"It is {best} ({precision[best]:.4f}, before 1 with {precision[1]:.4f}) and {worst} ({precision[worst]:.4f}, below 9 "
        f"with {precision[9]:.4f}), and the program a few lines above printed just that.",
        {"digit": _DIGITS, "precision, rounded": [f"{value:.2f}" for value in printed_report().precision],
         "precision": [f"{value:.4f}" for value in precision]},
    )  # fmt: skip


def order_of_error() -> Finding:
    """The size of the error rates of single digits."""
    rates = printed_report().rates["misclassification"]
    orders = {floor(log10(rate)) for rate in rates}
    return Finding(
        verdict(orders == {-2}),
        f"They run from {min(rates):.4f} to {max(rates):.4f}: thousandths, so the order is 10⁻³. 10⁻² is the share of all images "
        f"that it gets wrong, {1 - PUBLISHED['dense-bn'].judged.accuracy:.4f}.",
        {"digit": _DIGITS, "wrong, this digit against the rest": [f"{rate:.5f}" for rate in rates]},
    )


def correct_overall() -> Finding:
    """Accuracies against the rest beside the accuracy."""
    matrix, rates = printed_matrix("dense-bn"), printed_report().rates["accuracy"]
    overall = matrix.trace() / matrix.sum()
    return Finding(
        verdict(abs(mean(rates) - overall) < 0.005),
        f"It is right on {matrix.trace():,} of {matrix.sum():,} images, {overall:.2%}. The {mean(rates):.2%} are an average of "
        "ten easy questions: is it this digit or not? Nine images of ten are not, and “no” is right there without looking.",
        {"digit": _DIGITS, "right, this digit against the rest": [f"{rate:.2%}" for rate in rates]},
    )


def missed_share() -> Finding:
    """FN / TP beside FN / (FN + TP)."""
    report = printed_report()
    missed, found = np.array(report.false_negatives), np.array(report.true_positives)
    theirs, sensitivity = missed / found, found / (missed + found)
    return Finding(
        verdict(bool(np.allclose(theirs + sensitivity, 1, atol=1e-9))),
        "What is missed and what is found must add up to 1, since each image is one or the other. Divided by the found ones "
        f"alone they make {theirs[3] + sensitivity[3]:.4f} for digit 3; {missed[3]} / ({missed[3]} + {found[3]}) is right.",
        {
            "digit": _DIGITS, "missed": missed.tolist(), "found": found.tolist(),
            "missed / found": [f"{value:.4f}" for value in theirs],
            "share found": [f"{value:.4f}" for value in sensitivity],
        },
    )  # fmt: skip


def confused_pairs() -> Finding:
    """The most confused pairs of the wide network."""
    matrix = printed_matrix("dense-dropout")
    pairs = most_confused(matrix, count=6)
    unread = PUBLISHED["dense-dropout"].unread_cells
    named = {(4, 9), (7, 9), (3, 8)}
    return Finding(
        verdict({(pair.first, pair.second) for pair in pairs[:3]} == named),
        f"Counted in both directions {pairs[0].first} and {pairs[0].second} come first with {pairs[0].count}, then "
        + ", ".join(f"{pair.first} and {pair.second} with {pair.count}" for pair in pairs[1:5])
        + f". The {unread} cells that cannot be read hold {10_000 - matrix.sum()} images in all, which changes nothing.",
        {
            "pair": [
                f"{pair.first} and {pair.second}" for pair in sorted(pairs, key=lambda pair: pair.first)
            ],
            "mistakes, both directions": [pair.count for pair in sorted(pairs, key=lambda pair: pair.first)],
        },
    )
