"""Every view of Evaluate, for the default model and for a run, on its own test part and on another."""

import pytest

from digitcore.lab import queue, runs, worker
from digitcore.lab.store import open_store
from digitcore.learning import recipes

VIEWS = ("matrix", "mistakes", "classes", "certainty")


@pytest.fixture
def perceptron(tmp_path, monkeypatch):
    """A finished run of few epochs in a store of its own."""
    monkeypatch.setenv("DIGITLAB_HOME", str(tmp_path))
    monkeypatch.delenv("DIGITLAB_DATABASE", raising=False)
    store = open_store()
    run = runs.request_run(
        store, recipes.find("perceptron").config.replace(epochs=2), recipe="perceptron", visitor="x"
    )
    worker.train_run(store, queue.claim(store, run.id))
    return runs.get(store, run.id)


def texts(app) -> str:
    return " ".join(element.value for element in [*app.markdown, *app.caption, *app.subheader]).replace(
        "\\", ""
    )


@pytest.mark.parametrize("view", VIEWS)
def test_the_default_model_is_judged_on_what_is_stored(open_app, view):
    app = open_app("evaluate", judging=view)
    assert "of 10,000 images" in texts(app)
    assert "95% interval" in texts(app)


@pytest.mark.parametrize("view", VIEWS)
def test_a_run_is_judged_on_its_own_test_part(open_app, perceptron, view):
    app = open_app("evaluate", judging=view, model=perceptron.id)
    right = round(perceptron.test_accuracy * 450)
    assert f"{right} of 450 images, {450 - right} mistakes" in texts(app)


def test_a_cell_and_an_image_of_it_are_in_the_link(open_app, perceptron):
    app = open_app("evaluate", model=perceptron.id, cell="4-4")
    assert any("Real 4s, called so" in element.value for element in app.subheader)
    app = open_app("evaluate", model=perceptron.id, cell="99-4")
    assert not any("Real" in element.value for element in app.subheader)


def test_each_measure_is_said_in_the_numbers_of_the_class(open_app, perceptron):
    app = open_app(
        "evaluate", judging="classes", model=perceptron.id, judged_class="3", measure="sensitivity"
    )
    assert "real 3s it found" in texts(app)


def test_the_default_model_on_digits_drawn_by_code(open_app):
    app = open_app("evaluate", judged_on="synthetic")
    assert "of 1,000 images" in texts(app)
