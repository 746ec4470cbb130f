"""`mnist`: 60,000 digits of 28×28 to learn from and 10,000 to be judged on, as they were published.

`build` searches DIGITLAB_MNIST, then the cache, then the folder of Keras; if there is no good copy it downloads the four
official files into the cache. It checks the hash of each official file, or that of all arrays in Keras's `mnist.npz`.
"""

from __future__ import annotations

import math
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from lzma import LZMAError
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitcore import settings
from digitcore.data.dataset import Dataset, FactSheet, Source, Split
from digitcore.data.readers.idx import read_idx
from digitcore.data.sources.download import PublishedFile, download
from digitcore.errors import DataUnavailable, StorageProblem
from digitcore.progress import Report, ignore

FILES = (
    PublishedFile(
        "train-images-idx3-ubyte.gz",
        9_912_422,
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    ),
    PublishedFile(
        "train-labels-idx1-ubyte.gz",
        28_881,
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    ),
    PublishedFile(
        "t10k-images-idx3-ubyte.gz",
        1_648_877,
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    ),
    PublishedFile(
        "t10k-labels-idx1-ubyte.gz",
        4_542,
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    ),
)
"""The published files: training images and labels, test images and labels."""

CONTENT_HASH = "e9a02480362dffbe02f4af7e20fdc80553a8c3a9cff4330979b185292831cbb7"
"""`Dataset.content_hash` of the official files, in whatever file the data are."""
TEST_HASH = "26120b4578752d7d87c2cb6601f15f4b0efd4dd7947b156b4f7aa2d35f931d2f"
"""`Split.content_hash` of the official test part, so that the default model can be compared without the images."""

KERAS_FILE = "mnist.npz"
KERAS_SHAPES = {
    "x_train": (60_000, 28, 28),
    "y_train": (60_000,),
    "x_test": (10_000, 28, 28),
    "y_test": (10_000,),
}
KERAS_BYTES = range(5_000_000, 60_000_000)
"""Keras's own file has 11.5 MB; with less or no compression it has up to 55."""

HEADER_BYTES = 1_024
"""More than the header of an array ever takes."""

ADVICE = (
    "Connect to the internet and try again, or put the four MNIST files (or Keras's mnist.npz) into a folder"
    " and set DIGITLAB_MNIST to it."
)

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


def is_ready() -> bool:
    """Whether files of the right size are on this machine; `build` checks their content."""
    return next(_candidates(), None) is not None


def fetch(report: Report = ignore) -> None:
    """Download MNIST, unless a good copy is on this machine."""
    build(report=report)


def build(*, report: Report = ignore) -> Dataset:
    """The dataset with its official parts; downloads it if no good copy is on this machine."""
    dataset, faults = _good_copy()
    if dataset is not None:
        return dataset
    cache = _cache()
    try:
        download(
            FILES,
            mirrors=settings.current().mnist_mirrors,
            folder=cache,
            title=FACTS.title,
            advice=ADVICE,
            report=report,
        )
    except (DataUnavailable, StorageProblem) as problem:
        raise type(problem)(" ".join([*faults, problem.what_happened]), problem.what_to_do) from problem
    return _read_official(cache)


def verify() -> Dataset:
    """The dataset from a good copy on this machine; raises if there is none, and never downloads."""
    dataset, faults = _good_copy()
    if dataset is None:
        raise DataUnavailable(
            " ".join(faults) or f"{FACTS.title} is not on this machine.",
            "Choose it on the Data page, or: python -m digitcore data fetch mnist",
        )
    return dataset


def _good_copy() -> tuple[Dataset | None, list[str]]:
    """The first good copy on this machine, and what is wrong with those before it."""
    faults = _faults_of_own_folder()
    for path, read in _candidates():
        try:
            return read(path), faults
        except DataUnavailable as problem:
            faults.append(problem.what_happened)
    return None, faults


def _cache() -> Path:
    return settings.current().cache / "mnist"


def _folders() -> Iterator[Path]:
    """The folders in which MNIST may be, in the order in which they are searched."""
    own = settings.current().mnist_folder
    if own:
        yield own
    yield _cache()
    with suppress(RuntimeError):  # an account without a home folder
        yield Path.home() / ".keras" / "datasets"


def _candidates() -> Iterator[tuple[Path, Callable[[Path], Dataset]]]:
    """Folders and files that may be MNIST by their names and sizes, each with the function that reads it."""
    for folder in _folders():
        if not any(file.fault(folder) for file in FILES):
            yield folder, _read_official
        if _size(folder / KERAS_FILE) in KERAS_BYTES:
            yield folder / KERAS_FILE, _read_keras


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _faults_of_own_folder() -> list[str]:
    """A sentence if DIGITLAB_MNIST is set but holds no MNIST: part of the error if nothing else does."""
    folder = settings.current().mnist_folder
    if folder is None or _size(folder / KERAS_FILE) in KERAS_BYTES:
        return []
    fault = next(filter(None, (file.fault(folder) for file in FILES)), "")
    return [f"DIGITLAB_MNIST is of no use: {fault}."] if fault else []


def _read_official(folder: Path) -> Dataset:
    arrays = (read_idx(file.read(folder), name=file.name) for file in FILES)
    return _dataset(*arrays)


def _read_keras(path: Path) -> Dataset:
    """Read Keras's copy: the hash of the four arrays decides, so the rest of the file need not be checked."""
    try:
        with zipfile.ZipFile(path) as archive:
            dataset = _dataset(*(_read_member(archive, *member) for member in KERAS_SHAPES.items()))
        if dataset.content_hash == CONTENT_HASH:
            return dataset
    except (OSError, ValueError, KeyError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error, LZMAError):
        pass  # whatever is wrong with the archive, the error is the same
    raise DataUnavailable(f"{path} does not hold the MNIST images.", "Delete it, or get it anew.")


def _read_member(archive: zipfile.ZipFile, key: str, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """The bytes behind the header of an .npy member, never more than `shape` holds."""
    member, n_bytes = archive.getinfo(f"{key}.npy"), math.prod(shape)
    header_bytes = member.file_size - n_bytes
    if not 0 <= header_bytes <= HEADER_BYTES:
        raise ValueError(f"{key} has {member.file_size} bytes")
    with archive.open(member) as content:
        content.read(header_bytes)
        return np.frombuffer(content.read(n_bytes), dtype=np.uint8).reshape(shape)


def _dataset(
    train_images: NDArray[np.uint8],
    train_labels: NDArray[np.uint8],
    test_images: NDArray[np.uint8],
    test_labels: NDArray[np.uint8],
) -> Dataset:
    train, test = Split(train_images, train_labels), Split(test_images, test_labels)
    return Dataset("mnist", FACTS, train, test)


SOURCE = Source("mnist", FACTS, build, is_ready=is_ready, fetch=fetch, verify=verify)
