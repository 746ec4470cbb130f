"""Is this machine fast enough: time of an answer, of an epoch, and of five trainings at once."""

from __future__ import annotations

from contextlib import suppress
from time import perf_counter

import numpy as np

from digitcore import settings
from digitcore.data import datasets
from digitcore.data.ink import Drawing
from digitcore.errors import StorageProblem
from digitcore.lab.maintenance.readiness.class_setup import ClassSetup
from digitcore.lab.maintenance.readiness.contents import CLEAR_DIGITS
from digitcore.lab.maintenance.report import Finding
from digitcore.lab.queue import machine_speed
from digitcore.lab.store.store import open_store
from digitcore.learning.prediction.prediction import load_predictor
from digitcore.learning.recipes.recipes import RECIPES

SLOW_MILLISECONDS = 90
"""With slower answers thirty pupils who draw every three seconds wait for each other."""
ANSWERS = 200
UNCOUNTED_ANSWERS = 20
"""The first answers are not counted: caches fill."""

AT_ONCE = 5
SMALLEST, LESSON, SLOWEST = SHOWN_RECIPES = ("perceptron", "dense-128", "mnist-cnn")
"""What a class trains first, what it trains next, and what takes longest; people judge whether that is bearable."""
PATIENCE_SECONDS = 300
"""How long a class may wait for five trainings that started together."""


def answers(setup: ClassSetup) -> Finding:
    """How long the default model takes for a drawing, once warm."""
    predictor = load_predictor()
    drawings = [Drawing.from_strokes(strokes) for strokes in CLEAR_DIGITS.values()]
    milliseconds = []
    for number in range(UNCOUNTED_ANSWERS + ANSWERS):
        began = perf_counter()
        predictor.predict(drawings[number % len(drawings)])
        milliseconds.append(1000 * (perf_counter() - began))
    median, p95 = np.percentile(milliseconds[UNCOUNTED_ANSWERS:], [50, 95])
    value = f"{median:.1f} ms (p50), {p95:.1f} ms (p95), of {ANSWERS} answers."
    if p95 <= SLOW_MILLISECONDS:
        return Finding(True, value)
    return Finding(
        False,
        f"{value} Beyond {SLOW_MILLISECONDS} ms thirty pupils who draw at once wait for each other.",
        "End other programs and trainings on this machine, or use a faster one.",
    )


def training(setup: ClassSetup) -> Finding:
    """Measured seconds per epoch; before anything was measured, a small recipe is measured now."""
    known = _known()
    crowd = 1 if settings.current().scheduler else AT_ONCE  # the local worker trains in turns, one at a time
    judged = LESSON if LESSON in known else SMALLEST
    times = "; ".join(f"{RECIPES[name].title} {_times(known[name], crowd)}" for name in known)
    value = f"Seconds an epoch, {_what(crowd)}: {times}."
    if LESSON not in known:
        value += " Other recipes are timed once somebody has opened Train."
    seconds = RECIPES[judged].config.epochs * known[judged] * crowd
    if seconds <= PATIENCE_SECONDS:
        return Finding(True, value)
    return Finding(
        False,
        f"{value} {RECIPES[judged].title} would take {seconds / 60:.0f} minutes to its end.",
        "Train smaller recipes or fewer epochs in class. The same settings asked for by all are one training.",
    )


def _known() -> dict[str, float]:
    """Seconds per epoch by recipe; at least of the smallest one."""
    speeds = {}
    with suppress(StorageProblem):  # the check of the store reports it
        speeds = machine_speed.known_speeds(open_store())
    if SMALLEST not in speeds:
        return {SMALLEST: _measured(SMALLEST)}
    return {name: speeds[name].seconds_per_epoch for name in SHOWN_RECIPES if name in speeds}


def _measured(name: str) -> float:
    from digitcore.learning.engine.epoch_timing import seconds_per_epoch

    config = RECIPES[name].config
    seconds = seconds_per_epoch(config, datasets.load(config.dataset))
    assert seconds is not None, "nobody stopped it"
    return seconds


def _times(seconds: float, crowd: int) -> str:
    if crowd == 1:
        return f"{seconds:.2g}"
    return f"{seconds:.2g} and {crowd * seconds:.2g}"


def _what(crowd: int) -> str:
    if crowd == 1:
        return "alone (with more at once it depends on the workers of DIGITLAB_SCHEDULER)"
    return f"alone and with {crowd} trainings at once"
