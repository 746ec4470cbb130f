"""Train: a network of one's own says what it comes to, and a finished run shows its verdict, curves and layers."""

import pytest

from digitcore.data.sources import own_datasets
from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import runs
from digitcore.lab.store.store import open_store
from digitcore.learning.layers.optimisers import OPTIMISERS
from digitcore.learning.recipes import recipes
from pages._shared import lab
from tests.core.memories import ask
from tests.core.uploads import npz, pictures, read_upload
from tests.screens.pages import VISITOR, data_of_components


@pytest.fixture(autouse=True)
def dispatcher_ends():
    """The page starts one, with a worker process: they end with the test."""
    yield
    lab.jobs().close()


def test_a_network_of_ones_own_is_blocks_that_say_their_sizes_and_can_be_trained(open_app):
    app = open_app("train", start="own", dataset="digits")
    assert any("4,810 parameters" in text.value for text in app.markdown)  # 64 · 64 + 64, then 64 · 10 + 10
    sizes = ["8×8 pixels", "64 values", "64 values  \n4,160 parameters", "10 values  \n650 parameters"]
    assert [text.value for text in app.caption][: len(sizes)] == sizes
    (button,) = (button for button in app.button if button.label == "Train this network")
    assert not button.disabled
    app.menu_button(key="add_2").click("conv2d").run()
    assert any("Put it before the Flatten layer." in warning.value for warning in app.warning)
    assert "does not fit here" in [text.value for text in app.caption]
    app.button(key="earlier_2").click().run()
    app.button(key="earlier_1").click().run()
    assert any("74,762 parameters" in text.value for text in app.markdown)  # 320 + 6·6·32 · 64 + 64 + 650
    app.button(key="remove_0").click().run()
    assert any("4,810 parameters" in text.value for text in app.markdown)


def test_each_experiment_is_a_picture_of_its_network_and_a_button(open_app):
    app = open_app("train")
    buttons = {button.key: button.label for button in app.button if (button.key or "").startswith("train_")}
    assert buttons == {f"train_{name}": recipe.title for name, recipe in recipes.RECIPES.items()}
    pictures = [
        html.proto.body for html in app.get("html") if '<img class="network_sketch"' in html.proto.body
    ]
    assert len(pictures) == len(buttons)
    assert 'alt="Perceptron: Flatten, Dense 10 softmax"' in pictures[0]


def test_a_run_in_the_list_is_told_apart_and_has_its_curve(open_app):
    store = open_store()
    ask(store, VISITOR, learning_rate=0.1)
    app = open_app("train", start="runs")
    assert any(r"**perceptron**, rate 0\.1, Digits 8×8" in box.label for box in app.checkbox)
    assert any('alt="no epoch yet"' in html.proto.body for html in app.get("html"))


def test_a_finished_run_shows_its_verdict_its_curves_and_its_layers(open_app):
    store = open_store()
    run = runs.request_run(store, recipes.find("perceptron").config.replace(epochs=3), recipe="", visitor="x")
    worker.train_run(store, queue.claim(store, run.id))
    app = open_app("train", run=run.id)
    assert any("test images it never saw it is right in" in text.value for text in app.markdown)
    headings = [heading.value for heading in app.subheader]
    assert headings == ["Your drawing, epoch by epoch", "Its layers"]
    (matrix,) = data_of_components(app, "run_matrix")
    assert (matrix["run"], matrix["names"]) == (run.id, list("0123456789"))
    (curves,) = data_of_components(app, "curves")
    assert curves["feed"] == f"lab/runs/{run.id}/feed"
    assert (curves["published"], curves["against"]) == (None, "epoch")


def test_a_run_is_started_again_with_the_next_seed_that_nobody_has_trained(open_app):
    store = open_store()
    first, second = (ask(store, VISITOR, seed=seed) for seed in (4, 5))
    app = open_app("train", run=first.id)
    app.button(key="again_run").click().run()
    assert not app.exception and not app.error
    (new,) = (run for run in runs.list_runs(store, VISITOR) if run.id not in (first.id, second.id))
    assert app.query_params["run"] == new.id
    assert new.config == first.config.replace(seed=6)


def test_a_run_whose_data_is_deleted_can_be_seen_but_not_started_again(open_app):
    images, labels = pictures()
    draft = read_upload({"a.npz": npz(images=images, labels=labels)})
    store, source = open_store(), own_datasets.save(draft, title="Mine", owner=VISITOR)
    run = ask(store, VISITOR, dataset=source.name)
    own_datasets.delete(source.name, owner=VISITOR)
    app = open_app("train", run=run.id)
    assert not app.exception and not app.error
    assert "again_run" not in [button.key for button in app.button]
    assert data_of_components(app, "curves") and not data_of_components(app, "run_matrix")


def test_the_network_of_a_run_is_changed_into_one_of_ones_own(open_app):
    store = open_store()
    run = ask(store, "x", layers=[{"kind": "flatten"}, {"kind": "dense", "units": 7}], epochs=9, momentum=0.0)
    app = open_app("train", run=run.id)
    assert "7 values  \n455 parameters" in [text.value for text in app.caption]
    app.button(key="change_network").click().run()
    assert not app.exception and not app.error
    assert any("535 parameters" in text.value for text in app.markdown)
    assert (app.query_params["start"], app.query_params["dataset"]) == ("own", "digits")
    assert app.number_input(key="net_epochs").value == 9
    assert OPTIMISERS["nadam"].sentence in app.selectbox(key="net_optimiser").help
    assert "run" not in app.query_params
