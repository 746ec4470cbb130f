"""The idx format: MNIST's own files, and files that lie about themselves."""

import gzip
import struct
import tracemalloc

import numpy as np
import pytest

from digitcore.data import limits
from digitcore.data.readers.idx import read_idx
from digitcore.data.sources import mnist
from digitcore.errors import BadInput
from tests.core.uploads import idx, pictures

IMAGES, LABELS = pictures()
PACKED = gzip.compress(idx(LABELS), mtime=0)
"""Without the time of packing, which would give each process other names for the tests below."""


@pytest.mark.parametrize("array", [IMAGES, LABELS], ids=["images", "labels"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_arrays_come_back_as_they_were_and_cannot_be_changed(array, pack):
    read = read_idx(pack(idx(array)), name="file")
    assert read.dtype == np.uint8
    assert np.array_equal(read, array)
    with pytest.raises(ValueError, match="read-only"):
        read[0] = 1


def test_the_worked_example_of_the_format():
    data = bytes([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 10, 11, 12, 20, 21, 22])
    assert read_idx(data, name="file").tolist() == [[[10, 11, 12], [20, 21, 22]]]


def test_mnist_has_its_published_class_counts():
    labels = read_idx((mnist.FOLDER / "train-labels-idx1-ubyte.gz").read_bytes(), name="labels")
    assert np.bincount(labels).tolist() == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    images = read_idx((mnist.FOLDER / "t10k-images-idx3-ubyte.gz").read_bytes(), name="images")
    assert images.shape == (10_000, 28, 28)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "does not begin like one"),
        (b"\x00\x00\x08", "does not begin like one"),
        (b"GIF89a", "does not begin like one"),
        (b"\0\0\x0d\x03" + bytes(12), "kind 0x0d with 3 dimensions"),
        (b"\0\0\x08\x02" + bytes(8), "kind 0x08 with 2 dimensions"),
        (b"\0\0\x08\x03\0\0", "ends within its header"),
        (b"\0\0\x08\x01\0\0\0\0", "holds no labels"),
        (struct.pack(">HBB3I", 0, 8, 3, 0, 2**32 - 1, 2**32 - 1), "holds no images"),
        (idx(IMAGES)[:-1], "holds 971 bytes of images, but its header promises 972"),
        (idx(LABELS) + b"\0", "holds 13 bytes of labels, but its header promises 12"),
        (PACKED[:-9], "cut off"),
        (PACKED[:-8] + bytes(8), "damaged"),
        (PACKED * 2, "goes on after its packed content ends"),
        (b"\x1f\x8b" + bytes(30), "damaged"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(data, sentence):
    with pytest.raises(BadInput, match=sentence):
        read_idx(data, name="file")


@pytest.mark.parametrize(
    "data",
    [
        struct.pack(">HBB3I", 0, 8, 3, 2**32 - 1, 2**32 - 1, 2**32 - 1) + bytes(100),
        gzip.compress(bytes(3 * limits.SMALL_BYTES)),
    ],
    ids=["a header that promises 79 billion billion billion bytes", "a gzip bomb"],
)
def test_a_lie_costs_no_memory(data):
    tracemalloc.start()
    with pytest.raises(BadInput):
        read_idx(data, name="file")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * limits.SMALL_BYTES


def test_zeros_after_a_gzip_stream_are_padding():
    assert np.array_equal(read_idx(gzip.compress(idx(LABELS)) + bytes(500), name="file"), LABELS)
