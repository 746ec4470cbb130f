"""`digits`: the 1,797 images of 8×8 that come with scikit-learn.

The test part is fixed, so that all runs are judged on the same 450 images.
"""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from digitcore.data.dataset import Dataset, FactSheet, Source, Split
from digitcore.data.preparation import split_indices
from digitcore.errors import DataUnavailable
from digitcore.progress import Report, ignore

TEST_INDICES_SHA256 = "e6f345a16338cac10fbbcc41d12d7ad239d9298b7a8fb4d1234454a16b31a308"
"""SHA-256 of the test part's indices into scikit-learn's order, as little-endian int64; checked at each load."""

FACTS = FactSheet(
    title="Digits 8×8",
    sentence="Small digits that 13 people wrote on a form, reduced to 8×8 blocks of 0 to 16 dots.",
    origin="E. Alpaydin, C. Kaynak: Optical Recognition of Handwritten Digits (UCI, 1998); the test "
    "part of it, by other writers than the 30 of its training part, as scikit-learn ships it",
    licence="CC BY 4.0",
    link="https://archive.ics.uci.edu/dataset/80",
    side=8,
    maximum=16,
    framing="digits",
)


def build(*, report: Report = ignore) -> Dataset:
    """The dataset with its fixed parts: 1,347 images to learn from and 450 to be judged on."""
    table = np.loadtxt(_data_file(), delimiter=",", dtype=np.uint8)
    images, labels = table[:, :-1].reshape(-1, 8, 8), table[:, -1]
    test, train = split_indices(len(labels), first_share=0.25, seed=0)
    if hashlib.sha256(test.astype("<i8").tobytes()).hexdigest() != TEST_INDICES_SHA256:
        raise DataUnavailable(
            "The 450 test images of 'digits' are not the published ones on this machine.",
            "Install numpy and scikit-learn in the versions of requirements.txt.",
        )
    whole = Split(images, labels)
    return Dataset("digits", FACTS, whole.take(train), whole.take(test))


def _data_file() -> Path:
    # The import of scikit-learn takes over a second, for which the first page would wait; this only looks where it is.
    # A test compares the arrays with those of `sklearn.datasets.load_digits()`.
    spec = find_spec("sklearn")
    if spec is None or spec.origin is None:
        raise DataUnavailable(
            "scikit-learn is not installed.", "Run `make run` once, or `pip install scikit-learn`."
        )
    return Path(spec.origin).parent / "datasets" / "data" / "digits.csv.gz"


SOURCE = Source("digits", FACTS, build)
