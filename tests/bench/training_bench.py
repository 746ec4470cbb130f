"""Seconds per epoch of the ten recipes: our engine against Keras's `fit`, same data, same process.

Both validate each epoch; ours also counts the confusion matrix and yields live points and checkpoints. The first epoch of
each, in which graphs are traced, is not counted. `python -m tests.bench.training_bench [RECIPE…]` runs it alone.
"""

import gc
import sys
import time

from digitcore.data import datasets
from digitcore.data.preparation import one_hot
from digitcore.learning import network, recipes
from digitcore.learning.optimisers import OPTIMISERS
from digitcore.learning.parts import parts_of
from digitcore.learning.reports import EpochReport
from digitcore.learning.training import train

EPOCHS = {
    "perceptron": 99, "cnn-5": 60, "cnn-64": 30, "shallow-mse": 6, "shallow-poisson": 6, "mnist-cnn": 1,
    "dense-128": 5, "smallest-95": 3, "dense-bn": 3, "dense-dropout": 2,
}  # fmt: skip
"""Epochs measured of each, after the first."""

WANTED = {
    "perceptron": 20, "cnn-5": 8, "cnn-64": 6, "shallow-mse": 2.5, "shallow-poisson": 2.5, "mnist-cnn": 1.1,
    "dense-128": 1.5, "smallest-95": 4, "dense-bn": 2, "dense-dropout": 1.5,
}  # fmt: skip
"""How many times as fast as `fit` it should be."""


def run(names=tuple(EPOCHS)):
    """Measure and print the table."""
    print(f"{'recipe':<18}{'fit, s/epoch':>14}{'ours, s/epoch':>15}{'times as fast':>15}{'wanted':>9}")
    for name in names:
        config = recipes.find(name).config
        if not datasets.find(config.dataset).is_ready():
            print(f"{name:<18}needs {config.dataset}: `python -m digitcore data fetch {config.dataset}`")
            continue
        dataset = datasets.load(config.dataset)
        theirs = seconds_of_fit(config, dataset, EPOCHS[name])
        ours = seconds_of_ours(config, dataset, EPOCHS[name])
        gc.collect()
        print(f"{name:<18}{theirs:>14.4f}{ours:>15.4f}{theirs / ours:>15.1f}{WANTED[name]:>9}", flush=True)


def seconds_of_ours(config, dataset, epochs):
    ended = [
        report.total_seconds
        for report in train(config.replace(epochs=epochs + 1), dataset)
        if isinstance(report, EpochReport)
    ]
    return (ended[-1] - ended[0]) / epochs


def seconds_of_fit(config, dataset, epochs):
    parts, facts = parts_of(config, dataset), dataset.facts
    model = network.build(config.layers, side=facts.side, class_count=facts.class_count, seed=config.seed)
    optimiser = OPTIMISERS[config.optimiser].build(
        learning_rate=config.learning_rate, momentum=config.momentum, nesterov=config.nesterov
    )
    model.compile(optimiser, config.loss, metrics=["accuracy"])
    train_part, validation = (
        (parts.preparation.apply(part.images)[..., None], one_hot(part.labels, facts.class_count))
        for part in (parts.train, parts.validation)
    )
    options = {"batch_size": config.batch, "validation_data": validation, "verbose": 0}
    model.fit(*train_part, epochs=1, **options)
    started = time.perf_counter()
    model.fit(*train_part, epochs=epochs, **options)
    return (time.perf_counter() - started) / epochs


if __name__ == "__main__":
    run(sys.argv[1:] or tuple(EPOCHS))
