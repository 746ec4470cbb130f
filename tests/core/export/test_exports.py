"""The forms in which a run can be exported: their contents, and that they read back equal."""

import csv
import io
import json
import re
import tempfile
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from digitcore.data import datasets
from digitcore.errors import BadInput
from digitcore.export import exports, tables
from digitcore.export.exported_run import ExportedRun, read_default_model, read_run
from digitcore.export.prepared_file import prepare
from digitcore.export.scripts import data_section
from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import runs
from digitcore.lab.runs.run_models import predictor
from digitcore.lab.store.store import open_store
from digitcore.learning.judging.calibration import softmax
from digitcore.learning.prediction.prediction import load_predictor
from digitcore.learning.reader import default_evaluation, default_model
from digitcore.learning.recipes.config import RunConfig
from tests.core.memories import ADA, ask, store_in

SPOILED = {"wrong_labels": 20}
EVIL = '</script><img src=x onerror=alert(1)>"$x^2$'


@pytest.fixture(scope="module")
def memory(tmp_path_factory):
    """A store with two runs that were trained: a network on spoiled digits, and a classical model."""
    store = store_in(tmp_path_factory.mktemp("memory"))
    network = RunConfig(epochs=3, dataset_options=SPOILED).for_dataset(datasets.load("digits", **SPOILED))
    ids = [
        runs.request_run(store, config, recipe="", visitor=ADA, title=EVIL).id
        for config in (network, RunConfig(model="nearest-average"))
    ]
    for run_id in ids:
        worker.train_run(store, queue.claim(store, run_id))
    return store, *ids


@pytest.fixture(scope="module")
def network(memory) -> ExportedRun:
    return read_run(*memory[:2])


@pytest.fixture(scope="module")
def classical(memory) -> ExportedRun:
    return read_run(memory[0], memory[2])


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_class_names(run: ExportedRun, *names: str) -> ExportedRun:
    facts = replace(run.facts, class_names=names + run.facts.class_names[len(names) :])
    return replace(run, facts=facts)


def test_all_of_a_run_is_read(memory, network):
    store, run_id, _ = memory
    run = runs.get(store, run_id)
    assert (network.id, network.title, network.state) == (run.id, run.title, "finished")
    assert (network.config, network.parameters, network.epochs_done) == (run.config, 650, 3)
    assert [report.epoch for report in network.epochs] == [1, 2, 3]
    assert network.examination.judgement.accuracy == pytest.approx(run.test_accuracy)
    assert len(network.points) > 0 and network.versions["keras"]


def test_a_run_without_a_model_is_refused_in_words(store):
    run = ask(store)
    with pytest.raises(BadInput, match=r"'perceptron' is queued: it has no model to take away\. Wait"):
        read_run(store, run.id)
    with pytest.raises(BadInput, match="There is no run 'nothing'"):
        read_run(store, "nothing")


def test_the_keras_file_is_the_model(memory, network, tmp_path):
    import keras

    path = tmp_path / "model.keras"
    path.write_bytes(exports.find("keras").write(network))
    model = keras.models.load_model(path)
    images = datasets.load("digits").test.images[:20]
    said = model(images[..., None].astype(np.float32)).numpy()
    assert np.allclose(said, predictor(*memory[:2]).probabilities(images), atol=1e-6)
    assert np.allclose(said, network.examination.probabilities[:20], atol=1e-6)


def test_json_has_every_number_and_reads_back_equal(network):
    value = json.loads(exports.find("json").write(network))
    assert RunConfig.from_json(json.dumps(value["settings"])) == network.config
    assert np.array_equal(
        np.array(value["test"]["probabilities"], np.float32), network.examination.probabilities
    )
    assert value["test"]["true_labels"] == network.examination.true_labels.tolist()
    assert np.array_equal(value["test"]["confusion_matrix"], network.examination.judgement.confusion_matrix)
    assert [point["loss"] for point in value["points"]] == [point.loss for point in network.points]
    for row, report in zip(value["epochs"], network.epochs, strict=True):
        assert row["validation_loss"] == report.validation_loss
        assert np.array_equal(row["confusion_matrix"], report.confusion_matrix)
    assert value["per_class"] == network.examination.measures.rows(network.facts.class_names)
    assert value["run"]["title"] == EVIL
    assert value["versions"] == dict(network.versions)
    assert [layer["kind"] for layer in value["layers"]] == ["flatten", "output"]


def test_csv_has_the_same_and_reads_back_equal(network):
    files = unzipped(exports.find("csv").write(network))
    read = {name: list(csv.DictReader(io.StringIO(content.decode()))) for name, content in files.items()}
    rows = read["tables/probabilities_test.csv"]
    names = network.facts.class_names
    probabilities = np.array([[row[f"probability of {name}"] for name in names] for row in rows], np.float32)
    assert np.array_equal(probabilities, network.examination.probabilities)
    assert [row["true"] for row in rows] == [names[label] for label in network.examination.true_labels]
    epochs = read["tables/epochs.csv"]
    assert [float(row["train_loss"]) for row in epochs] == [report.train_loss for report in network.epochs]
    matrices = read["tables/confusion_matrices_per_epoch.csv"]
    counts = np.array([[int(row[f"predicted {name}"]) for name in names] for row in matrices])
    assert np.array_equal(counts.reshape(3, 10, 10), [report.confusion_matrix for report in network.epochs])
    assert [row["epoch"] for row in matrices[::10]] == ["1", "2", "3"]
    about = {row["what"]: row["value"] for row in read["tables/run.csv"]}
    assert (about["title"], about["setting seed"]) == (EVIL, "0")
    assert json.loads(about["setting dataset_options"]) == SPOILED
    assert about["version of keras"] == network.versions["keras"]


def test_a_number_beyond_all_bounds_is_null(network):
    epoch = network.epochs[0]
    lost = type(epoch)(**vars(epoch) | {"train_loss": float("nan")})
    run = replace(network, epochs=(lost,))
    assert json.loads(tables.as_json(run))["epochs"][0]["train_loss"] is None
    assert tables.as_tables(run)["epochs"].columns["train_loss"] == [None]
    assert exports.find("html").write(run)


def test_the_report_needs_nobody_and_shows_names_as_they_are(network):
    page = exports.find("html").write(with_class_names(network, "<b>bold</b>", EVIL)).decode()
    head, _, rest = page.partition("<script>")
    ours = head + rest.split("</script>", 1)[1]  # without Plotly's own program
    assert "default-src 'none'" in head
    assert not re.findall(
        r"https?:|//[a-z]|(?:src|href|action|url|import)\s*[=(]\s*[\"']?[a-z]", ours.replace("img src=x", "")
    )
    assert ours.count("</script>") == 2  # the two figures
    assert "<img" not in ours and "<b>" not in ours
    assert "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;" in ours
    assert "&lt;b&gt;bold&lt;/b&gt;" in ours
    assert f"{network.examination.judgement.accuracy:.2%}" in ours and "of the 450 test images" in ours


def test_event_logs_are_read_by_tensorflow(network, tmp_path):
    import tensorflow as tf

    files = unzipped(exports.find("tensorboard").write(network))
    assert len(files) == 2
    for name, content in files.items():
        path = tmp_path / "events"
        path.write_bytes(content)
        events = list(tf.compat.v1.train.summary_iterator(str(path)))
        assert events[0].file_version == "brain.Event:2"
        part = name.split("/")[1]
        for event, report in zip(events[1:], network.epochs, strict=True):
            values = {value.tag: value.simple_value for value in event.summary.value}
            assert event.step == report.epoch
            assert values["epoch_loss"] == np.float32(getattr(report, f"{part}_loss"))
            assert values["epoch_accuracy"] == np.float32(getattr(report, f"{part}_accuracy"))


def test_the_zip_has_all_of_it_and_the_images(network):
    content = exports.find("zip").write(network)
    files = unzipped(content)
    assert {name.partition("/")[0] for name in files} == {
        "README.txt", "model.keras", "train.py", "train.ipynb", "tables", "run.json", "report.html", "tensorboard",
        "arrays.npz", "data.npz",
    }  # fmt: skip
    assert not any(name.startswith("/") or ".." in name for name in files)
    listed = files["README.txt"].decode()
    assert all(name.partition("/")[0] in listed for name in set(files) - {"README.txt"})
    data, dataset = np.load(io.BytesIO(files["data.npz"])), datasets.load("digits", **SPOILED)
    assert np.array_equal(data["x_train"], dataset.train.images)
    assert np.array_equal(data["y_train"], dataset.train.labels)
    assert np.array_equal(data["x_test"], dataset.test.images)
    assert exports.find("zip").write(network) == content


def test_images_that_are_no_longer_those_of_the_run_are_not_given(network):
    other = replace(network, load_dataset=lambda: datasets.load("digits", wrong_labels=30))
    with pytest.raises(BadInput, match="no longer those that this run saw"):
        exports.find("zip").write(other)


def test_a_classical_model_has_no_keras_file_and_says_so(classical):
    with pytest.raises(
        BadInput, match=r"is no network, so there is no Keras file of it\. Take it away as `code`"
    ):
        exports.find("keras").write(classical)
    files = unzipped(exports.find("zip").write(classical))
    assert "model.keras" not in files and data_section.DATA_FILE not in files
    assert "NearestCentroid" in files["train.py"].decode()
    arrays = np.load(io.BytesIO(files["arrays.npz"]))
    assert arrays["sums"].shape == (10, 8, 8)


def test_the_default_model_has_its_numbers_and_a_report():
    model = read_default_model()
    for name in ("code", "notebook", "tensorboard"):
        with pytest.raises(BadInput, match="efault model"):
            exports.find(name).write(model)
    value = json.loads(exports.find("json").write(model))
    assert (value["run"]["run"], value["test"]["n"], value["settings"]) == ("default", 10_000, {})
    page = exports.find("html").write(model).decode()
    assert "The default model of Digit Lab, judged on the test part of MNIST." in page
    assert "<td>epochs_done</td>" not in page
    names = {name.partition("/")[0] for name in unzipped(exports.find("zip").write(model))}
    assert names == {"README.txt", "model.keras", "tables", "run.json", "report.html"}


def test_the_default_model_as_a_keras_file_says_what_it_says_here(tmp_path):
    """With Keras alone: ten probabilities, and a doubt that is above 0 where the app finds no digit."""
    import keras

    path = tmp_path / "model.keras"
    path.write_bytes(exports.find("keras").write(read_default_model()))
    network = keras.models.load_model(path)
    model = default_model.load()
    random = np.random.default_rng(0)
    images = np.concatenate(
        [datasets.load("synthetic", images=600).test.images, random.integers(0, 256, (20, 28, 28))]
    ).astype(np.uint8)
    said = {name: values.numpy() for name, values in network(images[..., None] / np.float32(255)).items()}
    scores = default_evaluation.scores(model.weights, images)
    assert np.abs(said["digits"] - softmax(scores.digits, model.sheet.temperature)).max() < 1e-5
    assert np.abs(said["doubt"][:, 0] - (scores.doubt - model.sheet.doubt_limit)).max() < 1e-3
    assert np.abs(said["digits"] - load_predictor().probabilities(images)).max() < 1e-5
    assert network.count_params() == model.sheet.parameters


def test_forms_are_described_and_named(network):
    assert list(exports.EXPORTS) == ["keras", "code", "notebook", "csv", "json", "html", "tensorboard", "zip"]
    for export in exports.EXPORTS.values():
        assert export.title and export.sentence.endswith(".") and export.use.endswith(".")
        assert export.file_name(network) == f"digitlab-{network.id}{export.ending}"
    with pytest.raises(BadInput, match=r"as 'pdf'\. Choose one of: keras, code"):
        exports.find("pdf")


def test_code_whose_images_cannot_be_had_elsewhere_says_where_they_are(network, classical):
    for form in ("code", "notebook"):
        assert "data.npz" in exports.find(form).words(network)
        assert "data.npz" not in exports.find(form).words(classical)


def test_a_prepared_file_is_read_as_often_as_it_is_wanted_and_has_no_name_on_disk(
    classical, monkeypatch, tmp_path
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    file = prepare(exports.find("json"), classical)
    assert file.name == f"digitlab-{classical.id}.json"
    assert file.read() == file.read() == exports.find("json").write(classical)
    assert file.size == len(file.read())
    assert list(tmp_path.iterdir()) == []


def test_the_store_of_the_settings_does_as_well(home):
    with pytest.raises(BadInput, match="There is no run"):
        read_run(open_store(), "0123")
    assert read_run(open_store(), "default").is_default
