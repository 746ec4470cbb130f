"""Every view of Evaluate, for the default model and for a run, on its own test part and on another."""

import pytest

from digitcore.lab import curves, queue, runs, worker
from digitcore.lab.store import open_store
from digitcore.learning import recipes

VIEWS = ("matrix", "mistakes", "classes", "certainty", "curves")


@pytest.fixture
def trained(tmp_path, monkeypatch):
    """Trains a recipe for a few epochs in a store of the test's own."""
    monkeypatch.setenv("DIGITLAB_HOME", str(tmp_path))
    monkeypatch.delenv("DIGITLAB_DATABASE", raising=False)

    def train(recipe, **changes):
        store, config = open_store(), recipes.find(recipe).config.replace(epochs=2).replace(**changes)
        run = runs.request_run(store, config, recipe=recipe, visitor="x")
        worker.train_run(store, queue.claim(store, run.id))
        return runs.get(store, run.id)

    return train


@pytest.fixture
def perceptron(trained):
    """A finished run of few epochs."""
    return trained("perceptron")


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


def test_the_curves_of_a_run_and_why_there_are_none(open_app, trained, perceptron):
    assert "2 epochs." in texts(open_app("evaluate", judging="curves", model=perceptron.id))
    found = trained("nearest-average")
    assert "Nearest average does not learn in steps" in texts(
        open_app("evaluate", judging="curves", model=found.id)
    )
    assert "no curve was kept" in texts(open_app("evaluate", judging="curves"))


def test_the_matrix_after_an_epoch_says_which_images_it_is_of(open_app, perceptron):
    app = open_app("evaluate", model=perceptron.id, matrix_when="epochs", epoch="1", cell="4-4")
    said = texts(app)
    report = curves.epochs_since(open_store(), perceptron.id)[0]
    assert f"After epoch 1 of 2: **{report.validation_accuracy:.2%}** right" in said
    assert "kept back from the training part" in said
    assert f"{report.confusion_matrix.sum()} validation images, after epoch 1." in said
    assert not any("Real 4s" in element.value for element in app.subheader)


def test_a_run_that_is_validated_on_the_test_part_says_so(open_app, trained):
    run = trained("perceptron", validation="test", seed=1)
    app = open_app("evaluate", model=run.id, matrix_when="epochs")
    assert "the same images as at the end" in texts(app)
    assert "After epoch 2 of 2" in texts(app)


def test_the_default_model_has_no_epochs_to_look_back_at(open_app):
    app = open_app("evaluate", matrix_when="epochs", epoch="3")
    assert "of 10,000 images" in texts(app) and "After epoch" not in texts(app)
