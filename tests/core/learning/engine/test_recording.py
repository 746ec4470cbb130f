"""The recorded run: of the recipe as it is, the same after it was kept, and never in a store."""

import pytest

from digitcore.data import datasets
from digitcore.errors import BadInput
from digitcore.learning.engine import recording
from digitcore.learning.recipes.recipes import RECIPES
from tests.core.command_runner import run_anew


@pytest.fixture(scope="module")
def perceptron():
    return recording.record(RECIPES["perceptron"], 3, datasets.load("digits"))


def test_the_kept_one_is_of_its_recipe_as_it_is():
    result = recording.read()
    config = result.recipe.config
    assert (
        result.identity
        == config.replace(seed=result.seed).for_dataset(datasets.load(config.dataset)).identity
    )


def test_the_kept_one_is_whole_and_small():
    result = recording.read()
    published = result.recipe.published
    assert result.parameters == published.parameters
    assert [one.epoch for one in result.epochs] == list(range(1, result.recipe.config.epochs + 1))
    assert [one.step for one in result.points] == sorted({one.step for one in result.points})
    assert result.points[-1].seconds <= result.seconds
    assert result.test_interval[0] < result.test_accuracy < result.test_interval[1]
    assert all(one.confusion_matrix.sum() == result.epochs[0].confusion_matrix.sum() for one in result.epochs)
    for one in result.epochs:
        right = one.confusion_matrix.trace() / one.confusion_matrix.sum()
        assert right == pytest.approx(one.validation_accuracy, abs=1e-4)
    assert recording.RECORDING_FILE.stat().st_size < 200_000


def test_it_comes_back_as_it_was_kept(perceptron, tmp_path):
    recording.write(perceptron, tmp_path / "a.json")
    result = recording.read(tmp_path / "a.json")
    assert (result.recipe, result.seed, result.identity) == (perceptron.recipe, 3, perceptron.identity)
    assert (result.test_n, len(result.epochs), len(result.points)) == (450, 100, len(perceptron.points))
    assert result.test_accuracy == pytest.approx(perceptron.test_accuracy, rel=1e-5)
    assert (result.epochs[7].confusion_matrix == perceptron.epochs[7].confusion_matrix).all()
    assert result.epochs[7].validation_loss == pytest.approx(perceptron.epochs[7].validation_loss, rel=1e-5)
    recording.write(result, tmp_path / "b.json")
    assert (tmp_path / "b.json").read_text() == (tmp_path / "a.json").read_text()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"recipe": "nonsense"}', '{"recipe": "perceptron", "points": [1]}']
)
def test_what_is_no_recording_is_a_sentence(tmp_path, text):
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(BadInput, match="is no recording"):
        recording.read(tmp_path / "a.json")
    with pytest.raises(BadInput, match="is no recording"):
        recording.read(tmp_path / "missing.json")


def test_the_command_keeps_one_and_puts_nothing_into_a_store(tmp_path, home):
    done = run_anew("record", "perceptron", "-o", str(tmp_path / "a.json"))
    assert done.returncode == 0
    assert done.stdout.startswith("Recording of “Perceptron”, seed 0, made on ")
    assert recording.read(tmp_path / "a.json").recipe.name == "perceptron"
    assert not list(home.rglob("*.sqlite"))
