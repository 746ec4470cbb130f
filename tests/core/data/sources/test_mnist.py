"""MNIST from a folder, from the cache, from Keras's file and from mirrors, and never anything else."""

import gzip
import os
import shutil
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from digitcore import settings
from digitcore.data.sources import mnist
from digitcore.errors import DataUnavailable, StorageProblem
from digitcore.progress import Progress
from tests.core import servers

CLASS_COUNTS = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
TOTAL_BYTES = 11_594_722
BUILD = """
from digitcore.data.sources import mnist
dataset = mnist.build(report=lambda progress: print(progress.doing, flush=True))
print(dataset.content_hash)
"""


@pytest.fixture(autouse=True)
def home_of_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's home without Keras's copy of MNIST."""
    folder = tmp_path / "user"
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.fixture
def cache(home: Path) -> Path:
    return home / "cache" / "mnist"


@pytest.fixture(scope="module")
def official(mnist_folder: Path) -> dict[str, np.ndarray]:
    """The four arrays under Keras's names, unpacked without our reader."""
    arrays = {}
    for key, name, header_bytes in (
        ("x_train", "train-images-idx3-ubyte.gz", 16),
        ("y_train", "train-labels-idx1-ubyte.gz", 8),
        ("x_test", "t10k-images-idx3-ubyte.gz", 16),
        ("y_test", "t10k-labels-idx1-ubyte.gz", 8),
    ):
        content = gzip.decompress((mnist_folder / name).read_bytes())
        shape = (-1, 28, 28) if key.startswith("x") else (-1,)
        arrays[key] = np.frombuffer(content, dtype=np.uint8, offset=header_bytes).reshape(shape)
    return arrays


@pytest.fixture(scope="module")
def keras_file(official, tmp_path_factory) -> Path:
    """A file as Keras keeps it; packed anew, so not its bytes."""
    path = tmp_path_factory.mktemp("keras") / "mnist.npz"
    np.savez_compressed(path, **official)
    return path


@pytest.fixture
def use_mirrors(monkeypatch: pytest.MonkeyPatch):
    return lambda *addresses: monkeypatch.setenv("DIGITLAB_MIRRORS", " ".join(addresses))


@contextmanager
def building_process() -> Iterator[subprocess.Popen]:
    command = [sys.executable, "-c", BUILD]
    with subprocess.Popen(command, cwd=settings.PROJECT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def copy_files(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for file in mnist.FILES:
        shutil.copyfile(source / file.name, target / file.name)


def flip_one_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_it_is_the_published_data(with_mnist, official):
    dataset = mnist.build()
    for part, suffix in ((dataset.train, "train"), (dataset.test, "test")):
        np.testing.assert_array_equal(part.images, official[f"x_{suffix}"])
        np.testing.assert_array_equal(part.labels, official[f"y_{suffix}"])
        assert not part.images.flags.writeable
        assert not part.labels.flags.writeable
    assert (len(dataset.train), len(dataset.test)) == (60_000, 10_000)
    assert np.bincount(dataset.train.labels).tolist() == CLASS_COUNTS
    assert dataset.content_hash == mnist.CONTENT_HASH
    assert (dataset.name, dataset.facts.side, dataset.facts.maximum) == ("mnist", 28, 255)
    assert dataset.train.images.max() == dataset.facts.maximum


def test_nothing_is_written_when_it_is_already_here(with_mnist, home):
    assert mnist.is_ready()
    mnist.fetch()
    assert not home.exists()


def test_download_reports_every_byte_and_is_kept(mnist_folder, cache, use_mirrors, capfd):
    seen: list[Progress] = []
    assert not mnist.is_ready()
    with servers.serve(mnist_folder) as mirror:
        use_mirrors(mirror.address)
        mnist.fetch(seen.append)
    assert {(one.doing, one.total, one.unit) for one in seen} == {("Downloading MNIST", TOTAL_BYTES, "bytes")}
    done = [one.done for one in seen]
    assert done == sorted(done)
    assert done[-1] == TOTAL_BYTES
    assert mnist.is_ready()
    assert mnist.build().content_hash == mnist.CONTENT_HASH  # the mirror is gone by now
    assert not list(cache.glob("tmp*"))
    assert capfd.readouterr() == ("", "")


def test_build_downloads_what_it_needs_from_the_mirror_that_works(mnist_folder, use_mirrors):
    with servers.serve(mnist_folder, servers.corrupt) as bad, servers.serve(mnist_folder) as good:
        use_mirrors(bad.address, good.address)
        assert mnist.build().content_hash == mnist.CONTENT_HASH
    assert bad.asked_for == [mnist.FILES[0].name]
    assert good.asked_for == [file.name for file in mnist.FILES]


def test_without_any_network_one_line_says_what_to_do(use_mirrors):
    use_mirrors(servers.closed_address(), servers.closed_address())
    with pytest.raises(DataUnavailable) as caught:
        mnist.build()
    assert str(caught.value).count("cannot be reached") == 2
    assert "\n" not in str(caught.value)
    assert "DIGITLAB_MNIST" in caught.value.what_to_do
    assert not mnist.is_ready()


def test_two_processes_that_download_at_once_both_end_well(mnist_folder, cache, use_mirrors):
    with servers.serve(mnist_folder, servers.hold_half_way) as mirror:
        use_mirrors(mirror.address)
        with building_process() as first:
            assert mirror.holding.wait(60)
            with building_process() as second:
                assert second.stdout.readline() == "Waiting for another download of MNIST\n"
                mirror.go_on.set()
                outputs = [process.communicate()[0].split() for process in (first, second)]
    assert [output[-1] for output in outputs] == [mnist.CONTENT_HASH] * 2
    assert mirror.asked_for == [file.name for file in mnist.FILES]
    assert not list(cache.glob("tmp*"))


@pytest.mark.fault("a download is killed half-way", "the next one ends well and leaves nothing behind")
def test_after_a_process_was_killed_half_way_the_next_one_ends_well(mnist_folder, cache, use_mirrors):
    with servers.serve(mnist_folder, servers.hold_half_way) as mirror:
        use_mirrors(mirror.address)
        with building_process() as process:
            assert mirror.holding.wait(60)
            process.kill()
            process.wait()
    assert len(list(cache.glob("tmp*"))) == 1
    assert not mnist.is_ready()
    with servers.serve(mnist_folder) as mirror:
        use_mirrors(mirror.address)
        assert mnist.build().content_hash == mnist.CONTENT_HASH
    assert {path.name for path in cache.iterdir()} == {".lock", *(file.name for file in mnist.FILES)}


@pytest.mark.fault("MNIST's copy is damaged", "the damaged file alone is fetched again")
@pytest.mark.parametrize("index", range(4))
def test_damaged_file_in_the_cache_is_fetched_again(index, mnist_folder, cache, use_mirrors):
    copy_files(mnist_folder, cache)
    damaged = cache / mnist.FILES[index].name
    flip_one_bit(damaged)
    with servers.serve(mnist_folder) as mirror:
        use_mirrors(mirror.address)
        assert mnist.build().content_hash == mnist.CONTENT_HASH
    assert mirror.asked_for == [damaged.name]


def test_damaged_file_in_the_cache_is_named_and_removed_without_a_network(mnist_folder, cache):
    copy_files(mnist_folder, cache)
    damaged = cache / mnist.FILES[1].name
    flip_one_bit(damaged)
    with pytest.raises(DataUnavailable, match=f"{damaged} is damaged.*could not be downloaded"):
        mnist.build()
    assert not damaged.exists()
    assert not mnist.is_ready()


def spoil_by_a_bit(path: Path) -> str:
    flip_one_bit(path)
    return f"{path} is damaged."


def spoil_by_cutting(path: Path) -> str:
    path.write_bytes(path.read_bytes()[:1000])
    return f"DIGITLAB_MNIST is of no use: {path} has 1,000 bytes instead of 28,881."


def spoil_by_removing(path: Path) -> str:
    path.unlink()
    return f"DIGITLAB_MNIST is of no use: {path} is missing."


spoils = pytest.mark.parametrize("spoil", [spoil_by_a_bit, spoil_by_cutting, spoil_by_removing])


@spoils
def test_bad_file_of_the_user_is_passed_over(spoil, mnist_folder, cache, tmp_path, monkeypatch):
    own = tmp_path / "own"
    copy_files(mnist_folder, own)
    copy_files(mnist_folder, cache)
    spoil(own / "train-labels-idx1-ubyte.gz")
    monkeypatch.setenv("DIGITLAB_MNIST", str(own))
    assert mnist.build().content_hash == mnist.CONTENT_HASH


@spoils
def test_bad_file_of_the_user_is_named_when_nothing_else_helps(spoil, mnist_folder, tmp_path, monkeypatch):
    own = tmp_path / "own"
    copy_files(mnist_folder, own)
    sentence = spoil(own / "train-labels-idx1-ubyte.gz")
    before = {path.name: path.read_bytes() for path in own.iterdir()}
    monkeypatch.setenv("DIGITLAB_MNIST", str(own))
    with pytest.raises(DataUnavailable) as caught:
        mnist.build()
    assert caught.value.what_happened.startswith(f"{sentence} MNIST could not be downloaded: 127.0.0.1:9 ")
    assert {path.name: path.read_bytes() for path in own.iterdir()} == before  # it is not ours


def test_fault_of_the_users_folder_is_told_beside_that_of_the_cache(home, tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITLAB_MNIST", str(tmp_path / "nowhere"))
    home.write_text("a file where a folder should be")
    with pytest.raises(StorageProblem, match=r"DIGITLAB_MNIST is of no use: .* could not be saved in"):
        mnist.build()


@pytest.mark.parametrize("place", ["own", "home/cache/mnist", "user/.keras/datasets"])
def test_keras_file_is_accepted_wherever_it_lies(place, keras_file, official, tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITLAB_MNIST", str(tmp_path / "own"))
    (tmp_path / place).mkdir(parents=True)
    (tmp_path / place / "mnist.npz").symlink_to(keras_file)
    assert mnist.is_ready()
    dataset = mnist.build()
    np.testing.assert_array_equal(dataset.train.images, official["x_train"])
    np.testing.assert_array_equal(dataset.test.labels, official["y_test"])


def other_pixel(arrays: dict[str, np.ndarray]) -> None:
    arrays["x_test"] = arrays["x_test"].copy()
    arrays["x_test"][9_999, 27, 27] ^= 1


def other_label(arrays: dict[str, np.ndarray]) -> None:
    arrays["y_train"] = arrays["y_train"].copy()
    arrays["y_train"][0] = 3


def missing_array(arrays: dict[str, np.ndarray]) -> None:
    del arrays["y_test"]


def too_large_array(arrays: dict[str, np.ndarray]) -> None:
    arrays["y_test"] = np.zeros(100_000, np.uint8)


def pickled_array(arrays: dict[str, np.ndarray]) -> None:
    arrays["y_test"] = np.array([print, "a pickle"], dtype=object)


@pytest.mark.parametrize("change", [other_pixel, other_label, missing_array, too_large_array, pickled_array])
def test_keras_file_with_other_arrays_is_refused(change, official, cache):
    arrays = dict(official)
    change(arrays)
    cache.mkdir(parents=True)
    np.savez(cache / "mnist.npz", **arrays)
    with pytest.raises(DataUnavailable, match=r"mnist\.npz does not hold the MNIST images"):
        mnist.build()


def test_keras_file_that_is_damaged_is_refused(keras_file, cache):
    cache.mkdir(parents=True)
    content = keras_file.read_bytes()
    middle = len(content) // 2
    flipped = content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :]
    for spoiled in (content[:-1000], content[:middle], flipped, bytes(len(content))):
        (cache / "mnist.npz").write_bytes(spoiled)
        with pytest.raises(DataUnavailable, match=r"mnist\.npz does not hold the MNIST images"):
            mnist.build()


def test_keras_file_that_unpacks_to_far_more_costs_no_memory(cache):
    cache.mkdir(parents=True)
    with zipfile.ZipFile(cache / "mnist.npz", "w") as archive:
        archive.writestr("makes_it_long_enough.npy", bytes(6_000_000))
        archive.writestr("x_train.npy", bytes(300_000_000), zipfile.ZIP_DEFLATED, compresslevel=1)
    tracemalloc.start()
    try:
        with pytest.raises(DataUnavailable, match=r"mnist\.npz does not hold the MNIST images"):
            mnist.build()
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


def test_importing_it_loads_no_network_library():
    code = "import sys, digitcore.data.sources.mnist; print(*{'pooch', 'requests', 'urllib3'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.PROJECT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == ""
