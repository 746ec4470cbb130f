"""The right answer to each question, computed from the learner's own run, with an explanation in its numbers.

Entries of `questions` name these functions. The first run is that of the lesson, a second one is compared with it. Answers
are computed, since another seed or machine has other figures.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np

from digitcore.learning.engine.curve_diagnosis import ending, overfits_since
from digitcore.learning.engine.reports import EpochReport
from digitcore.learning.guided.answer_kinds import Choice, Number, Solution
from digitcore.learning.guided.evidence import Evidence, PlannedRun
from digitcore.learning.judging.measures import most_confused
from digitcore.learning.judging.paired_test import PairedComparison, compare
from digitcore.learning.layers.losses import LOSSES
from digitcore.learning.layers.network import counts
from digitcore.learning.recipes.config import TEST
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.learning.recipes.recipes import RECIPES

STILL = 0.03
"""A validation loss has converged if it changes by less from one fifth of the epochs to the next."""
_PAIRS = 4
_SURE = 0.9
_YES_OR_NO = {"yes": "yes", "no": "no"}


def values(plan: PlannedRun) -> Solution:
    """Number of values of a flattened image."""
    side = plan.facts.side
    return Number(
        f"{side} rows of {side} pixels laid end to end: {side} · {side} = {side**2}, each from 0 to "
        f"{plan.facts.maximum} before the preparation.",
        side**2,
    )


def parameters(plan: PlannedRun) -> Solution:
    """Parameters of the layer with most of them."""
    facts, layers = plan.facts, plan.config.layers
    row = max(plan.layer_table, key=lambda row: row.parameters)
    count = counts(layers, side=facts.side, class_count=facts.class_count)[row.number - 1]
    because = (
        f"It is layer {row.number}, {row.words}: {count.arithmetic}. {count.words} The whole network has "
        f"{plan.parameters:,}."
    )
    return Number(because, row.parameters)


def smaller_networks(plan: PlannedRun) -> Solution:
    """Number of published networks with fewer parameters."""
    counts = sorted((figures.parameters, RECIPES[name].title) for name, figures in PUBLISHED.items())
    fewer = [f"{title} with {count:,}" for count, title in counts if count < plan.parameters]
    smallest, largest = counts[0][0], counts[-1][0]
    because = (
        f"It has {plan.parameters:,} parameters, {4 * plan.parameters / 1000:,.0f} kB as numbers of 4 bytes. "
        f"Smaller: {', '.join(fewer) or 'none'}. All ten reach from {smallest:,} to {largest:,}."
    )
    return Number(because, len(fewer))


def converged(run: Evidence) -> Solution:
    """Whether the validation loss fell, stayed or rose at the end."""
    end = ending(run.epochs)
    if end.change < -STILL:
        right, verdict = "falling", "More epochs would help."
    elif end.change > STILL:
        right, verdict = "rising", "More epochs would make it worse."
    else:
        right, verdict = "arrived", "It has converged."
    return Choice(
        f"Epochs {len(run.epochs) - 2 * end.epochs + 1} to {len(run.epochs) - end.epochs} have a validation loss of "
        f"{end.before:.4f} on average, the last {end.epochs} one of {end.now:.4f}: {end.change:+.1%}. {verdict}",
        {
            "falling": "it still falls",
            "arrived": f"it stays within {STILL:.0%}",
            "rising": "it rises",
        },
        (right,),
    )


def overfits(run: Evidence) -> Solution:
    """Whether the validation loss rises while the training loss falls."""
    since = overfits_since(run.epochs)
    best, last = _best(run), run.last
    if since is None:
        verdict = "it does not part from the training loss by as much as a tenth of its lowest"
    else:
        verdict = f"since about epoch {since} it learns its examples by heart"
    because = (
        f"The validation loss was lowest after epoch {best.epoch} with {best.validation_loss:.4f}, and ends at "
        f"{last.validation_loss:.4f}; {_went(best.train_loss, last.train_loss)}: {verdict}."
    )
    return Choice(because, _YES_OR_NO, ("no" if since is None else "yes",))


def best_epoch(run: Evidence) -> Solution:
    """The epoch of the lowest validation loss."""
    best, last = _best(run), run.last
    because = (
        f"After epoch {best.epoch} it was {best.validation_loss:.4f}, after the last one, {last.epoch}, it is "
        f"{last.validation_loss:.4f}. Stopping there would have taken {best.epoch / last.epoch:.0%} of the time."
    )
    return Number(because, best.epoch, tolerance=max(1, round(len(run.epochs) / 20)))


def report(run: Evidence) -> Solution:
    """The accuracy that holds for new images: the one on the test part."""
    test, last = run.judgement, run.last
    low, high = test.interval
    options = {
        "training": f"{last.train_accuracy:.2%}, training",
        "validation": f"{last.validation_accuracy:.2%}, validation",
        "test": f"{test.accuracy:.2%}, test",
    }
    middle = "Validation images are not learned from, but settings and epochs are chosen by them."
    if run.config.validation == TEST:
        del options["validation"]
        middle = (
            "Here the test images were watched during the training too, as in the source; who chooses an epoch "
            "by them has no unseen images left."
        )
    because = (
        f"The {last.train_accuracy:.2%} are of images it learned from. {middle} The {test.n:,} test images say "
        f"{test.accuracy:.2%}, and chance may move that between {low:.2%} and {high:.2%}."
    )
    return Choice(because, options, ("test",))


def mistakes(run: Evidence) -> Solution:
    """Number of wrong answers to test images."""
    n, wrong = run.judgement.n, run.mistakes
    because = f"{n:,} test images less {n - wrong:,} right ones; {wrong:,} of {n:,} are {wrong / n:.2%}."
    return Number(because, wrong)


def worst_class(run: Evidence) -> Solution:
    """The class with the lowest recall."""
    recalls, names = run.measures.of("sensitivity"), run.facts.class_names
    right = np.flatnonzero(recalls == recalls.min())
    worst, best = int(right[0]), int(recalls.argmax())
    counted = [
        f"of {run.measures.support[k]:,} real {names[k]}s it found {run.measures.true_positives[k]:,} ({recalls[k]:.2%})"
        for k in (worst, best)
    ]
    points = 100 * (recalls[best] - recalls[worst])
    because = f"{counted[0][0].upper()}{counted[0][1:]}, {counted[1]}: {points:.1f} percentage points apart."
    return Choice(because, {str(k): name for k, name in enumerate(names)}, tuple(map(str, right)))


def commonest_pair(run: Evidence) -> Solution:
    """The most confused pair of classes, among some that are less confused."""
    matrix, names = run.judgement.confusion_matrix, run.facts.class_names
    every = list(combinations(range(len(matrix)), 2))
    confused = most_confused(matrix, count=len(every))
    if not confused:
        return Choice("It makes no mistake on the test images.", {"none": "none"}, ("none",))
    top = confused[0]
    as_often = [pair for pair in confused[1:] if pair.count == top.count]
    taken = {(pair.first, pair.second): pair.count for pair in confused if pair not in as_often}
    never_taken = [pair for pair in every if pair not in {(each.first, each.second) for each in confused}]
    shown = [*taken, *never_taken]
    words = {pair: f"{names[pair[0]]} and {names[pair[1]]}" for pair in every}
    less = ", ".join(f"{words[pair]} {taken.get(pair, 0):,}" for pair in shown[1:_PAIRS])
    also = "".join(f" As often: {words[pair.first, pair.second]}." for pair in as_often[:1])
    return Choice(
        f"{top.sentence(names)}{also} The others here: {less}.",
        {f"{pair[0]}and{pair[1]}": words[pair] for pair in sorted(shown[:_PAIRS])},
        (f"{top.first}and{top.second}",),
    )


def second_guess(run: Evidence) -> Solution:
    """The share of mistakes whose second guess is right."""
    probabilities, true = run.answers.probabilities, run.answers.true_labels
    wrong = np.flatnonzero(~run.answers.right)
    second = np.argsort(-probabilities[wrong], axis=1, kind="stable")[:, 1]
    near, sure = int((second == true[wrong]).sum()), int((probabilities[wrong].max(axis=1) > _SURE).sum())
    share = near / max(1, len(wrong))
    because = (
        f"In {near:,} of {len(wrong):,} mistakes ({share:.0%}), as a person hesitates between two readings. "
        f"In {sure:,} of them it was over {_SURE:.0%} sure: look at those first. Would you have read them otherwise?"
    )
    options = {
        "few": "in less than half of them",
        "half": "in half to three quarters",
        "most": "in three quarters or more",
    }
    return Choice(because, options, ("few" if share < 0.5 else "half" if share < 0.75 else "most",))


def seed_difference(first: Evidence, second: Evidence) -> Solution:
    """Difference of test accuracy between two seeds, in percentage points."""
    accuracy, other = first.judgement.accuracy, second.judgement.accuracy
    low, high = first.judgement.interval
    seeds = [f"seed {run.config.seed}" for run in (first, second)]
    because = (
        f"With {seeds[0]} {accuracy:.2%}, with {seeds[1]} {other:.2%}. {_pairs(first, second).sentence(*seeds)} "
        f"With so many test images chance alone may move the first one between {low:.2%} and {high:.2%}."
    )
    return Number(because, abs(accuracy - other) * 100, tolerance=0.01, unit="percentage points", decimals=2)


def gained(first: Evidence, second: Evidence) -> Solution:
    """Test accuracy of the first run minus that of the second, in percentage points."""
    accuracy, other = first.judgement.accuracy, second.judgement.accuracy
    because = (
        f"{accuracy:.2%} against {other:.2%} of the same {first.judgement.n:,} test images. After the last epoch the "
        f"validation losses are {first.last.validation_loss:.4f} and {second.last.validation_loss:.4f}."
    )
    return Number(because, (accuracy - other) * 100, tolerance=0.05, unit="percentage points", decimals=2)


def better(first: Evidence, second: Evidence) -> Choice:
    """The run that is significantly better on the same images, if one is."""
    pairs = _pairs(first, second)
    right = "chance" if not pairs.is_sure else "this" if pairs.first_only > pairs.second_only else "other"
    because = (
        f"{pairs.sentence('this one', 'the other')} It has {first.parameters:,} parameters and takes "
        f"{first.seconds_per_epoch:.3f} s an epoch, the other {second.parameters:,} and {second.seconds_per_epoch:.3f} s."
    )
    options = {"this": "this one", "other": "the other", "chance": "chance may explain the difference"}
    return Choice(because, options, (right,))


def against_another_loss(first: Evidence, second: Evidence) -> Solution:
    """As `better`, where the two were trained with losses of different kinds."""
    solution = better(first, second)
    losses = [f"{LOSSES[run.config.loss].title} {run.last.validation_loss:.4f}" for run in (first, second)]
    because = (
        f"{solution.because} The losses they end with, {losses[0]} and {losses[1]}, are of different kinds: a squared error of "
        "ten probabilities is never above 0.2, a cross-entropy has no bound. Only one loss for both, as on Compare, counts: "
        f"{first.judgement.loss:.4f} and {second.judgement.loss:.4f}, both cross-entropy."
    )
    return replace(solution, because=because)


def _went(before: float, after: float) -> str:
    """Where the training loss went, as far as the digits shown tell."""
    if f"{before:.4f}" == f"{after:.4f}":
        return f"the training loss is {after:.4f} at both"
    return f"the training loss went from {before:.4f} to {after:.4f}"


def _best(run: Evidence) -> EpochReport:
    """The epoch of the lowest validation loss."""
    return min(run.epochs, key=lambda report: report.validation_loss)


def _pairs(first: Evidence, second: Evidence) -> PairedComparison:
    return compare(first.answers, second.answers)
