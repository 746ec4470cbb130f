"""Every view of Evaluate, for the default model and for a run, on its own test part and on another."""

import numpy as np
import pytest

from digitcore.data import datasets
from digitcore.data.ink import Drawing
from digitcore.data.sources import own_datasets
from digitcore.lab.drawings import drawings
from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import artefacts, runs, training_log
from digitcore.lab.runs.run_evidence import evidence
from digitcore.lab.store.store import open_store
from digitcore.learning.judging.agreement import agreement_of
from digitcore.learning.judging.measures import MEASURES
from digitcore.learning.prediction.examination import of_default_model
from digitcore.learning.recipes import recipes
from digitcore.learning.recipes.config import RunConfig
from pages._evaluate import opened_model
from pages._shared.background_tasks import StillWorking
from pages._shared.controls import visitor
from tests.core.command_runner import answer
from tests.core.uploads import npz, pictures, read_upload
from tests.screens.pages import VISITOR, data_of_components, settle

VIEWS = ("matrix", "mistakes", "classes", "certainty", "inside", "curves", "away")
ADA = "a" * 32


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
    assert any("Real 4s, predicted 4" in element.value for element in app.subheader)
    app = open_app("evaluate", model=perceptron.id, cell="99-4")
    assert not any("Real" in element.value for element in app.subheader)


def test_each_measure_is_said_in_the_numbers_of_the_class(open_app, perceptron):
    app = open_app(
        "evaluate", judging="classes", model=perceptron.id, judged_class="3", measure="sensitivity"
    )
    assert "real 3s it found" in texts(app)


def test_a_run_on_my_own_drawings(open_app, perceptron, monkeypatch):
    monkeypatch.setattr(visitor, "current", lambda: ADA)
    asked = {"model": perceptron.id, "judged_on": "drawings"}
    assert any("You have drawn nothing here yet" in one.value for one in open_app("evaluate", **asked).info)

    first, second, _ = (draw(digit) for digit in (1, 7, 1))
    assert any("None of your 3 drawings" in one.value for one in open_app("evaluate", **asked).info)

    drawings.put_label(open_store(), ADA, first, 1)
    assert "of 1 image," in texts(open_app("evaluate", **asked))
    drawings.put_label(open_store(), ADA, second, 7)
    for view in VIEWS:
        said = texts(open_app("evaluate", judging=view, **asked))
        assert "of 2 images," in said and "95% interval" in said
        assert view not in ("matrix", "classes", "certainty") or "perceptron, 2 of your drawings." in said


def draw(digit: int) -> str:
    strokes = {1: [[(140, 40), (138, 240)]], 7: [[(80, 50), (200, 50), (120, 240)]]}
    return drawings.save(
        open_store(), ADA, Drawing.from_strokes(strokes[digit]), model="default", said="", is_digit=True,
        probabilities=np.eye(10, dtype=np.float32)[[digit]],
    )  # fmt: skip


def test_a_dataset_of_another_size_gets_a_sentence_and_is_not_used(open_app, perceptron):
    app = open_app("evaluate", model=perceptron.id, judged_on="synthetic")
    assert any("28×28" in one.value.replace("\\", "") for one in app.warning)
    assert "of 450 images" in texts(app)
    assert app.session_state["judged_on"] == "own"


def test_trained_on_synthetic_digits_tested_on_mnist(open_app, home):
    store = open_store()
    config = RunConfig(model="nearest-average", dataset="synthetic", dataset_options={"images": 600})
    run = runs.request_run(store, config, recipe="", visitor=ADA)
    worker.train_run(store, queue.claim(store, run.id))
    app = open_app("evaluate", model=run.id, judged_on="mnist")
    value = answer("evaluate", "--run", run.id, "--dataset", "mnist")
    right = round(value["accuracy"] * 10_000)
    assert f"{right:,} of 10,000 images" in texts(app)

    own_datasets = open_app("evaluate", model=run.id, cell="1-1")
    assert not own_datasets.info  # its images, though it has options of its own, are drawn again
    assert any("Real 1s" in element.value for element in own_datasets.subheader)


def test_the_default_model_on_digits_drawn_by_code(open_app):
    app = open_app("evaluate", judged_on="synthetic")
    assert "of 1,000 images" in texts(app)


def test_the_curves_of_a_run_and_why_there_are_none(open_app, trained, perceptron):
    (curves,) = data_of_components(open_app("evaluate", judging="curves", model=perceptron.id), "curves")
    assert [run["id"] for run in curves["runs"]] == [perceptron.id]
    found = trained("nearest-average")
    assert "Nearest average does not learn in steps" in texts(
        open_app("evaluate", judging="curves", model=found.id)
    )
    assert "without the curve of its training" in texts(open_app("evaluate", judging="curves"))


def test_the_matrix_after_an_epoch_says_which_images_it_is_of(open_app, perceptron):
    app = open_app("evaluate", model=perceptron.id, matrix_when="epochs", epoch="1", cell="4-4")
    said = texts(app)
    report = training_log.epochs_since(open_store(), perceptron.id)[0]
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


def test_the_layers_of_a_run_say_how_their_parameters_come_about(open_app, perceptron):
    app = open_app("evaluate", judging="inside", model=perceptron.id)
    tables = " ".join(str(cell) for table in app.table for cell in table.value.to_numpy().ravel())
    assert "64 · 10 + 10 = 650" in tables.replace("\\", "")
    assert "**650 parameters** in all." in texts(app)
    assert "A weight from each of 64 values to each of 10 units" in texts(app)
    assert "Each class weighs every pixel" in texts(app)


def test_one_image_goes_through_every_layer_of_the_default_model(open_app):
    mistake = int(of_default_model().mistakes[0])
    app = open_app("evaluate", judging="inside", inside="image", inside_image=str(mistake))
    said = texts(app)
    assert f"Test image {mistake:,}** is a" in said and "it was called" in said
    (lens,) = data_of_components(app, "lens")
    assert lens["address"].startswith("lab/models/")
    assert np.array_equal(lens["image"], datasets.load("mnist").test.images[mistake].ravel())
    next(button for button in app.button if button.label == "Its next mistake").click()
    settle(app.run())
    assert f"Test image {int(of_default_model().mistakes[1]):,}** is a" in texts(app)


def test_a_map_by_hidden_layers_and_one_by_scores(open_app, trained, perceptron):
    layers = [{"kind": "flatten"}, {"kind": "dense", "units": 7}]
    deep = trained("perceptron", layers=layers)
    assert "the 7 values that its hidden layers make" in texts(
        open_app("evaluate", judging="inside", inside="map", model=deep.id)
    )
    assert "its 10 scores: it has no hidden layer" in texts(
        open_app("evaluate", judging="inside", inside="map", model=perceptron.id)
    )


def test_the_sheet_beside_the_map_is_there_before_the_map(open_app, monkeypatch):
    def still_working(*_):
        raise StillWorking

    monkeypatch.setattr(opened_model, "embedding_map", still_working)
    app = open_app("evaluate", judging="inside", inside="map")
    assert len(data_of_components(app, "pen")) == 1
    assert not data_of_components(app, "map_drawing"), "there is no map yet"


@pytest.mark.parametrize(
    ("recipe", "part", "sentence"),
    [
        ("nearest-average", "layers", "All it knows are these averages"),
        ("logistic-regression", "layers", "Each class weighs every pixel"),
        ("nearest-neighbours", "layers", "There are no layers to list"),
        ("nearest-average", "image", "no layers to follow an image through"),
        ("nearest-average", "map", "its 10 scores"),
        ("commonest", "map", "there is no map"),
    ],
)
def test_inside_a_classical_model(open_app, trained, recipe, part, sentence):
    run = trained(recipe)
    assert sentence in texts(open_app("evaluate", judging="inside", inside=part, model=run.id))


def test_odd_numbers_in_the_address_become_images_that_are_there(open_app, perceptron):
    for odd, index in (("99999", 449), ("-5", 0), ("x", 0)):
        app = open_app("evaluate", judging="inside", inside="map", model=perceptron.id, inside_image=odd)
        assert f"Test image {index}** is a" in texts(app)


def test_images_that_several_models_get_wrong_and_what_each_said(open_app, trained, perceptron):
    app = open_app("evaluate", judging="mistakes", mistakes="several", model=perceptron.id)
    assert "No other model of yours" in texts(app)
    others = [trained("perceptron", seed=1), trained("nearest-average", dataset="digits")]
    store = open_store()
    found = agreement_of([artefacts.answers(store, run.id) for run in (perceptron, *others)])
    for run in others:
        runs.watch(store, run.id, VISITOR)
    app = open_app(
        "evaluate", judging="mistakes", mistakes="several", model=perceptron.id, answer=str(found.hard[0])
    )
    assert f"**{len(found.hard):,}** are wrong for more than half of 3 models" in texts(app)
    assert f"**Test image {found.hard[0]}** is a" in texts(app)
    said = [str(cell) for table in app.table for cell in table.value.to_numpy().ravel()]
    first, *rest = (str(label) for label in found.predicted[:, found.hard[0]])
    shown = [cell for cell in said if cell.isdecimal()]
    assert (shown[0], sorted(shown[1:])) == (first, sorted(rest))  # the judged one first, then the newest


@pytest.mark.parametrize(
    "address",
    [
        {"inside": "nowhere", "judging": "inside"},
        {"matrix_when": "never", "epoch": "-3", "cell": "4-"},
        {"matrix_when": "epochs", "epoch": "1e9"},
        {"judging": "mistakes", "mistakes": "several", "answer": "-1", "answers_page": "0"},
        {"judging": "inside", "inside": "image", "inside_image": "nan"},
        {"judging": "curves", "against": "moon", "log_loss": "perhaps"},
    ],
    ids=str,
)
def test_odd_addresses_are_read_as_far_as_they_go(open_app, perceptron, address):
    assert "of 450 images" in texts(open_app("evaluate", model=perceptron.id, **address))


def test_a_network_that_weighs_nothing_before_its_output_can_be_looked_into(open_app, trained):
    layers = [{"kind": "batchnormalization"}, {"kind": "maxpooling2d"}, {"kind": "flatten"}]
    run = trained("perceptron", layers=layers)
    app = open_app("evaluate", judging="inside", model=run.id)
    assert "Half of them are learnt (2)" in texts(app) and "of which 172 are learnt" in texts(app)
    app = open_app("evaluate", judging="inside", inside="image", model=run.id)
    assert [len(lens["image"]) for lens in data_of_components(app, "lens")] == [64]
    assert "no hidden layer" in texts(open_app("evaluate", judging="inside", inside="map", model=run.id))


@pytest.mark.parametrize(
    "address",
    [{"judging": view} for view in VIEWS] + [{"judging": "inside", "inside": part} for part in ("image", "map")],
    ids=str,
)  # fmt: skip
def test_a_run_on_ones_own_data_is_judged_too_whatever_its_classes_are_called(open_app, trained, address):
    images, labels = pictures(60)
    names = np.array(["**a**", "$b$", "<c>"])
    draft = read_upload({"a.npz": npz(images=images, labels=names[labels])})
    kept = own_datasets.save(draft, title="Signs", owner="")
    run = trained("perceptron", dataset=kept.name, preparation="scaled")
    app = open_app("evaluate", model=run.id, **address)
    assert f"of {run.test_n} images" in texts(app)


def test_a_model_that_nobody_can_draw_for_is_offered_for_judging_only(open_app, trained):
    images, labels = pictures(60)
    kept = own_datasets.save(
        read_upload({"a.npz": npz(images=images, labels=labels)}), title="Signs", owner=""
    )
    run = trained("perceptron", dataset=kept.name, preparation="scaled")
    offered = {
        page: [
            title
            for title in open_app(page, model=run.id).selectbox(key="model").options
            if run.title in title
        ]
        for page in ("evaluate", "draw")
    }
    assert (len(offered["evaluate"]), offered["draw"]) == (1, [])


def test_the_validation_part_is_judged_in_full_as_the_test_part(open_app, perceptron):
    last = evidence(open_store(), perceptron.id).epochs[-1]
    app = open_app("evaluate", model=perceptron.id, judged_on="validation", judging="classes")
    assert f"{last.validation_accuracy:.2%}" in texts(app) and "of 337 images" in texts(app)
    assert "337 validation images of" in texts(app)
    counted, rates = (table.value for table in app.table)
    right = [int(cell.replace(",", "")) for cell in counted["true positives"]]
    assert right == last.confusion_matrix.diagonal().tolist()
    assert len(rates.columns) == 1 + len(MEASURES)


def test_a_run_that_validates_on_the_test_part_has_no_validation_part(open_app, trained):
    app = open_app("evaluate", model=trained("cnn-5", validation="test", epochs=1).id, judged_on="validation")
    assert app.session_state["judged_on"] == "own" and "of 450 images" in texts(app)
