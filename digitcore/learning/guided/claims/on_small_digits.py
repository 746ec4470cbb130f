"""Claims of the notebooks on the perceptron and on five filters."""

from __future__ import annotations

from digitcore.data import datasets
from digitcore.learning.engine.curve_diagnosis import ending_of
from digitcore.learning.guided.claims.figures_kept import (
    accuracy_of,
    both_parts,
    curve_of,
    layers_of,
    our_accuracies,
)
from digitcore.learning.guided.claims.findings import (
    SURE,
    Finding,
    standard_errors,
    verdict,
    whole_numbers_beside,
)
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.learning.recipes.recipes import RECIPES

STILL = 0.03
"""A loss has settled if it changes by less from one fifth of the epochs to the next."""
GAP = 1.10
"""A loss this much above another is no longer about the same."""
_VALIDATION_ON_DIGITS = 337


def flattened() -> Finding:
    """Values of a small digit laid end to end."""
    facts = datasets.find("digits").facts
    values = facts.side**2
    return Finding(
        verdict(values == facts.class_count),
        f"An image has {facts.side} · {facts.side} = {values} values. {facts.class_count} is the number of classes, "
        "and the length of a label written with one 1 among zeros.",
        {"": ["rows", "columns", "classes"], "small digits": [facts.side, facts.side, facts.class_count]},
    )


def second_run() -> Finding:
    """Whether a second training ends elsewhere."""
    figures = PUBLISHED["perceptron"].validation
    again = figures.second_run if figures and figures.second_run else 0.0
    first = figures.accuracy if figures else 0.0
    ours = our_accuracies("perceptron")
    return Finding(
        verdict(first != again and len(set(ours)) > 1),
        f"It printed {first:.2%}, and states {again:.2%} for a second run. Our five seeds end between {min(ours):.2%} "
        f"and {max(ours):.2%} on the test images: weights begin at random, and so does the order of the images.",
        {
            "training": [
                "theirs, validation",
                "theirs again, validation",
                *(f"ours, seed {k}, test" for k in range(len(ours))),
            ],
            "accuracy": [f"{value:.2%}" for value in (first, again, *ours)],
        },
    )


def split_fixed() -> Finding:
    """Whether the same split gives the same figures."""
    ours = our_accuracies("mnist-cnn")
    return Finding(
        verdict(len(set(ours)) == 1),
        f"{RECIPES['mnist-cnn'].title} always learns from the same 60,000 images, and still ends at "
        f"{len(set(ours))} different accuracies with {len(ours)} seeds. A fixed split does not fix the first weights and the "
        "order of the batches.",
        {"seed": list(range(len(ours))), "accuracy, same images": [f"{value:.2%}" for value in ours]},
    )


def no_overfitting() -> Finding:
    """Loss and accuracy of the perceptron on training and test images."""
    published = PUBLISHED["perceptron"]
    train, test = published.train, published.test
    train_loss, test_loss = (part.loss if part and part.loss else 0.0 for part in (train, test))
    shares = [part.accuracy if part else 0.0 for part in (train, test)]
    return Finding(
        verdict(test_loss <= GAP * train_loss),
        f"Its test loss is {test_loss / train_loss:.1f} times its training loss, and it reads {shares[1]:.2%} in place of "
        f"{shares[0]:.2%}. Its validation loss still falls, so more epochs do no harm yet; but new images are not read as "
        "well as those it learned from.",
        {
            "part": ["training", "test"],
            "loss": [f"{train_loss:.4f}", f"{test_loss:.4f}"],
            "accuracy": [f"{value:.2%}" for value in shares],
        },
    )


def converged() -> Finding:
    """The validation loss of the perceptron in its last fifths."""
    losses = [loss for loss in curve_of("perceptron").validation_loss if loss is not None]
    end = ending_of(losses)
    return Finding(
        verdict(abs(end.change) < STILL),
        f"In its last {end.epochs} epochs the validation loss is {end.now:.4f} on average, in the {end.epochs} before "
        f"{end.before:.4f}: {end.change:+.0%}. It was still falling when the training ended.",
        {
            "epoch": [len(losses) - step for step in (40, 30, 20, 10, 0)],
            "validation loss": [f"{losses[len(losses) - step - 1]:.4f}" for step in (40, 30, 20, 10, 0)],
        },
    )


def perceptron_parameters() -> Finding:
    """The count of the layer table."""
    counted = sum(row.parameters for row in layers_of("perceptron"))
    return Finding(
        verdict(counted == 610),
        f"64 values for each of 10 digits, and 10 numbers that are added: 64 · 10 + 10 = {counted}, as the notebook on the "
        "perceptron itself prints.",
        {
            "network": ["perceptron", "five filters"],
            "weights and biases": ["64 · 10 + 10", "5 · 9 + 5 and 45 · 10 + 10"],
        },
    )


def whole_images() -> Finding:
    """A stated accuracy that no number of images gives."""
    figures = PUBLISHED["cnn-5"].validation
    stated = figures.second_run if figures and figures.second_run else 0.0
    low, high = whole_numbers_beside(stated, _VALIDATION_ON_DIGITS)
    return Finding(
        verdict(low == high),
        f"{low} right of {_VALIDATION_ON_DIGITS} are {low / _VALIDATION_ON_DIGITS:.4f}, {high} are "
        f"{high / _VALIDATION_ON_DIGITS:.4f}: nothing lies between, and {stated} does.",
        {
            "right images": [low - 1, low, high, high + 1],
            f"of {_VALIDATION_ON_DIGITS}": [
                f"{count / _VALIDATION_ON_DIGITS:.4f}" for count in (low - 1, low, high, high + 1)
            ],
        },
    )


def filters_worse() -> Finding:
    """The perceptron against five filters on both parts."""
    differences = [
        accuracy_of("cnn-5", part) - accuracy_of("perceptron", part) for part in ("validation", "test")
    ]
    apart = standard_errors(accuracy_of("cnn-5", "test"), 450, accuracy_of("perceptron", "test"), 450)
    agree = differences[0] * differences[1] > 0 and abs(apart) > SURE
    return Finding(
        verdict(differences[0] < 0) if agree else "open",
        f"On validation five filters are {-100 * differences[0]:.1f} points behind, on the test images "
        f"{100 * differences[1]:.1f} ahead, which is {apart:.1f} standard errors. And the two notebooks cut their parts "
        "differently, so they were not even asked about the same images.",
        both_parts("perceptron", "cnn-5"),
    )


def many_filters_needed() -> Finding:
    """Whether five filters stay behind the perceptron on the test images."""
    few, none = accuracy_of("cnn-5", "test"), accuracy_of("perceptron", "test")
    return Finding(
        verdict(few <= none),
        f"Five filters printed {few:.2%} on the test images, more than the {none:.2%} of the perceptron. (450 images cannot "
        "tell such a small difference from chance; but “only with many” is not what the figures say.)",
        both_parts("perceptron", "cnn-5", "cnn-64"),
    )


def sixty_four_better() -> Finding:
    """Sixty-four filters against five on the test images."""
    many, few = accuracy_of("cnn-64", "test"), accuracy_of("cnn-5", "test")
    apart = standard_errors(many, 450, few, 450)
    ours = [
        f"{min(our_accuracies(name)):.2%} to {max(our_accuracies(name)):.2%}" for name in ("cnn-64", "cnn-5")
    ]
    return Finding(
        verdict(apart > SURE),
        f"{many:.2%} against {few:.2%} of 450 images: {apart:.1f} standard errors apart, far more than chance makes. Ours agree: "
        f"{ours[0]} against {ours[1]} over five seeds.",
        both_parts("cnn-5", "cnn-64"),
    )
