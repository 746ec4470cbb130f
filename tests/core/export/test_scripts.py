"""The code that reproduces a run: executed without the app, for all recipes, and compared with the runs themselves."""

import ast
import hashlib
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from digitcore.data import datasets, preparation
from digitcore.data.sources import mnist
from digitcore.export import archive
from digitcore.export.scripts import classical_section, data_section, notebook, script
from digitcore.learning.engine.data_split import parts_of
from digitcore.learning.layers import classical
from digitcore.learning.layers.layers import LAYERS, Output
from digitcore.learning.layers.optimisers import OPTIMISERS, SCHEDULES
from digitcore.learning.recipes import recipes
from digitcore.learning.recipes.config import NETWORK, RunConfig
from tests.core.exported_runs import run_scripts, trained, with_first_images

SMALL = ("perceptron", "cnn-5", "cnn-64")
LONG = (
    "shallow-mse",
    "shallow-poisson",
    "mnist-cnn",
    "dense-128",
    "smallest-95",
    "dense-bn",
    "dense-dropout",
)
EPOCHS = 12
FIRST = 900
"""So many images of MNIST, for one epoch."""
FAR = 0.01
"""Weights may differ by less: sums are added up in another order, and a training magnifies that."""

ALL_SETTINGS = RunConfig(
    dataset_options={"wrong_labels": 20}, preparation="standardised", layers=recipes.find("cnn-5").config.layers,
    optimiser="sgd", learning_rate=0.05, momentum=0.9, nesterov=True, epochs=6, patience=2, min_improvement=0.01,
    schedule="cosine", rotation=15, shear=5, scale=10, shift=10, stroke_width=40, seed=3,
)  # fmt: skip


def hashed(images):
    return hashlib.sha256(np.ascontiguousarray(images, np.uint8)).hexdigest()


def assert_same(run, result, *, whole=None):
    """The same parts, the same network and weights, and an accuracy within two standard errors.

    `whole` are the parts of the whole data, where the run itself saw some of its training images only.
    """
    n, p = run.examination.judgement.n, run.examination.judgement.accuracy
    assert result["accuracy"] == pytest.approx(p, abs=2 * (p * (1 - p) / n) ** 0.5)
    parts = parts_of(run.settings, run.load_dataset())
    assert result["train"] == hashed(parts.train.images)
    for name in ("validation", "test"):
        assert result[name] == hashed(getattr(whole or parts, name).images)
    if run.settings.model == NETWORK:
        assert result["parameters"] == run.parameters
        for weights, others in zip(result["weights"], weights_of(run), strict=True):
            assert np.abs(weights - others).max() < FAR


def weights_of(run):
    """The weights in the Keras file, in their order."""
    import keras

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        path.write_bytes(run.load_keras())
        return keras.models.load_model(path, compile=False).get_weights()


@pytest.fixture(scope="module")
def small_runs():
    """Each for a few epochs: the code has the number of epochs in one place."""
    return {name: trained(recipes.find(name).config.replace(epochs=EPOCHS), recipe=name) for name in SMALL}


@pytest.fixture(scope="module")
def executed(small_runs, tmp_path_factory):
    """Runs with the results of their scripts, and those of a notebook's cells; one process for all, to save time."""
    folder = tmp_path_factory.mktemp("scripts")
    runs = small_runs | {name: trained(recipes.find(name).config, recipe=name) for name in classical.MODELS}
    runs["all"] = trained(ALL_SETTINGS)
    for name, run in runs.items():
        (folder / f"{name}.py").write_text(script.script(run))
    (folder / "cells.py").write_text("\n\n".join(cells_of(small_runs["perceptron"])))
    files = archive.own_files(runs["all"])
    (folder / data_section.DATA_FILE).write_bytes(files[data_section.DATA_FILE])
    *of_scripts, of_notebook = run_scripts(
        folder, [*([f"{name}.py"] for name in runs), ["cells.py", "--epochs", "2"]]
    )
    return list(zip(runs.values(), of_scripts, strict=True)), of_notebook


def cells_of(run):
    book = json.loads(notebook.notebook(run))
    return [cell["source"] for cell in book["cells"] if cell["cell_type"] == "code"]


def test_small_recipes_classical_models_and_every_setting_give_the_same_again(executed):
    for run, result in executed[0]:
        assert_same(run, result)


@pytest.mark.long
def test_long_recipes_begin_in_the_same_way(tmp_path):
    dataset = datasets.load("mnist")
    runs = {}
    for name in LONG:
        config = recipes.find(name).config.replace(epochs=1)
        runs[name] = trained(config, with_first_images(config, dataset, FIRST), recipe=name)
        (tmp_path / f"{name}.py").write_text(script.script(runs[name]))
    arguments = ["--mnist", str(mnist.FOLDER), "--images", str(FIRST)]
    results = run_scripts(tmp_path, [[f"{name}.py", *arguments] for name in runs])
    for (name, run), result in zip(runs.items(), results, strict=True):
        assert result["accuracy"] > 0, name
        assert_same(run, result, whole=parts_of(run.settings, dataset))


def test_a_notebook_is_the_script_in_cells_and_runs(small_runs, executed):
    run = small_runs["perceptron"]
    book = json.loads(notebook.notebook(run))
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in book["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in book["cells"]:
        extra = {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        assert set(cell) == {"id", "cell_type", "metadata", "source"} | extra
    tree = ast.parse(script.script(run))
    tree.body = tree.body[1:]  # its docstring is the notebook's first cell
    assert ast.dump(ast.parse("\n\n".join(cells_of(run)))) == ast.dump(tree)
    assert executed[1]["parameters"] == 650


def test_every_preparation_and_classical_model_has_its_code():
    assert set(data_section.PREPARATIONS) == set(preparation.PREPARATIONS)
    assert set(classical_section.MODELS) == set(classical.MODELS)


@pytest.mark.parametrize("kind", [*LAYERS, "output"])
def test_every_layer_writes_what_it_builds(kind):
    import keras

    layer = Output(7) if kind == "output" else LAYERS[kind]()
    names = {
        "layers": keras.layers,
        "seed_of": lambda number: number + 100,
        "glorot": lambda number: keras.initializers.GlorotUniform(seed=number + 100),
    }
    written = eval(layer.to_code(3), names).get_config()
    built = layer.build("a name", 103).get_config()
    assert {**written, "name": ""} == {**built, "name": ""}


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_every_optimiser_and_schedule_can_be_written(optimiser, schedule, small_runs):
    config = RunConfig(optimiser=optimiser, schedule=schedule, schedule_epochs=3, epochs=10)
    text = script.script(replace(small_runs["perceptron"], config=config))
    assert f"keras.optimizers.{OPTIMISERS[optimiser].keras_name}(learning_rate=LEARNING_RATE)" in text
    functions = [node for node in ast.parse(text).body if getattr(node, "name", "") == "rate"]
    assert len(functions) == (schedule != "constant")
    for function in functions:
        import math

        names = {"LEARNING_RATE": config.learning_rate, "math": math}
        exec(ast.unparse(function), names)
        assert [names["rate"](epoch) for epoch in range(10)] == [config.rate(epoch) for epoch in range(10)]


def test_nothing_that_people_typed_is_in_the_code(small_runs):
    run = small_runs["perceptron"]
    evil = replace(run, examination=replace(run.examination, title='A"""\nimport os'), note="import shutil")
    assert script.script(evil) == script.script(run)
    assert notebook.notebook(evil) == notebook.notebook(run)


def test_a_run_that_was_stopped_is_reproduced_as_far_as_it_came(small_runs):
    run = small_runs["perceptron"]
    stopped = replace(run, state="stopped", epochs_done=7)
    assert f"EPOCHS = 7  # of {EPOCHS}: it was stopped then" in script.script(stopped)
