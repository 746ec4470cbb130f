"""Models as contenders: runs as they are stored, the default model, and who may be compared with whom."""

import numpy as np
import pytest

from digitcore.data import datasets
from digitcore.data.sources import mnist
from digitcore.errors import BadInput
from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import run_contenders as lab_contenders
from digitcore.lab.runs import runs
from digitcore.lab.runs.run_contenders import contender, siblings
from digitcore.learning.layers.classical import MODELS
from digitcore.learning.prediction import contenders
from digitcore.learning.recipes.ladder import ladder
from tests.core.memories import ADA, BEN, ask, perceptron


def trained(store, **changes):
    run = ask(store, **changes)
    worker.train_run(store, queue.claim(store, run.id))
    return runs.get(store, run.id)


def test_a_run_brings_its_answers_and_what_they_cost(store):
    run = trained(store, epochs=2)
    found = contender(store, run.id)
    assert found.judgement.accuracy == pytest.approx(run.test_accuracy)
    assert found.judgement.interval == pytest.approx((run.test_low, run.test_high))
    assert (found.parameters, found.seconds) == (650, run.seconds)
    assert found.images_per_second > 0
    assert found.examination.images_hash == datasets.load("digits").test.content_hash
    assert found.examination.options == {}


@pytest.mark.parametrize(
    ("model", "parameters"),
    # ten shares; ten averages of 64 pixels; 1,010 images of 64 pixels; as the perceptron
    [
        ("commonest", 10),
        ("nearest-average", 640),
        ("nearest-neighbours", 64_640),
        ("logistic-regression", 650),
    ],
)
def test_what_is_no_network_has_the_numbers_that_it_answers_with(store, model, parameters):
    run = trained(store, model=model, epochs=1)
    assert contender(store, run.id).parameters == parameters
    assert run.parameters is None
    assert model in MODELS


def test_the_default_model_was_judged_on_mnist():
    found = contenders.of_default()
    assert found.examination.images_hash == mnist.TEST_HASH == datasets.load("mnist").test.content_hash
    assert found.parameters > 100_000
    assert found.judgement.n == 10_000
    assert found.images_per_second > 100


def test_only_those_on_the_images_of_the_first_one_are_compared(store):
    first, second = (contender(store, trained(store, epochs=1, seed=seed).id) for seed in (0, 1))
    spoiled = contender(store, trained(store, epochs=1, dataset_options={"noise": 50}).id)
    default = contenders.of_default()
    assert contenders.split_by_images([first, default, second, spoiled]) == (
        [first, second, spoiled],
        [default],
    ), "spoiling leaves the test part as it is"
    assert contenders.split_by_images([default, first]) == ([default], [first])
    assert contenders.split_by_images([]) == ([], [])
    assert spoiled.examination.options == {}


def test_the_best_comes_first(store):
    one = contender(store, trained(store, model="commonest").id)
    other = contender(store, trained(store, model="nearest-average").id)
    assert contenders.best_first([one, other]) == [1, 0]


def test_a_run_that_was_not_judged_is_no_contender(store):
    run = ask(store)
    with pytest.raises(BadInput, match="not judged yet"):
        contender(store, run.id)


def test_siblings_are_everybodys_runs_that_differ_in_the_seed_only(store):
    first = ask(store, ADA, seed=3)
    other = ask(store, BEN, seed=1)
    ask(store, seed=1, batch=64)
    ask(store, seed=2, epochs=50)
    gone = ask(store, ADA, seed=4)
    runs.delete(store, gone.id, ADA)
    for run in (first, other):
        assert [one.id for one in siblings(store, run)] == [other.id, first.id]
    assert lab_contenders.siblings(store, runs.get(store, first.id))[0].config == perceptron(seed=1)


def test_rungs_that_were_asked_for_are_found_by_their_settings(store):
    rungs = ladder(datasets.load("digits"))
    asked = runs.request_run(store, rungs[1].config, recipe="nearest-average", visitor=ADA)
    found = runs.joinable(store, [rung.config.identity for rung in rungs])
    assert {identity: run.id for identity, run in found.items()} == {rungs[1].config.identity: asked.id}
    assert runs.joinable(store, []) == {}
    runs.delete(store, asked.id, ADA)
    assert runs.joinable(store, [rungs[1].config.identity]) == {}


def test_answers_are_shared_and_cannot_be_changed(store):
    found = contender(store, trained(store, model="commonest").id)
    with pytest.raises(ValueError, match="read-only"):
        found.examination.probabilities[0, 0] = 1
    assert np.allclose(found.examination.answers.probabilities.sum(axis=1), 1)
