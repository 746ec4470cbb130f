"""The default model: its files, its network beside Keras's, how it is built, and that what stands on its sheet is true."""

import json
from dataclasses import replace

import numpy as np
import pytest

from digitcore.data.sources.mnist import build as mnist
from digitcore.errors import DataUnavailable, StorageProblem
from digitcore.learning.judging.calibration import calibration_error, softmax
from digitcore.learning.reader import default_evaluation, default_model, reader, training_material
from digitcore.learning.reader.pretraining import PretrainingPlan, pretrain
from digitcore.learning.reader.training_material import Amounts

TINY = PretrainingPlan(
    steps=3,
    batch=64,
    amounts=Amounts(per_digit=1, per_letter=1, synthetic=40, scribbles=18, spoiled=20, signs=20),
)


@pytest.fixture(scope="module")
def model():
    return default_model.load()


def test_the_files_stay_below_two_megabytes():
    files = (default_model.ARRAYS_FILE, default_model.FACTS_FILE)
    assert sum((default_model.FOLDER / name).stat().st_size for name in files) < 2_000_000


def test_the_sheet_tells_what_the_stored_weights_do_on_mnist(model):
    test = mnist().test
    result = default_evaluation.scores(model.weights, test.images)
    probabilities = softmax(result.digits, model.sheet.temperature)
    sheet = model.sheet
    assert sheet.test_accuracy.n == len(test) == 10_000
    right = (probabilities.argmax(axis=1) == test.labels).mean()
    assert right == pytest.approx(sheet.test_accuracy.share, abs=2e-4)  # other machines round otherwise
    assert np.abs(probabilities - model.test_probabilities).max() < 0.01
    assert np.array_equal(model.test_labels, test.labels)
    assert calibration_error(probabilities, test.labels) == pytest.approx(
        sheet.test_calibration_error, abs=1e-3
    )
    refused = (result.doubt > sheet.doubt_limit).mean()
    assert refused == pytest.approx(sheet.refused["test"].share, abs=5e-4)


@pytest.mark.long  # all pens are not on every machine
def test_the_sheet_tells_what_the_stored_weights_do_on_pens_of_other_writers(model, with_all_pens):
    judging = training_material.writers()[2]
    result = default_evaluation.scores(model.weights, default_evaluation.framed(judging.digits.strokes))
    sheet = model.sheet
    assert sheet.pen_accuracy.n == len(judging.digits)
    right = (result.digits.argmax(axis=1) == judging.digits.labels).mean()
    assert right == pytest.approx(sheet.pen_accuracy.share, abs=2e-3)


def test_the_stored_weights_read_pens_of_other_writers(model, with_pens):
    judging = training_material.writers()[2].digits
    result = default_evaluation.scores(model.weights, default_evaluation.framed(judging.strokes))
    right = (result.digits.argmax(axis=1) == judging.labels).mean()
    share = model.sheet.pen_accuracy.share
    assert right >= share - 2 * np.sqrt(share * (1 - share) / len(judging))


def test_the_default_model_is_as_good_as_it_was_meant_to_be(model):
    sheet = model.sheet
    assert sheet.test_accuracy.share >= 0.995
    assert sheet.pen_accuracy.share >= 0.985
    assert sheet.letter_separation >= 0.97
    assert sheet.refused["letters"].share >= 0.8
    assert sheet.refused["scribbles"].share >= 0.95
    assert max(sheet.refused[kind].share for kind in ("test", "pens")) <= 0.03
    assert sheet.test_calibration_error < 0.01
    assert sheet.pen_calibration_error < 0.02


def test_what_is_saved_comes_back_and_the_same_model_is_the_same_bytes(model, tmp_path):
    paths = default_model.save(model, tmp_path / "new")
    again = default_model.load(tmp_path / "new")
    assert again.sheet == model.sheet
    assert all(np.array_equal(array, again.weights[name]) for name, array in model.weights.items())
    assert np.abs(again.test_probabilities - model.test_probabilities).max() < 1e-3
    first = paths[0].read_bytes()
    default_model.save(model, tmp_path / "new")
    assert paths[0].read_bytes() == first


@pytest.mark.parametrize("name", [default_model.ARRAYS_FILE, default_model.FACTS_FILE])
def test_missing_and_damaged_files_get_a_sentence(model, tmp_path, name):
    default_model.save(model, tmp_path)
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(StorageProblem, match="missing or damaged"):
        default_model.load(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(StorageProblem, match="python -m digitcore pretrain"):
        default_model.load(tmp_path)


def test_files_of_two_models_are_noticed(model, tmp_path):
    default_model.save(model, tmp_path)
    sheet = replace(model.sheet, parameters=1)
    (tmp_path / default_model.FACTS_FILE).write_text(json.dumps({**vars(sheet)}, default=vars))
    with pytest.raises(StorageProblem, match="do not belong together"):
        default_model.load(tmp_path)


def test_the_folded_network_does_what_keras_does():
    """After the normalisation's averages have moved away from their start."""
    random = np.random.default_rng(0)
    model = reader.build(seed=0)
    for layer in model.layers:
        if layer.name.endswith("_normalised"):
            gain, shift, mean, variance = layer.get_weights()
            moved = [gain * 1.3, shift + 0.2, mean + random.normal(0, 0.1, mean.shape), variance * 2]
            layer.set_weights(moved)
    images = random.integers(0, 256, (5, 28, 28)).astype(np.uint8)
    theirs = model(images.astype(np.float32) / 255, training=False).numpy()
    ours = default_evaluation.scores(reader.folded(model), images)
    assert np.abs(np.column_stack([ours.digits, ours.doubt]) - theirs).max() < 1e-4
    assert ours.embedding.shape == (5, reader.EMBEDDING)
    assert sum(a.size for a in reader.folded(model).values()) == reader.parameter_count(reader.folded(model))


def test_a_tiny_model_is_built_judged_and_written(with_pens, tmp_path):
    sentence = []
    built = pretrain(TINY, report=sentence.append)
    default_model.save(built, tmp_path)
    again = default_model.load(tmp_path)
    sheet = again.sheet
    assert sheet.images_seen == 3 * 64
    assert sheet.parameters == reader.parameter_count(again.weights)
    assert again.test_probabilities.shape == (10_000, 10)
    right = (again.test_probabilities.argmax(axis=1) == again.test_labels).mean()
    assert right == pytest.approx(sheet.test_accuracy.share, abs=0.01)  # near ties, in half precision
    assert sentence[-2].doing == "Training, less than a minute left"
    assert any(part.doing == "Drawing letters" for part in sentence)


def test_without_pens_nothing_is_built():
    with pytest.raises(DataUnavailable, match="DIGITLAB_PEN"):
        pretrain(TINY)


def test_the_readme_of_the_assets_tells_the_sheets_figures(model):
    text = (default_model.FOLDER / "README.md").read_text(encoding="utf-8")
    sheet = model.sheet
    assert f"{sheet.parameters:,} parameters" in text
    for result in (sheet.test_accuracy, sheet.pen_accuracy, *sheet.refused.values()):
        assert f"| {result.share:.2%} | {result.n:,} | {result.low:.2%} to {result.high:.2%} |" in text
    for number in (sheet.test_calibration_error, sheet.pen_calibration_error, sheet.letter_separation):
        assert f"{number:.4f}" in text
