"""Reading drawings: the default model, models of real runs from a real store, from several threads, and what is refused."""

import gc
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from digitcore import settings
from digitcore.data import datasets, ink
from digitcore.data.drawn import scribbles, signs
from digitcore.data.ink import Drawing
from digitcore.data.sources import pens
from digitcore.errors import BadInput
from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import run_models, runs
from digitcore.lab.store.store import open_store
from digitcore.learning.layers.layers import Dense, Flatten
from digitcore.learning.prediction import prediction
from digitcore.learning.prediction.prediction import load_predictor
from digitcore.learning.recipes.config import RunConfig
from tests.core.memories import ADA

SEVEN = Drawing.from_strokes([[(80, 70), (190, 70), (130, 220)]])
ONE = Drawing.from_strokes([[(140, 60), (138, 140), (140, 220)]])
ZERO = Drawing.from_strokes(
    [[(140 + 50 * np.sin(angle), 140 - 80 * np.cos(angle)) for angle in np.linspace(0, 6.3, 40)]]
)
NETWORK = RunConfig(layers=(Flatten(), Dense(32)), epochs=25, learning_rate=0.01)
NEAREST = RunConfig(model="nearest-neighbours")


@pytest.fixture(scope="module")
def predictor():
    return load_predictor()


@pytest.fixture(scope="module")
def digit_runs(tmp_path_factory):
    """A store with a finished network and a finished classical model, both on the digits that are always there."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('runs') / 'digitlab.sqlite'}")
    return store, {config.model: trained(store, config) for config in (NETWORK, NEAREST)}


def trained(store, config):
    config = config.for_dataset(datasets.load(config.dataset))
    run = runs.request_run(store, config, recipe="", visitor=ADA, title="Ada's")
    worker.train_run(store, queue.claim(store, run.id), on_report=lambda report: None)
    return run.id


def drawings_of(samples, count):
    """Samples of pens as drawings on a canvas of 280 pixels, written smaller than it and off its middle."""
    strokes = samples.strokes
    for number in range(count):
        mine = strokes.drawing_numbers == number
        parts = [
            strokes.points[mine & (strokes.stroke_numbers == one)] * 0.15 + [90, 40]
            for one in np.unique(strokes.stroke_numbers[mine])
        ]
        yield Drawing.from_strokes(parts, stroke_width=18)


@pytest.mark.parametrize(("drawing", "digit"), [(SEVEN, 7), (ONE, 1), (ZERO, 0)])
def test_plain_digits_are_read(predictor, drawing, digit):
    result = predictor.predict(drawing)
    assert (result.digit, result.is_digit, result.reason) == (digit, True, "")
    assert result.probabilities.shape == (10,)
    assert result.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert result.probabilities.argmax() == digit
    assert np.array_equal(result.framed, ink.frame(drawing))
    assert not result.framed.flags.writeable


def test_the_default_model_says_what_it_is(predictor):
    assert predictor.is_default
    assert (predictor.dataset, predictor.facts.framing, predictor.facts.side) == ("mnist", "mnist", 28)
    assert 100_000 < predictor.parameters < 1_000_000
    assert load_predictor() is predictor


def test_context_needs_no_images(predictor):
    """In this test MNIST is nowhere on the machine."""
    matrix = predictor.test_confusion
    assert matrix.sum() == 10_000
    assert matrix.sum(axis=1).tolist() == np.bincount(predictor.test_labels).tolist()
    assert np.trace(matrix) / 10_000 >= 0.98


def test_probabilities_of_images_are_those_stored(predictor):
    images = datasets.load("mnist").test.images[:600]
    assert np.abs(predictor.probabilities(images) - predictor.test_probabilities[:600]).max() < 0.01
    near = predictor.embedding(images)
    assert near.shape == (600, 96)
    assert predictor.probabilities(images[:0]).shape == (0, 10)


def test_blank_paper_letters_and_scribbles_are_no_digits(predictor):
    blank = predictor.predict(Drawing.from_strokes([]))
    assert (blank.is_digit, blank.reason) == (False, "There is no ink yet.")
    for name in ("A", "heart", "star", "E", "hash", "smiley"):
        result = predictor.predict(next(drawings_of(Samples(signs.draw([name]), 10), 1)))
        assert not result.is_digit, name
        assert result.reason.endswith(".")
        assert result.probabilities.sum() == pytest.approx(1, abs=1e-5)
    several = Samples(scribbles.generate(90, seed=4), 1)
    assert np.mean([predictor.predict(drawing).is_digit for drawing in drawings_of(several, 90)]) < 0.1


class Samples:
    """Strokes with a scale, so that `drawings_of` can treat them like pens."""

    def __init__(self, strokes, scale):
        self.strokes = type(strokes)(
            strokes.points * scale,
            strokes.radii,
            strokes.stroke_numbers,
            strokes.drawing_numbers,
            strokes.drawing_count,
        )


def test_digits_of_other_writers_are_read_and_hardly_any_is_refused(predictor, with_pens):
    digits = pens.load()
    held_out = digits.take(pens.is_held_out(digits.writers)).take(np.arange(250))
    result = [predictor.predict(drawing) for drawing in drawings_of(held_out, 250)]
    right = [answer.digit == label for answer, label in zip(result, held_out.labels, strict=True)]
    assert np.mean(right) >= 0.96
    assert np.mean([answer.is_digit for answer in result]) >= 0.96


def test_steps_can_be_switched_off_and_do_not_make_a_digit_less_of_one(predictor):
    small = Drawing.from_strokes([[(10, 10), (40, 10), (25, 60)]], stroke_width=6)
    assert predictor.predict(small).digit == 7
    raw = predictor.predict(small, steps=())
    assert not np.array_equal(raw.framed, predictor.predict(small).framed)
    assert raw.is_digit


def test_threads_get_the_answers_that_one_gets(predictor):
    drawings = [SEVEN, ONE, ZERO] * 20
    alone = [predictor.predict(drawing).probabilities for drawing in drawings]
    with ThreadPoolExecutor(8) as several:
        together = list(several.map(lambda drawing: predictor.predict(drawing).probabilities, drawings))
    assert np.abs(np.array(alone) - together).max() < 1e-6  # sums in another order


def test_images_of_another_shape_are_refused(predictor):
    with pytest.raises(BadInput, match=r"Give \(n, 28, 28\)"):
        predictor.probabilities(np.zeros((3, 8, 8)))


@pytest.mark.parametrize("model", ["network", "nearest-neighbours"])
def test_a_run_says_what_it_said_when_it_was_judged(digit_runs, model):
    store, ids = digit_runs
    mine = run_models.predictor(store, ids[model])
    test = datasets.load("digits").test
    assert np.abs(mine.probabilities(test.images) - mine.test_probabilities).max() < 1e-5
    assert np.array_equal(mine.test_labels, test.labels)
    assert np.trace(mine.test_confusion) / 450 == pytest.approx(runs.get(store, ids[model]).test_accuracy)
    assert len(mine.embedding(test.images)) == 450
    assert (mine.title, mine.is_default, mine.dataset) == ("Ada's", False, "digits")


@pytest.mark.parametrize("model", ["network", "nearest-neighbours"])
def test_a_run_reads_the_canvas_in_its_own_framing_and_the_default_model_doubts_for_it(digit_runs, model):
    store, ids = digit_runs
    mine = run_models.predictor(store, ids[model])
    result = mine.predict(ZERO)
    assert result.framed.shape == (8, 8)
    assert (result.digit, result.is_digit) == (0, True)
    letter = next(drawings_of(Samples(signs.draw(["E"]), 10), 1))
    assert mine.predict(letter).reason == prediction.NOT_LIKE_A_DIGIT


def test_a_network_is_found_by_its_runs_id(digit_runs, monkeypatch):
    store, ids = digit_runs
    monkeypatch.setenv("DIGITLAB_DATABASE", store.engine.url.render_as_string())
    run_models.register()
    assert load_predictor(ids["network"]).run == ids["network"]
    with pytest.raises(BadInput, match="There is no run 'nowhere'"):
        load_predictor("nowhere")


def test_a_run_that_is_not_over_has_no_model(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'digitlab.sqlite'}")
    run = runs.request_run(store, RunConfig(), recipe="", visitor=ADA, title="Waiting")
    with pytest.raises(BadInput, match="'Waiting' is queued: it has no model yet"):
        run_models.predictor(store, run.id)


def test_data_without_a_framing_cannot_read_drawings(digit_runs):
    from dataclasses import replace

    store, ids = digit_runs
    mine = run_models.predictor(store, ids["network"])
    mine.facts = replace(mine.facts, framing=None)
    with pytest.raises(BadInput, match="Choose a model that learned from MNIST"):
        mine.predict(SEVEN)


def test_tensorflow_is_out_of_the_garbage_collectors_sight():
    before = gc.get_freeze_count()
    prediction.prepare_tensorflow()
    try:
        assert gc.get_freeze_count() > before + 100_000
    finally:
        gc.unfreeze()


def test_the_default_model_reads_drawings_without_tensorflow():
    code = """
import sys
from digitcore.data.ink import Drawing
from digitcore.learning.prediction import prediction
assert prediction.load_predictor().predict(Drawing.from_strokes([[(80, 70), (200, 70), (130, 220)]])).digit == 7
assert not {"tensorflow", "keras"} & {name.split(".")[0] for name in sys.modules}
"""
    subprocess.run([sys.executable, "-c", code], cwd=settings.PROJECT, check=True)
