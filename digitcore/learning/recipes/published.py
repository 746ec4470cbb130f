"""The figures that the notebooks printed for the ten recipes.

Copied, not measured here; None where a notebook printed nothing. `test` are figures on the test part, also where it
served as the validation set.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Matrix = tuple[tuple[int | None, ...], ...]
"""Counts; None where the cell cannot be read."""


@dataclass(frozen=True)
class Figures:
    """Published loss and accuracy on one part of the data."""

    accuracy: float
    n: int | None = None
    """Number of images, where it is used."""
    loss: float | None = None
    second_run: float | None = None
    """Accuracy of a second run, as the authors state it."""
    second_run_loss: float | None = None
    best_epoch: float | None = None
    """Accuracy of the best epoch."""
    mistakes: int | None = None
    is_approximate: bool = False
    """Read from a curve, or stated in words."""


@dataclass(frozen=True)
class Published:
    """All legible figures of one experiment."""

    parameters: int
    judged_by: str
    """The part whose accuracy a reproduction must reach: "validation" or "test"."""
    train: Figures | None = None
    validation: Figures | None = None
    test: Figures | None = None
    seconds_per_epoch: float | None = None
    confusion_matrix: Matrix | None = None
    """(K, K) of that part, row = true, column = predicted."""

    @property
    def judged(self) -> Figures:
        """The figures that a reproduction must reach."""
        figures = self.test if self.judged_by == "test" else self.validation
        if figures is None:
            raise ValueError(f"nothing was published on the {self.judged_by} part")
        return figures

    @property
    def unread_cells(self) -> int:
        """How many cells of the confusion matrix cannot be read."""
        return sum(cell is None for row in self.confusion_matrix or () for cell in row)

    @property
    def standard_error(self) -> float:
        """Of the published accuracy, for its number of images."""
        share, n = self.judged.accuracy, self.judged.n or 1
        return sqrt(share * (1 - share) / n)

    @property
    def enough(self) -> float:
        """The least accuracy that counts as reproduced: two standard errors below the published one.

        >>> f"{PUBLISHED['mnist-cnn'].judged.accuracy:.4f} {PUBLISHED['mnist-cnn'].enough:.4f}"
        '0.9928 0.9911'
        """
        return self.judged.accuracy - 2 * self.standard_error


@dataclass(frozen=True)
class Example:
    """The example that the source of `dense-128` began with."""

    accuracy: float
    learning_rate: float | None
    """None: it is stated nowhere."""


EXAMPLE = Example(0.91, None)

_PERCEPTRON_CONFUSION: Matrix = (
    (36, 0, 1, 0, 0, 0, 0, 0, 0, 0),
    (0, 47, 3, 0, 0, 0, 0, 0, 1, 0),
    (0, 0, 43, 2, 0, 0, 0, 0, 1, 0),
    (0, 1, 0, 39, 0, 0, 0, 2, 1, 0),
    (0, 1, 0, 0, 45, 0, 0, 0, 0, 2),
    (0, 2, 0, 2, 1, 40, 0, 0, 0, 1),
    (0, 0, 0, 0, 0, 0, 38, 0, 1, 0),
    (0, 4, 0, 0, 3, 0, 0, 45, 0, 0),
    (0, 2, 1, 0, 0, 0, 0, 0, 37, 1),
    (0, 1, 0, 1, 0, 3, 0, 0, 4, 38),
)

_CNN_5_CONFUSION: Matrix = (
    (54, 0, 0, 0, 0, 0, 0, 0, 1, 0),
    (0, 50, 1, 0, 3, 1, 0, 0, 1, 2),
    (None, 1, 37, 0, 0, 0, 0, 1, 1, 0),
    (0, 0, 1, 34, 0, 0, 0, 1, None, 2),
    (None, None, 0, 0, 46, 0, 0, 0, None, 0),
    (None, None, 0, None, 0, 47, None, None, None, 0),
    (1, 1, 0, 0, 0, 1, 39, 0, None, 0),
    (0, 0, 0, 0, 0, 3, 0, 36, 0, 1),
    (0, 3, 0, 0, 0, 0, 0, 4, 30, 0),
    (None, None, 0, 3, 1, 0, 0, 0, 0, 38),
)

_DENSE_BN_CONFUSION: Matrix = (
    (599, 0, 1, 0, 1, 0, 2, 2, 1, 1),
    (0, 659, 4, 1, 0, 0, 1, 1, 1, 1),
    (0, 2, 562, 4, 5, 0, 0, 3, 1, 1),
    (2, 1, 5, 590, 0, 6, 0, 2, 6, 4),
    (0, 0, 1, 0, 561, 0, 3, 3, 4, 8),
    (0, 1, 0, 3, 0, 530, 7, 0, 5, 4),
    (4, 0, 2, 0, 2, 3, 610, 1, 0, 0),
    (0, 2, 3, 1, 3, 0, 0, 598, 2, 4),
    (1, 5, 0, 2, 0, 1, 2, 0, 561, 0),
    (1, 0, 0, 2, 7, 3, 0, 6, 6, 569),
)

_DENSE_DROPOUT_CONFUSION: Matrix = (
    (976, 0, 1, 0, 0, 0, 1, 1, 1, 0),
    (0, 1129, 3, 1, 0, None, None, 0, 1, 0),
    (1, 0, 1015, 0, 1, 0, 1, 7, 6, 1),
    (0, 0, 2, 987, 0, 6, 0, 5, 9, 1),
    (1, None, None, 0, 969, 0, 5, 2, 1, 3),
    (2, 0, 0, 6, 1, 877, 2, 0, 2, 2),
    (2, 2, 0, 0, 0, 3, 950, None, None, 0),
    (0, 2, 7, 0, 0, 0, 0, 1014, 3, 2),
    (0, 0, 2, 2, 2, 2, 1, 2, 960, 3),
    (2, 2, 0, 2, 9, 2, 1, 7, 5, 979),
)

PUBLISHED = {
    "perceptron": Published(
        650,
        "test",
        train=Figures(0.9383, loss=0.1681),
        validation=Figures(0.9436, loss=0.1983, second_run=0.9258),
        test=Figures(0.906667, 450, loss=0.324952, second_run=0.908, second_run_loss=0.313),
        seconds_per_epoch=0.056,
        confusion_matrix=_PERCEPTRON_CONFUSION,
    ),
    "cnn-5": Published(
        510,
        "test",
        train=Figures(0.9324),
        validation=Figures(0.911, loss=0.3251, second_run=0.9145),
        test=Figures(0.913333, 450, loss=0.29032),
        confusion_matrix=_CNN_5_CONFUSION,
    ),
    "cnn-64": Published(
        6_410,
        "test",
        train=Figures(1.0),
        validation=Figures(0.9885),
        test=Figures(0.984444, 450, loss=0.049495),
    ),
    "shallow-mse": Published(50_890, "test", test=Figures(0.9034, 10_000, loss=0.0163, mistakes=966)),
    "shallow-poisson": Published(50_890, "test", test=Figures(0.82, 10_000, is_approximate=True)),
    "mnist-cnn": Published(34_826, "test", test=Figures(0.9928, 10_000, loss=0.0224, mistakes=72)),
    "dense-128": Published(
        101_770,
        "validation",
        train=Figures(0.9822, loss=0.0688),
        validation=Figures(0.9667, 6_000, loss=0.1247),
        seconds_per_epoch=2.3,
    ),
    "smallest-95": Published(
        13_287,
        "validation",
        validation=Figures(0.95, 6_000, is_approximate=True),
        seconds_per_epoch=11.3,
    ),
    "dense-bn": Published(
        244_554,
        "validation",
        train=Figures(0.9985, loss=0.0112),
        validation=Figures(0.9732, 6_000, loss=0.0939),
        seconds_per_epoch=3.1,
        confusion_matrix=_DENSE_BN_CONFUSION,
    ),
    "dense-dropout": Published(
        771_270,
        "test",
        test=Figures(0.9856, 10_000, best_epoch=0.9865, loss=0.0844),
        seconds_per_epoch=0.9,
        confusion_matrix=_DENSE_DROPOUT_CONFUSION,
    ),
}
"""By name of the recipe. The losses of `dense-dropout` and `shallow-mse` are those of the last epochs printed, 98 and 495. The
accuracy of `smallest-95` is stated in words, as is that of `shallow-poisson`, without the part it was measured on."""
