"""What was copied from the notebooks: how much of it there is, its sums, and some values that were looked up again."""

import pytest

from digitcore.learning.recipes.published import PUBLISHED
from digitcore.learning.recipes.published_curves import all_curves
from digitcore.learning.recipes.recipes import RECIPES
from tests.core.command_runner import answer, refusal

LEGIBLE = {
    "perceptron": 100, "cnn-5": 100, "shallow-mse": 495, "mnist-cnn": 15, "dense-128": 10, "smallest-95": 13, "dense-bn": 10,
    "dense-dropout": 97,
}  # fmt: skip


def test_all_eight_logs_are_there_with_840_epochs():
    curves = all_curves()
    assert {name: curve.legible for name, curve in curves.items()} == LEGIBLE
    assert sum(LEGIBLE.values()) == 840
    assert all(curve.epochs == RECIPES[name].config.epochs for name, curve in curves.items())


@pytest.mark.parametrize(
    ("name", "part", "epoch", "value"),
    [
        ("perceptron", "validation_accuracy", 1, 0.0623), ("perceptron", "validation_loss", 100, 0.1983),
        ("cnn-5", "train_loss", 2, 9.6634), ("cnn-5", "train_loss", 3, None), ("shallow-mse", "validation_accuracy", 495, 0.9034),
        ("shallow-mse", "validation_loss", 496, None), ("mnist-cnn", "train_loss", 1, 0.3363),
        ("smallest-95", "validation_accuracy", 7, 0.9495), ("smallest-95", "validation_accuracy", 8, None),
        ("dense-bn", "train_accuracy", 10, 0.9985), ("dense-dropout", "validation_accuracy", 57, 0.9865),
        ("dense-dropout", "validation_accuracy", 99, None),
    ],
)  # fmt: skip
def test_some_values_as_printed(name, part, epoch, value):
    assert getattr(all_curves()[name], part)[epoch - 1] == value


@pytest.mark.parametrize("name", all_curves())
def test_the_last_validation_figures_are_those_of_the_published_table(name):
    last = next(
        (value for value in reversed(all_curves()[name].validation_accuracy) if value is not None), None
    )
    published = PUBLISHED[name]
    figures = published.validation or published.test
    if not figures.is_approximate and name != "dense-dropout":  # whose last epochs are not printed
        assert last == pytest.approx(figures.accuracy, abs=5e-5)


@pytest.mark.parametrize(
    ("name", "unread", "trace", "total"),
    [
        ("perceptron", 0, 408, 450),
        ("cnn-5", 14, 411, 445),
        ("dense-bn", 0, 5839, 6000),
        ("dense-dropout", 6, 9856, 9997),
    ],
)
def test_the_matrices_add_up(name, unread, trace, total):
    rows = PUBLISHED[name].confusion_matrix
    assert PUBLISHED[name].unread_cells == unread
    assert sum(rows[k][k] for k in range(10)) == trace
    assert sum(cell or 0 for row in rows for cell in row) == total


def test_the_command_line_tells_all_that_was_published():
    told = answer("show", "dense-dropout", "--published")
    assert (told["recipe"], told["epochs"]) == ("dense-dropout", 100)
    by_epoch = {row["epoch"]: row for row in told["rows"]}
    assert by_epoch[57]["val_accuracy"] == 0.9865 and 1 not in by_epoch
    assert set(by_epoch[98]) == {"epoch", "loss", "accuracy", "val_loss", "val_accuracy"}
    assert by_epoch[98]["loss"] is None, "what cannot be read is null"
    assert told["confusion_matrix"][1][5] is None
    assert told["test"]["accuracy"] == 0.9856
    assert answer("show", "mnist-cnn", "--published")["not_printed"][-1] == "learning rate"
    assert "Nothing was published of 'commonest'." in refusal("show", "commonest", "--published")
