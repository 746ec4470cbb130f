"""`mnist`: 60,000 digits of 28×28 to learn from and 10,000 to be judged on, as they were published.

The four official files lie in `assets/mnist`; their SHA-256 is checked each time they are read.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from digitcore import settings
from digitcore.data.dataset import Dataset, FactSheet, Source, Split
from digitcore.data.readers.idx import read_idx
from digitcore.errors import DataUnavailable
from digitcore.progress import Report, ignore

FOLDER = settings.ASSETS / "mnist"


@dataclass(frozen=True)
class PublishedFile:
    """A file whose content never changes."""

    name: str
    sha256: str

    def read(self, folder: Path) -> bytes:
        """The content of this file in `folder`; raises if it is not the published one."""
        path, advice = folder / self.name, "Get the folder assets/mnist of the project anew."
        try:
            content = path.read_bytes()
        except OSError as problem:
            raise DataUnavailable(f"{path} cannot be read ({problem.strerror}).", advice) from problem
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise DataUnavailable(f"{path} is damaged.", advice)
        return content


FILES = (
    PublishedFile(
        "train-images-idx3-ubyte.gz",
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    ),
    PublishedFile(
        "train-labels-idx1-ubyte.gz",
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    ),
    PublishedFile(
        "t10k-images-idx3-ubyte.gz",
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    ),
    PublishedFile(
        "t10k-labels-idx1-ubyte.gz",
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    ),
)
"""The published files: training images and labels, test images and labels."""

CONTENT_HASH = "e9a02480362dffbe02f4af7e20fdc80553a8c3a9cff4330979b185292831cbb7"
"""`Dataset.content_hash` of the official files."""
TEST_HASH = "26120b4578752d7d87c2cb6601f15f4b0efd4dd7947b156b4f7aa2d35f931d2f"
"""`Split.content_hash` of the official test part, so that the default model can be compared without the images."""

FACTS = FactSheet(
    title="MNIST",
    sentence="Digits that census workers and pupils wrote, brought into the middle of 28×28 pixels; the set"
    " on which most people train their first network.",
    origin="Y. LeCun, C. Cortes, C. Burges: The MNIST database of handwritten digits",
    licence="CC BY-SA 3.0",
    link="http://yann.lecun.com/exdb/mnist/",
    side=28,
    maximum=255,
    framing="mnist",
)


def build(*, report: Report = ignore) -> Dataset:
    """The dataset with its official parts."""
    arrays = [read_idx(file.read(FOLDER), name=file.name) for file in FILES]
    return Dataset("mnist", FACTS, Split(*arrays[:2]), Split(*arrays[2:]))


SOURCE = Source("mnist", FACTS, build)
