"""Claims of the notebooks on dense networks: how they were trained, and what came of it."""

from __future__ import annotations

from statistics import mean

from digitcore.learning.guided.claims.figures_kept import (
    accuracy_of,
    attempts_at,
    curve_of,
    our_accuracies,
)
from digitcore.learning.guided.claims.findings import (
    Finding,
    verdict,
)
from digitcore.learning.recipes.published import EXAMPLE, PUBLISHED
from digitcore.learning.recipes.recipes import RECIPES

GAP = 1.10
"""A loss this much above another is no longer about the same."""
_DENSE = ("dense-128", "smallest-95", "dense-bn")


def adam_everywhere() -> Finding:
    """The optimisers of the three dense networks."""
    used = [RECIPES[name].config.optimiser for name in _DENSE]
    return Finding(
        verdict(set(used) == {"adam"}),
        f"The first one is trained with {used[0].upper()}; only the other two use Adam.",
        {"network": [RECIPES[name].title for name in _DENSE], "optimiser in its code": used},
    )


def small_batches_faster() -> Finding:
    """Seconds an epoch beside the size of the batches."""
    batches = [RECIPES[name].config.batch for name in _DENSE]
    then = [PUBLISHED[name].seconds_per_epoch or 0.0 for name in _DENSE]
    here = [mean(each.seconds / each.epochs for each in attempts_at(name)) for name in _DENSE]
    smallest = batches.index(min(batches))
    return Finding(
        verdict(then[smallest] == min(then)),
        f"Batches of {batches[smallest]} took {then[smallest]:g} s an epoch, and batches of {batches[0]} {then[0]:g} s, with a "
        f"network {PUBLISHED[_DENSE[0]].parameters / PUBLISHED[_DENSE[smallest]].parameters:.1f} times as large. Small batches "
        "mean more steps, and each step has its price.",
        {
            "network": [RECIPES[name].title for name in _DENSE],
            "batch": batches,
            "parameters": [f"{PUBLISHED[name].parameters:,}" for name in _DENSE],
            "seconds an epoch, theirs": [f"{value:g}" for value in then],
            "ours": [f"{value:.2f}" for value in here],
        },
    )


def a_tenth() -> Finding:
    """Parameters of the smallest network as a share of the first."""
    small, large = PUBLISHED["smallest-95"].parameters, PUBLISHED["dense-128"].parameters
    return Finding(
        verdict(round(large / small) == 10),
        f"{large:,} / {small:,} = {large / small:.1f}: it is about an eighth, not a tenth.",
        {"network": ["the first", "the smallest"], "parameters": [f"{large:,}", f"{small:,}"]},
    )


def reaches_95() -> Finding:
    """The legible validation accuracies of the smallest network."""
    curve = curve_of("smallest-95")
    legible = [value for value in curve.validation_accuracy if value is not None]
    unread, ours = curve.epochs - len(legible), our_accuracies("smallest-95")
    reached = max(legible) >= 0.95
    return Finding(
        "open" if unread and not reached else verdict(reached),
        f"The best accuracy that can be read is {max(legible):.2%} ({round(max(legible) * 6000):,} of 6,000), but {unread} of "
        f"{curve.epochs} epochs are lost. Here {sum(value >= 0.95 for value in ours)} of {len(ours)} seeds reach 95%: it is "
        "decided by luck.",
        {
            "epoch": list(range(1, curve.epochs + 1)),
            "validation accuracy": [
                "not legible" if value is None else f"{value:.2%}" for value in curve.validation_accuracy
            ],
        },
    )


def validation_ahead() -> Finding:
    """Training against validation of the network with normalisation, epoch by epoch."""
    curve = curve_of("dense-bn")
    pairs = [
        (train, held)
        for train, held in zip(curve.train_loss, curve.validation_loss, strict=True)
        if train and held
    ]
    ahead = sum(held < train for train, held in pairs)
    return Finding(
        verdict(ahead == len(pairs)),
        f"Validation is ahead in {ahead} of {len(pairs)} epochs, the first ones, in which the training figure is an average over "
        f"an epoch of learning. At the end its loss is {pairs[-1][1] / pairs[-1][0]:.1f} times the training loss.",
        {
            "epoch": list(range(1, len(pairs) + 1)),
            "training loss": [f"{train:.4f}" for train, _ in pairs],
            "validation loss": [f"{held:.4f}" for _, held in pairs],
            "training accuracy": [f"{value:.2%}" for value in curve.train_accuracy if value],
            "validation accuracy": [f"{value:.2%}" for value in curve.validation_accuracy if value],
        },
    )


def highest_on_test() -> Finding:
    """Whether the notebook on dense networks printed a figure on test images."""
    tested = [PUBLISHED[name].test is not None for name in _DENSE]
    return Finding(
        "open" if not any(tested) else verdict(tested[-1]),
        "None of its three networks is ever asked about the test images: all figures are of the validation part, by which its "
        "settings were chosen.",
        {
            "network": [RECIPES[name].title for name in _DENSE],
            "validation": [
                f"{'about ' if PUBLISHED[name].judged.is_approximate else ''}{accuracy_of(name, 'validation'):.2%}"
                for name in _DENSE
            ],
            "test": ["printed" if each else "not printed" for each in tested],
        },
    )


def rate_alone() -> Finding:
    """What is known about the example that the notebook began with."""
    after = PUBLISHED["dense-128"].judged.accuracy
    rate = EXAMPLE.learning_rate
    return Finding(
        "open" if rate is None else verdict(rate != RECIPES["dense-128"].config.learning_rate),
        f"The example's learning rate is not stated, and its pixels may have been prepared otherwise. From about "
        f"{EXAMPLE.accuracy:.0%} to {after:.2%} leads more than one way; the lesson “A learning rate on MNIST” on Compare trains "
        "three of them.",
        {
            "": ["accuracy", "learning rate", "pixels"],
            "the example": [
                f"about {EXAMPLE.accuracy:.0%}",
                "not said" if rate is None else rate,
                "not said",
            ],
            "the notebook": [f"{after:.2%}", RECIPES["dense-128"].config.learning_rate, "standardised"],
        },
    )


def loss_levels_off() -> Finding:
    """The test loss of the wide network after its lowest."""
    losses = [
        (epoch, loss)
        for epoch, loss in enumerate(curve_of("dense-dropout").validation_loss, 1)
        if loss is not None
    ]
    lowest, last = min(losses, key=lambda pair: pair[1]), losses[-1]
    shown = [pair for pair in losses if pair[0] in (3, 8, lowest[0], 30, 50, 70, 90, last[0])]
    return Finding(
        verdict(last[1] <= GAP * lowest[1]),
        f"It is lowest after epoch {lowest[0]} with {lowest[1]:.4f}, and then rises to {last[1]:.4f} by epoch {last[0]}, half as "
        "much again: levelling off looks different.",
        {"epoch": [epoch for epoch, _ in shown], "test loss": [f"{loss:.4f}" for _, loss in shown]},
    )
