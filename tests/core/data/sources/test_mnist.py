"""MNIST as it comes with the app: the published data, and a sentence where its files are not."""

import gzip
import shutil

import numpy as np
import pytest

from digitcore.data.sources import mnist
from digitcore.errors import DataUnavailable

CLASS_COUNTS = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]


def unpacked(name, header_bytes):
    """The values of a file, without our reader."""
    content = gzip.decompress((mnist.FOLDER / name).read_bytes())
    return np.frombuffer(content, dtype=np.uint8, offset=header_bytes)


def test_it_is_the_published_data():
    dataset = mnist.build()
    for part, name in ((dataset.train, "train"), (dataset.test, "t10k")):
        images, labels = (
            unpacked(f"{name}-images-idx3-ubyte.gz", 16),
            unpacked(f"{name}-labels-idx1-ubyte.gz", 8),
        )
        np.testing.assert_array_equal(part.images, images.reshape(-1, 28, 28))
        np.testing.assert_array_equal(part.labels, labels)
        assert not part.images.flags.writeable
        assert not part.labels.flags.writeable
    assert (len(dataset.train), len(dataset.test)) == (60_000, 10_000)
    assert np.bincount(dataset.train.labels).tolist() == CLASS_COUNTS
    assert dataset.content_hash == mnist.CONTENT_HASH
    assert dataset.test.content_hash == mnist.TEST_HASH
    assert (dataset.name, dataset.facts.side, dataset.facts.maximum) == ("mnist", 28, 255)
    assert dataset.train.images.max() == dataset.facts.maximum


def test_licence_and_sums_lie_beside_the_files():
    words = (mnist.FOLDER / "README.md").read_text(encoding="utf-8")
    assert "Attribution-Share Alike 3.0" in words
    for file in mnist.FILES:
        size = (mnist.FOLDER / file.name).stat().st_size
        assert f"| `{file.name}` | {size:,} | `{file.sha256}` |" in words


@pytest.mark.parametrize("index", range(4))
def test_a_file_with_one_wrong_bit_or_none_gets_a_sentence(index, tmp_path, monkeypatch):
    shutil.copytree(mnist.FOLDER, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(mnist, "FOLDER", tmp_path)
    path = tmp_path / mnist.FILES[index].name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(DataUnavailable, match=rf"{path.name} is damaged\. Get the folder assets/mnist"):
        mnist.build()
    path.unlink()
    with pytest.raises(DataUnavailable, match=rf"{path.name} cannot be read \(No such file or directory\)"):
        mnist.build()
