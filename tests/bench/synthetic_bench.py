"""How well `mnist-cnn`'s network reads real digits after learning only from digits drawn by code.

Judged on MNIST's test images and on the pens of DIGITLAB_PEN, framed from their strokes. The drawn digits were tuned on
these two sets, so expect a little less from other people's digits.
"""

import tempfile

from digitcore import settings
from digitcore.data import datasets
from digitcore.data.ink import frame_strokes
from digitcore.data.sources import pens
from digitcore.data.statistics.intervals import wilson_interval
from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import run_models, runs
from digitcore.lab.store.store import open_store
from digitcore.learning.engine.reports import EpochReport
from digitcore.learning.recipes import recipes

IMAGES, EPOCHS, PEN_PX, WANTED = 19_980, 5, 2.2, 0.93


def run():
    """Train once, and print the table."""
    config = recipes.find("mnist-cnn").config
    config = config.replace(
        dataset="synthetic", dataset_options={"images": IMAGES}, epochs=EPOCHS, validation=0.1
    )
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/bench.sqlite")
        request = runs.request_run(store, config, recipe="", visitor="")
        worker.train_run(store, queue.claim(store, request.id), on_report=print_epoch)
        predictor = run_models.predictor(store, request.id)
    test = datasets.load("mnist").test
    print_accuracy("MNIST test images", predictor, test.images, test.labels)
    if settings.current().pen_folder is not None:
        digits = pens.load("digits")
        print_accuracy(
            "pen digits", predictor, frame_strokes(digits.strokes.drawn_with(PEN_PX)), digits.labels
        )


def print_epoch(report):
    if isinstance(report, EpochReport):
        accuracy = report.validation_accuracy
        print(f"epoch {report.epoch} of {EPOCHS}: {accuracy:.4f} on drawn digits it has not seen", flush=True)


def print_accuracy(name, predictor, images, labels):
    right = int((predictor.probabilities(images).argmax(axis=1) == labels).sum())
    low, high = wilson_interval(right, len(labels))
    print(
        f"{name:<20}{right / len(labels):.4f} ({low:.4f} to {high:.4f}) of {len(labels):,}, wanted {WANTED}"
    )
