"""Claims of the notebook on a shallow network and a network of filters."""

from __future__ import annotations

import numpy as np

from digitcore.learning.guided.claims.figures_kept import (
    accuracy_of,
    curve_of,
    our_median,
)
from digitcore.learning.guided.claims.findings import (
    SURE,
    Finding,
    standard_errors,
    verdict,
)
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.learning.recipes.published_reports import first_mistakes
from digitcore.learning.recipes.recipes import RECIPES

GAP = 1.10
"""A loss this much above another is no longer about the same."""


def losses_alike() -> Finding:
    """Losses of two networks that may be of different kinds."""
    largest = float(np.mean((np.eye(10)[0] - np.eye(10)[1]) ** 2))
    first = curve_of("mnist-cnn").train_loss[0] or 0.0
    ends = [PUBLISHED[name].judged.loss for name in ("shallow-mse", "mnist-cnn")]
    return Finding(
        "open" if first > largest else verdict(abs(1 - (ends[1] or 0.0) / (ends[0] or 1.0)) < GAP - 1),
        f"The mean of ten squared errors is never above {largest:.1f}, and the network of filters printed {first} after its "
        "first epoch: it has another kind of loss. Numbers of different kinds are neither near nor far.",
        {
            "network": ["shallow", "of filters"],
            "loss after epoch 1": [
                curve_of(name).train_loss[0] or "not legible" for name in ("shallow-mse", "mnist-cnn")
            ],
            "last loss printed": ends,
            "largest squared error there is": [f"{largest:.1f}"] * 2,
        },
    )


def loss_and_optimiser() -> Finding:
    """What differs between the two runs of the shallow network."""
    first, second = (RECIPES[name].config for name in ("shallow-mse", "shallow-poisson"))
    names = ("loss", "optimiser", "learning_rate", "layers", "preparation")
    changed = [name for name in names if getattr(first, name) != getattr(second, name)]
    return Finding(
        "open" if len(changed) > 1 else "true",
        f"Between its two runs {' and '.join(each.replace('_', ' ') for each in changed[:2])} changed together. What one of them "
        "does alone, neither run says; the lesson on the Poisson loss lets you try.",
        {
            "": [name.replace("_", " ") for name in names[:3]] + ["accuracy"],
            "first": [
                first.loss,
                first.optimiser,
                first.learning_rate,
                f"{accuracy_of('shallow-mse', 'test'):.2%}",
            ],
            "second": [
                second.loss,
                second.optimiser,
                "not said",
                f"about {accuracy_of('shallow-poisson', 'test'):.0%}",
            ],
        },
    )


def random_mistakes() -> Finding:
    """The first ten mistakes of both networks."""
    shallow, filters = first_mistakes("shallow-mse"), first_mistakes("mnist-cnn")
    shared = sorted(set(shallow) & set(filters))
    wrong = [PUBLISHED[name].judged.mistakes or 0 for name in ("shallow-mse", "mnist-cnn")]
    enough = len(shallow) >= wrong[0] and len(filters) >= wrong[1]
    pairs = ", ".join(f"{true} read as {said}" for true, said in shared)
    return Finding(
        verdict(not shared) if enough else "open",
        f"It shows the first {len(shallow)} of {wrong[0]} mistakes, and of {wrong[1]}: a beginning, not a sample. And "
        f"{len(shared)} pairs stand in both lists ({pairs}).",
        {
            "": list(range(1, len(shallow) + 1)),
            "shallow: is → read as": [f"{true} → {said}" for true, said in shallow],
            "filters: is → read as": [f"{true} → {said}" for true, said in filters],
        },
    )


def filters_beat_shallow() -> Finding:
    """Two convolutions against one hidden layer on the same test images."""
    filters, shallow = accuracy_of("mnist-cnn", "test"), accuracy_of("shallow-mse", "test")
    apart = standard_errors(filters, 10_000, shallow, 10_000)
    return Finding(
        verdict(apart > SURE),
        f"{filters:.2%} against {shallow:.2%} of the same 10,000 images: {apart:.0f} standard errors. Ours: "
        f"{our_median('mnist-cnn'):.2%} against {our_median('shallow-mse'):.2%}. (Why it is better is another claim: loss and "
        "epochs differ as well.)",
        {
            "network": ["shallow", "of filters"],
            "accuracy": [f"{shallow:.2%}", f"{filters:.2%}"],
            "mistakes of 10,000": [PUBLISHED[name].judged.mistakes for name in ("shallow-mse", "mnist-cnn")],
            "epochs": [RECIPES[name].config.epochs for name in ("shallow-mse", "mnist-cnn")],
        },
    )
