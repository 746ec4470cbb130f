"""Published files from mirrors: each gets its name only after its SHA-256 was checked.

`pooch` writes to a temporary file, checks it and moves it into place. This module adds the rest: several mirrors,
timeouts, progress over all files, and one download at a time per folder.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from digitcore.data.folder_lock import locked
from digitcore.errors import DataUnavailable, StorageProblem
from digitcore.progress import Progress, Report, ignore

PIECE_BYTES = 65_536
REPORT_SECONDS = 0.1


@dataclass(frozen=True)
class PublishedFile:
    """A file whose content never changes."""

    name: str
    size_bytes: int
    sha256: str

    def fault(self, folder: Path) -> str:
        """What is wrong with this file in `folder`, judged by its size; empty if nothing is."""
        try:
            size = (folder / self.name).stat().st_size
        except OSError:
            return f"{folder / self.name} is missing"
        if size != self.size_bytes:
            return f"{folder / self.name} has {size:,} bytes instead of {self.size_bytes:,}"
        return ""

    def read(self, folder: Path) -> bytes:
        """The content of this file in `folder`; raises if it is not the published one."""
        fault = self.fault(folder)
        try:
            content = b"" if fault else (folder / self.name).read_bytes()
        except OSError as problem:
            fault = f"{folder / self.name} cannot be read ({problem.strerror})"
        if not fault and hashlib.sha256(content).hexdigest() != self.sha256:
            fault = f"{folder / self.name} is damaged"
        if fault:
            raise DataUnavailable(f"{fault}.", "Put the published file in its place.")
        return content


@dataclass(frozen=True)
class Patience:
    """When to give up a mirror: it does not connect, it is silent, or it is too slow."""

    connect_seconds: float = 5.0
    silent_seconds: float = 15.0
    window_seconds: float = 10.0
    window_bytes: int = 100_000
    """The fewest bytes that each window must bring."""


class _MirrorFailedError(Exception):
    """A mirror did not deliver a file; the text says why."""


def download(
    files: Sequence[PublishedFile],
    *,
    mirrors: Sequence[str],
    folder: Path,
    title: str,
    advice: str,
    patience: Patience = Patience(),
    report: Report = ignore,
) -> None:
    """Download those of `files` that `folder` does not hold intact.

    Error messages call the files `title`; `advice` says what to do when every mirror failed.
    """
    meter = _Meter(report, title, total_bytes=sum(file.size_bytes for file in files))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder, wait=lambda: meter.wait(_bytes_in(folder))):
            _remove_leftovers(files, folder)
            _fetch_missing(files, list(mirrors), folder, patience, meter)
    except _MirrorFailedError as failures:
        raise DataUnavailable(f"{title} could not be downloaded: {failures}.", advice) from failures
    except OSError as problem:
        raise StorageProblem(
            f"{title} could not be saved in {folder}: {problem.strerror or problem}.",
            f"Make room there ({meter.total_bytes / 1e6:.0f} MB), or set DIGITLAB_HOME to a folder"
            " that can be written.",
        ) from problem


@dataclass
class _Meter:
    """Adds up the bytes of all files, and reports at most ten times a second."""

    report: Report
    title: str
    total_bytes: int
    finished_bytes: int = 0
    file_bytes: int = 0
    reported_at: float = 0.0

    def begin(self) -> None:
        """A mirror starts to send a file."""
        self.file_bytes = 0

    def add(self, n_bytes: int) -> None:
        """A piece of the file has arrived."""
        self.file_bytes += n_bytes
        if time.monotonic() - self.reported_at >= REPORT_SECONDS:
            self._report(f"Downloading {self.title}", self.finished_bytes + self.file_bytes)

    def finish(self, n_bytes: int) -> None:
        """A file is in its place."""
        self.finished_bytes += n_bytes
        self._report(f"Downloading {self.title}", self.finished_bytes)

    def wait(self, bytes_so_far: int) -> None:
        """Another process downloads the same files and has received so many bytes."""
        self._report(f"Waiting for another download of {self.title}", min(bytes_so_far, self.total_bytes))

    def _report(self, doing: str, done: int) -> None:
        self.reported_at = time.monotonic()
        self.report(Progress(doing, done, self.total_bytes, "bytes"))


def _bytes_in(folder: Path) -> int:
    with suppress(FileNotFoundError):  # the other process renames its files
        return sum(path.stat().st_size for path in folder.iterdir())
    return 0


def _remove_leftovers(files: Sequence[PublishedFile], folder: Path) -> None:
    """Delete damaged files, and temporary ones, which nobody writes while we hold the lock."""
    for leftover in folder.glob("tmp*"):
        leftover.unlink()
    for file in files:
        try:
            file.read(folder)
        except DataUnavailable:
            (folder / file.name).unlink(missing_ok=True)


def _fetch_missing(
    files: Sequence[PublishedFile], mirrors: list[str], folder: Path, patience: Patience, meter: _Meter
) -> None:
    """Fetch the files that are missing; a mirror that fails moves to the end of `mirrors`."""
    for file in files:
        if not (folder / file.name).exists():
            _fetch_from_any(file, mirrors, folder, patience, meter)
        meter.finish(file.size_bytes)


def _fetch_from_any(
    file: PublishedFile, mirrors: list[str], folder: Path, patience: Patience, meter: _Meter
) -> None:
    failures: list[str] = []
    for mirror in tuple(mirrors):
        try:
            return _fetch(file, mirror, folder, patience, meter)
        except _MirrorFailedError as failure:
            failures.append(f"{_host(mirror)} {failure}")
            mirrors.remove(mirror)
            mirrors.append(mirror)
    raise _MirrorFailedError(" and ".join(failures))


def _host(mirror: str) -> str:
    """The host of an address, without a user and password before it."""
    return mirror.rpartition("//")[2].partition("/")[0].rpartition("@")[2]


def _fetch(file: PublishedFile, mirror: str, folder: Path, patience: Patience, meter: _Meter) -> None:
    import pooch

    def transfer(url: str, output_file: str, _pooch: object) -> None:
        meter.begin()
        pieces = _pieces(url, size_bytes=file.size_bytes, patience=patience)
        with closing(pieces), Path(output_file).open("wb") as output:
            for piece in pieces:
                output.write(piece)
                meter.add(len(piece))

    pooch.get_logger().setLevel("WARNING")  # it would log each download
    try:
        pooch.retrieve(
            f"{mirror.rstrip('/')}/{file.name}",
            known_hash=f"sha256:{file.sha256}",
            fname=file.name,
            path=folder,
            downloader=transfer,
        )
    except ValueError as problem:  # pooch raises it for a wrong hash
        raise _MirrorFailedError("sent something else") from problem


def _pieces(url: str, *, size_bytes: int, patience: Patience) -> Generator[bytes]:
    """The first `size_bytes` of the file at `url`, as they arrive.

    `pooch.HTTPDownloader` waits for whole blocks, so that a slow mirror can hold it for hours, accepts any number of bytes,
    and unpacks what a server has marked as gzip.
    """
    import requests
    from urllib3.exceptions import HTTPError, ReadTimeoutError

    timeout = (patience.connect_seconds, patience.silent_seconds)
    headers = {"Accept-Encoding": "identity"}
    try:
        with requests.get(url, stream=True, timeout=timeout, headers=headers) as response:
            if response.status_code != requests.codes.ok:
                raise _MirrorFailedError(f"answered {response.status_code}")
            yield from _read(response.raw.read1, size_bytes=size_bytes, patience=patience)
    except (requests.Timeout, ReadTimeoutError) as problem:
        raise _MirrorFailedError("did not answer in time") from problem
    except requests.RequestException as problem:
        raise _MirrorFailedError("cannot be reached") from problem
    except HTTPError as problem:
        raise _MirrorFailedError("broke off") from problem


def _read(read_some: Callable[..., bytes], *, size_bytes: int, patience: Patience) -> Iterator[bytes]:
    received, window_received, window_start = 0, 0, time.monotonic()
    while received < size_bytes:
        if time.monotonic() - window_start >= patience.window_seconds:
            if window_received < patience.window_bytes:
                raise _MirrorFailedError("is too slow")
            window_received, window_start = 0, time.monotonic()
        piece = read_some(min(PIECE_BYTES, size_bytes - received), decode_content=False)
        if not piece:
            raise _MirrorFailedError("sent something else")
        received += len(piece)
        window_received += len(piece)
        yield piece
