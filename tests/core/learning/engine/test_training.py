"""`train` against Keras's own `fit`, against itself, stopped and resumed, and refusing."""

import io
import zipfile

import numpy as np
import pytest

from digitcore.data import datasets
from digitcore.data.preparation import one_hot
from digitcore.data.statistics.intervals import wilson_interval
from digitcore.errors import BadInput
from digitcore.learning.engine import classical_training, stretches, training
from digitcore.learning.engine.data_split import parts_of
from digitcore.learning.engine.kept_epochs import kept_epochs
from digitcore.learning.engine.reports import Checkpoint, EpochReport, Finished, Paused, Point, Snapshot
from digitcore.learning.engine.training import train
from digitcore.learning.judging.evaluation import judge
from digitcore.learning.layers import network
from digitcore.learning.layers.layers import BatchNormalization, Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from digitcore.learning.recipes.config import RunConfig
from tests.core.trainings import train_once

CNN = RunConfig(layers=(Conv2D(5), MaxPooling2D(), Flatten()), epochs=3)
RANDOM = RunConfig(
    layers=(Flatten(), Dropout(0.3), Dense(16, "tanh"), BatchNormalization()),
    preparation="standardised", epochs=6, batch=100, optimiser="nadam", rotation=10, stroke_width=30,
)  # fmt: skip


@pytest.fixture
def digits():
    return datasets.load("digits")


def of_kind(reports, kind):
    return [report for report in reports if isinstance(report, kind)]


def curve(reports):
    """What the epochs came to, without times."""
    return [
        (e.epoch, e.train_loss, e.train_accuracy, e.validation_loss, e.confusion_matrix.tolist())
        for e in of_kind(reports, EpochReport)
    ]


@pytest.mark.parametrize(
    ("keras_name", "changes"),
    [
        ("Adam", {}),
        ("SGD", {"loss": "mean_squared_error", "optimiser": "sgd", "momentum": 0.9, "nesterov": True}),
        (
            "RMSprop",
            {"loss": "poisson", "optimiser": "rmsprop", "preparation": "scaled", "validation": "test"},
        ),
        ("Adagrad", {"layers": (Flatten(), Dense(20)), "optimiser": "adagrad", "learning_rate": 0.1}),
        ("Adadelta", {"layers": (Flatten(), Dense(20)), "optimiser": "adadelta", "learning_rate": 1.0}),
        ("Nadam", {"layers": (Flatten(), Dense(20), BatchNormalization()), "optimiser": "nadam"}),
    ],
)
def test_losses_equal_those_of_fit_for_three_epochs(keras_name, changes, digits):
    import keras

    config = CNN.replace(**changes)
    parts = parts_of(config, digits)
    model = network.build(config.layers, side=8, class_count=10, seed=config.seed)
    options = {"learning_rate": config.learning_rate}
    options |= {"momentum": 0.9, "nesterov": True} if config.nesterov else {}
    model.compile(getattr(keras.optimizers, keras_name)(**options), config.loss, metrics=["accuracy"])
    images, watched = (
        parts.preparation.apply(part.images)[..., None] for part in (parts.train, parts.validation)
    )
    truth, watched_truth = (one_hot(part.labels, 10) for part in (parts.train, parts.validation))
    theirs = []
    for epoch in range(3):
        order = np.random.default_rng([config.seed, epoch]).permutation(len(images))
        history = model.fit(
            images[order], truth[order], batch_size=config.batch, shuffle=False, verbose=0,
            validation_data=(watched, watched_truth),
        ).history  # fmt: skip
        theirs.append([history[name][0] for name in ("loss", "accuracy", "val_loss", "val_accuracy")])
    ours = [
        [e.train_loss, e.train_accuracy, e.validation_loss, e.validation_accuracy]
        for e in of_kind(train(config, digits), EpochReport)
    ]
    np.testing.assert_allclose(ours, theirs, rtol=2e-4)


def test_reports_come_in_order_and_agree_with_each_other(digits):
    reports = list(train(RANDOM.replace(epochs=30), digits))
    epochs, points = of_kind(reports, EpochReport), of_kind(reports, Point)
    assert [e.epoch for e in epochs] == list(range(1, 31))
    assert all(e.confusion_matrix.sum() == 337 for e in epochs)
    assert all(e.validation_accuracy == e.confusion_matrix.trace() / 337 for e in epochs)
    assert points[0].step == 1 and points[-1].step == 30 * 11 and points[-1].epoch == 30
    steps, seconds = [p.step for p in points], [e.total_seconds for e in epochs]
    assert steps == sorted(set(steps)) and seconds == sorted(seconds)
    within = [p for p in points if p.step <= 11]
    weights = np.diff([0, *(min(1010, p.step * 100) for p in within)])
    np.testing.assert_allclose(np.average([p.loss for p in within], weights=weights), epochs[0].train_loss)
    assert isinstance(reports[-2], Checkpoint) and isinstance(reports[-1], Finished)


def test_the_end_is_judged_on_the_test_part_and_packed(digits, tmp_path):
    import keras

    end = train_once(CNN, digits)[-1]
    judged = judge(end.test_probabilities, digits.test.labels)
    assert (end.test_accuracy, end.test_n) == (judged.accuracy, 450)
    assert end.test_loss == pytest.approx(judged.loss, rel=1e-4)
    assert end.test_interval == wilson_interval(judged.correct, 450)
    assert [row.parameters for row in end.layer_table] == [50, 0, 0, 460]
    assert {"python", "numpy", "tensorflow", "keras"} <= set(end.versions)
    assert np.array_equal(end.test_labels, digits.test.labels)
    assert end.test_hash == digits.test.content_hash != digits.train.content_hash
    assert end.against_average.first_accuracy == end.test_accuracy
    assert zipfile.is_zipfile(io.BytesIO(end.keras_bytes))
    path = tmp_path / "model.keras"
    path.write_bytes(end.keras_bytes)
    images = (digits.test.images - end.arrays["offset"]) * end.arrays["factor"]
    loaded = keras.saving.load_model(path)(images[..., None].astype(np.float32)).numpy()
    np.testing.assert_allclose(loaded, end.test_probabilities, atol=1e-6)


def test_where_validation_is_the_test_part_both_say_the_same(digits):
    reports = list(train(CNN.replace(validation="test"), digits))
    last, end = of_kind(reports, EpochReport)[-1], reports[-1]
    assert (last.validation_loss, last.validation_accuracy) == (end.test_loss, end.test_accuracy)


@pytest.mark.parametrize("config", [CNN, RANDOM])
def test_the_same_seed_gives_the_same_curve_and_another_does_not(config, digits):
    first, again = train_once(config, digits), list(train(config, digits))
    assert curve(first) == curve(again)
    np.testing.assert_array_equal(first[-1].test_probabilities, again[-1].test_probabilities)
    assert curve(train(config.replace(seed=1, epochs=1), digits)) != curve(first)[:1]


def train_until(step, config, digits):
    """The reports of a run that is asked to stop when it has done `step` steps."""
    reports, done = [], [0]
    for report in train(config, digits, should_stop=lambda: done[0] >= step):
        reports.append(report)
        if isinstance(report, Point):
            done[0] = report.step
    return reports


@pytest.fixture(scope="module")
def never_stopped():
    """A run of one epoch at a time, so that a step to stop at is met."""
    config = RANDOM.replace(patience=100)
    return config, list(train(config, datasets.load("digits")))


@pytest.mark.parametrize("step", [0, 5, 11, 30])
def test_stopped_and_resumed_is_as_if_never_stopped(step, digits, never_stopped):
    config, whole = never_stopped
    first = train_until(step, config, digits)
    assert first[-1].reason == "stopped" and len(first[-1].test_probabilities) == 450
    assert step <= first[-2].step <= step + 11
    rest = list(train(config, digits, resume=first[-2]))
    assert curve(first) + curve(rest) == curve(whole)
    np.testing.assert_array_equal(rest[-1].test_probabilities, whole[-1].test_probabilities)
    assert rest[-1].seconds > first[-1].seconds
    assert of_kind(rest, Point)[-1].step == of_kind(whole, Point)[-1].step


@pytest.mark.parametrize("config", [CNN, RANDOM, RunConfig(model="logistic-regression", epochs=4)])
def test_paused_at_steps_and_epochs_is_bit_for_bit_as_if_never_paused(config, digits):
    """Its limit rises by one batch, by the rest of an epoch, by an epoch, and then falls away."""
    limits = iter([0, 1, 2, "epoch", "epoch", np.inf])
    limit = [next(limits)]
    paused_at, reports = [], []

    def step_limit(step, steps_per_epoch):
        if limit[0] == "epoch":
            limit[0] = (step // steps_per_epoch + 1) * steps_per_epoch
        return limit[0]

    for report in train(config, digits, step_limit=step_limit):
        reports.append(report)
        if isinstance(report, Paused):
            paused_at.append((report.step, limit[0]))
            limit[0] = next(limits)
    assert len(paused_at) >= 2
    earliest = (
        0 if config.layers and config.model == "network" else 1
    )  # a classical model has no state before
    assert all(step == max(wanted, earliest) for step, wanted in paused_at)
    undisturbed = train_once(config, digits)
    assert curve(reports) == curve(undisturbed)
    first, second = (all_reports[-1] for all_reports in (reports, undisturbed))
    assert np.array_equal(first.test_probabilities, second.test_probabilities)


@pytest.mark.parametrize("config", [CNN, RunConfig(model="logistic-regression", epochs=4)])
def test_the_time_of_a_pause_is_no_training(config, digits, monkeypatch):
    paused, real = [0.0], training.monotonic
    for module in (training, stretches, classical_training):
        monkeypatch.setattr(module, "monotonic", lambda: real() + paused[0])
    for report in train(config, digits, step_limit=lambda step, _: np.inf if paused[0] else step):
        if isinstance(report, Paused):
            paused[0] += 1e6
    assert paused[0]
    assert report.seconds < 1e6


def test_a_paused_training_stops_when_it_is_asked_to(digits):
    reports = []

    def should_stop():
        return any(isinstance(report, Paused) for report in reports)

    reports.extend(train(CNN, digits, should_stop=should_stop, step_limit=lambda *_: 3))
    assert (reports[-1].reason, reports[-2].step) == ("stopped", 3)


def test_stops_within_a_stretch_of_being_asked(digits):
    asked = []
    for report in train(CNN.replace(epochs=10_000), digits, should_stop=lambda: bool(asked)):
        if isinstance(report, EpochReport) and report.epoch == 5:
            asked.append(True)
    assert report.reason == "stopped"
    assert report.epochs < 2_000


def test_early_stopping_ends_after_epochs_without_better_validation_loss(digits):
    config = CNN.replace(epochs=500, patience=3, learning_rate=0.05)
    reports = train_once(config, digits)
    losses = [e.validation_loss for e in of_kind(reports, EpochReport)]
    assert reports[-1].reason == "stopped early" and reports[-1].epochs == len(losses) < 500
    assert int(np.argmin(losses)) == len(losses) - 1 - 3
    first = train_until(8 * (len(losses) - 2), config, digits)
    assert first[-1].reason == "stopped"
    assert curve(first) + curve(train(config, digits, resume=first[-2])) == curve(reports)


def test_early_stopping_ends_with_the_model_of_the_best_epoch(digits):
    config = CNN.replace(epochs=500, patience=3, learning_rate=0.05)
    reports = train_once(config, digits)
    losses, end = [e.validation_loss for e in of_kind(reports, EpochReport)], reports[-1]
    assert end.kept_epoch == int(np.argmin(losses)) + 1 == end.epochs - 3
    best = list(train(config.replace(patience=0, epochs=end.kept_epoch), digits))[-1]
    np.testing.assert_array_equal(end.test_probabilities, best.test_probabilities)
    first = train_until(8 * (end.kept_epoch + 1), config, digits)
    again = list(train(config, digits, resume=first[-2]))[-1]
    assert again.kept_epoch == end.kept_epoch
    np.testing.assert_array_equal(again.test_probabilities, end.test_probabilities)


def test_without_patience_the_model_is_the_last_one(digits):
    end = list(train(CNN.replace(epochs=60, learning_rate=0.05), digits))[-1]
    assert end.kept_epoch is None


def test_the_weights_of_epochs_within_a_stretch_are_those_epochs(digits):
    snapshots = {s.epoch: s.weights for s in of_kind(train(CNN.replace(epochs=100), digits), Snapshot)}
    assert set(snapshots) >= kept_epochs(100, 4 * 510)
    for epoch in (1, 57):
        last = of_kind(train_once(CNN.replace(epochs=epoch), digits), Checkpoint)[-1]
        for mine, theirs in zip(snapshots[epoch], last.weights, strict=True):
            np.testing.assert_array_equal(mine, theirs)


def test_the_schedule_is_what_the_epochs_report(digits):
    config = CNN.replace(epochs=4, schedule="steps", schedule_epochs=2, schedule_factor=0.1)
    reports, constant = list(train(config, digits)), curve(train(config.replace(schedule="constant"), digits))
    rates = [e.learning_rate for e in of_kind(reports, EpochReport)]
    assert rates == pytest.approx([0.001, 0.001, 0.0001, 0.0001])
    assert curve(reports)[:2] == constant[:2] and curve(reports)[2] != constant[2]


def test_a_rate_far_too_large_ends_without_an_error(digits):
    config = CNN.replace(optimiser="sgd", learning_rate=100.0, loss="poisson")
    assert list(train(config, digits))[-1].reason == "finished"


def test_impossible_runs_are_refused_before_anything_starts(digits):
    with pytest.raises(BadInput, match="Layer 2"):
        train(CNN.replace(layers=(Conv2D(3), Dense(3))), digits)
    with pytest.raises(BadInput, match="'mnist'"):
        train(CNN.replace(dataset="mnist"), digits)


@pytest.mark.parametrize("damage", ["missing", "shape", "step", "optimiser", "extra"])
def test_a_checkpoint_that_does_not_fit_is_refused(damage, digits):
    good = of_kind(train_once(CNN.replace(epochs=1), digits), Checkpoint)[-1]
    bad = {
        "missing": Checkpoint(1, 8, 1.0, good.weights[:-1], good.optimiser, good.extra),
        "shape": Checkpoint(1, 8, 1.0, (np.zeros((2, 2)), *good.weights[1:]), good.optimiser, good.extra),
        "step": Checkpoint(1, 80, 1.0, good.weights, good.optimiser, good.extra),
        "optimiser": Checkpoint(1, 8, 1.0, good.weights, good.optimiser[:-1], good.extra),
        "extra": Checkpoint(1, 8, 1.0, good.weights, good.optimiser, {}),
    }[damage]
    with pytest.raises(BadInput, match="Start the run anew"):
        list(train(CNN, digits, resume=bad))


def test_threads_can_only_be_chosen_before_tensorflow_starts(digits):
    import tensorflow as tf

    list(train(CNN.replace(epochs=1), digits))
    now = tf.config.threading.get_intra_op_parallelism_threads()
    assert list(train(CNN.replace(epochs=1), digits, threads=now))[-1].reason == "finished"
    with pytest.raises(BadInput, match="threads"):
        list(train(CNN, digits, threads=now + 1))
