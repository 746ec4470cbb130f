"""Mirrors that fail in every way, against real servers; the two small MNIST files stand for all."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from digitcore.data.sources.download import Patience, download
from digitcore.data.sources.mnist import FILES
from digitcore.errors import DataUnavailable, StorageProblem
from digitcore.progress import Progress, ignore
from tests.core import servers

LABEL_FILES = (FILES[1], FILES[3])
LITTLE_PATIENCE = Patience(connect_seconds=1, silent_seconds=1, window_seconds=1, window_bytes=2_000)

FAILURES = {
    servers.not_found: "answered 404",
    servers.broken: "answered 500",
    servers.silent: "did not answer in time",
    servers.stalled: "did not answer in time",
    servers.dripping: "is too slow",
    servers.cut_short: "broke off",
    servers.promising_too_much: "broke off",
    servers.hanging_up: "broke off",
    servers.half_as_whole: "sent something else",
    servers.corrupt: "sent something else",
    servers.login_page: "sent something else",
    servers.endless: "sent something else",
}
every_failure = pytest.mark.parametrize(
    ("behaviour", "words"), FAILURES.items(), ids=[behaviour.__name__ for behaviour in FAILURES]
)


def fetch_labels(folder: Path, *mirrors: str, report=ignore) -> None:
    download(
        LABEL_FILES,
        mirrors=mirrors,
        folder=folder,
        title="MNIST",
        advice="Try again.",
        patience=LITTLE_PATIENCE,
        report=report,
    )


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".lock"}


def assert_complete(folder: Path, originals: Path) -> None:
    assert names(folder) == {file.name for file in LABEL_FILES}
    for file in LABEL_FILES:
        assert (folder / file.name).read_bytes() == (originals / file.name).read_bytes()


@every_failure
def test_second_mirror_helps_out_and_is_asked_first_from_then_on(behaviour, words, mnist_folder, tmp_path):
    with servers.serve(mnist_folder, behaviour) as bad, servers.serve(mnist_folder) as good:
        fetch_labels(tmp_path, bad.address, good.address)
    assert_complete(tmp_path, mnist_folder)
    assert bad.asked_for == [LABEL_FILES[0].name]
    assert good.asked_for == [file.name for file in LABEL_FILES]


@every_failure
def test_failure_of_the_only_mirror_is_told_and_leaves_nothing(behaviour, words, mnist_folder, tmp_path):
    with servers.serve(mnist_folder, behaviour) as bad, pytest.raises(DataUnavailable) as caught:
        fetch_labels(tmp_path, bad.address)
    host = bad.address.removeprefix("http://").rstrip("/")
    assert str(caught.value) == f"MNIST could not be downloaded: {host} {words}. Try again."
    assert names(tmp_path) == set()


def test_all_mirrors_that_failed_are_named_without_passwords(mnist_folder, tmp_path):
    closed = servers.closed_address()
    with servers.serve(mnist_folder, servers.broken) as bad, pytest.raises(DataUnavailable) as caught:
        fetch_labels(tmp_path, closed.replace("//", "//me:secret@"), bad.address)
    assert f"{closed[7:-1]} cannot be reached and {bad.address[7:-1]} answered 500." in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("mirror", ["nonsense", "http://[", "ftp://127.0.0.1/", "http:///", "http://.a/"])
def test_address_that_is_none_is_passed_over(mirror, mnist_folder, tmp_path):
    with servers.serve(mnist_folder) as good:
        fetch_labels(tmp_path, mirror, good.address)
    assert_complete(tmp_path, mnist_folder)


@pytest.mark.parametrize("behaviour", [servers.good, servers.without_length, servers.marked_as_gzip])
def test_every_way_to_serve_well_is_understood(behaviour, mnist_folder, tmp_path):
    with servers.serve(mnist_folder, behaviour) as good:
        fetch_labels(tmp_path, good.address.rstrip("/"))  # with or without the slash
    assert_complete(tmp_path, mnist_folder)


def test_only_what_is_missing_or_damaged_is_fetched(mnist_folder, tmp_path):
    intact, damaged = LABEL_FILES
    (tmp_path / intact.name).write_bytes((mnist_folder / intact.name).read_bytes())
    (tmp_path / damaged.name).write_bytes(bytes(damaged.size_bytes))
    (tmp_path / "tmpabcd1234").write_bytes(b"left by a process that was killed")
    with servers.serve(mnist_folder) as good:
        fetch_labels(tmp_path, good.address)
    assert good.asked_for == [damaged.name]
    assert_complete(tmp_path, mnist_folder)


def test_damaged_file_that_cannot_be_replaced_is_removed(tmp_path):
    (tmp_path / LABEL_FILES[0].name).write_bytes(bytes(LABEL_FILES[0].size_bytes))
    with pytest.raises(DataUnavailable):
        fetch_labels(tmp_path, servers.closed_address())
    assert names(tmp_path) == set()


def test_stopping_from_the_report_leaves_nothing_and_blocks_nobody(mnist_folder, tmp_path):
    class StoppedError(Exception):
        pass

    def stop(progress: Progress) -> None:
        raise StoppedError

    with servers.serve(mnist_folder) as good:
        with pytest.raises(StoppedError):
            fetch_labels(tmp_path, good.address, report=stop)
        assert names(tmp_path) == set()
        fetch_labels(tmp_path, good.address)
    assert_complete(tmp_path, mnist_folder)


def test_threads_that_want_the_same_fetch_it_once(mnist_folder, tmp_path):
    with servers.serve(mnist_folder) as good, ThreadPoolExecutor() as pool:
        downloads = [pool.submit(fetch_labels, tmp_path, good.address) for _ in range(4)]
        for finished in downloads:
            finished.result()
    assert good.asked_for == [file.name for file in LABEL_FILES]
    assert_complete(tmp_path, mnist_folder)


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A disk of 16 kB at `folder`, for those who may mount one."""
    folder.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux may mount a small disk")
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no small disk here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_full_disk_gets_a_sentence(mnist_folder, tmp_path):
    disk = tmp_path / "disk"
    with small_disk(disk), servers.serve(mnist_folder) as good:
        with pytest.raises(StorageProblem, match=f"saved in {disk}: No space left on device") as caught:
            fetch_labels(disk, good.address)
        assert names(disk) == set()
    assert "DIGITLAB_HOME" in caught.value.what_to_do


def test_read_only_disk_gets_a_sentence(mnist_folder, tmp_path):
    disk = tmp_path / "disk"
    with small_disk(disk), servers.serve(mnist_folder) as good:
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        for folder in (disk, disk / "deeper"):
            with pytest.raises(StorageProblem, match=f"saved in {folder}: Read-only file system"):
                fetch_labels(folder, good.address)
    assert good.asked_for == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_without_permission_gets_a_sentence(mnist_folder, tmp_path):
    tmp_path.chmod(0o500)
    with servers.serve(mnist_folder) as good, pytest.raises(StorageProblem, match="Permission denied"):
        fetch_labels(tmp_path / "deeper", good.address)


def test_folder_that_is_a_file_gets_a_sentence(tmp_path):
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(StorageProblem, match="could not be saved"):
        fetch_labels(tmp_path / "cache" / "mnist", servers.closed_address())
