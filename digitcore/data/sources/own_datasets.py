"""Datasets that users added (`draft`): stored as files in the app's home, listed, loaded and deleted.

The arrays (.npz) are named by their content hash and stored once, however many visitors add them. Each owner has a small
file of facts (.json) beside them, with their title, so that two pupils who upload the same file both keep it. They are
files and no rows of the database, which Home and Data must not load.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np

from digitcore import settings, wording
from digitcore.data import limits
from digitcore.data.dataset import Dataset, FactSheet, Source, Split
from digitcore.data.folder_lock import locked, try_lock
from digitcore.data.readers.npz_file import read_npz
from digitcore.data.sources.draft import Draft
from digitcore.data.synced_files import make_private, move
from digitcore.errors import BadInput, DataUnavailable, StorageProblem
from digitcore.progress import Report, ignore

_HASH_LENGTH = 12
_FACTS_BYTES = 65_536
_SHA256_LENGTH = 64
_ARRAYS_NAME = re.compile(r"[0-9a-f]{64}")
_FACTS_NAME = re.compile(r"[0-9a-f]{64}-[0-9a-f]{16}")
PART = ".part"
"""The end of a file's name while it is being written; it begins with a dot."""


class _Entry(NamedTuple):
    """The facts file of one owner."""

    path: Path
    content_hash: str
    owner: str
    facts: FactSheet


def save(draft: Draft, *, title: str, owner: str) -> Source:
    """Store a draft and list it for its owner; saved again, it gets the new title.

    An empty `owner` is the operator, whose datasets are listed for everybody.
    """
    folder = settings.current().datasets
    text = json.dumps({"facts": asdict(draft.facts(title)), "owner": owner}, ensure_ascii=False)
    with _changing(folder):
        _check_room(folder, draft)
        if owner:
            _check_own(draft, owner)
        # Existing arrays are written again, which repairs damaged ones; the facts come last, so that what is listed is
        # complete.
        _write(folder / f"{draft.content_hash}.npz", partial(_save_arrays, draft))
        _write(_facts_path(draft.content_hash, owner), lambda file: file.write(text.encode()))
    return next(source for source in sources() if source.name == name_of(draft.content_hash))


def delete(name: str, *, owner: str) -> None:
    """Delete this owner's entry, and the images if nobody else has them."""
    with _changing(settings.current().datasets):
        entries = _entries_of(name)
        owned = [entry for entry in entries if entry.owner == owner]
        if not owned:
            raise BadInput(f"The dataset {name!r} belongs to somebody else.", "Only its owner can delete it.")
        _delete(owned, and_arrays=owned == entries)


def delete_for_all(name: str) -> None:
    """Delete a dataset for all its owners: for the operator."""
    with _changing(settings.current().datasets):
        _delete(_entries_of(name), and_arrays=True)


def sources() -> Iterator[Source]:
    """The stored datasets, from their facts alone; unreadable facts files are skipped."""
    for content_hash, entries in groupby(_entries(), key=lambda entry: entry.content_hash):
        facts = {entry.owner: entry.facts for entry in entries}
        yield _source(content_hash, facts)


def unreadable_facts() -> list[Path]:
    """Facts files that cannot be read."""
    readable = {entry.path for entry in _entries()}
    return [path for path in _facts_paths() if path not in readable]


def unlisted_arrays() -> list[Path]:
    """Arrays without any facts file, readable or not; none while somebody writes."""
    folder = settings.current().datasets
    if not folder.is_dir():
        return []
    with try_lock(folder) as is_locked:
        return _unlisted() if is_locked else []


def delete_unlisted_arrays() -> int:
    """Finish deletions that were interrupted; gives the number of deleted files."""
    with _changing(settings.current().datasets):
        unlisted = _unlisted()
        for path in unlisted:
            path.unlink()
    return len(unlisted)


def _unlisted() -> list[Path]:
    listed = {path.stem[:_SHA256_LENGTH] for path in _facts_paths()}
    arrays = settings.current().datasets.glob("*.npz")
    return sorted(path for path in arrays if _ARRAYS_NAME.fullmatch(path.stem) and path.stem not in listed)


def name_of(content_hash: str) -> str:
    """The name of a stored dataset in the registry."""
    return f"own-{content_hash[:_HASH_LENGTH]}"


def _entries() -> Iterator[_Entry]:
    """Every readable facts file; those of the same content follow each other."""
    for path in _facts_paths():
        try:
            with path.open("rb") as file:
                table = json.loads(file.read(_FACTS_BYTES))
            facts = FactSheet(**table["facts"] | {"class_names": tuple(table["facts"]["class_names"])})
            owner = str(table["owner"])
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            continue
        yield _Entry(path, path.stem[:_SHA256_LENGTH], owner, facts)


def _facts_paths() -> list[Path]:
    return sorted(
        path for path in settings.current().datasets.glob("*.json") if _FACTS_NAME.fullmatch(path.stem)
    )


def _entries_of(name: str) -> list[_Entry]:
    """The entries of the dataset called `name`; raises if there are none."""
    entries = [entry for entry in _entries() if name_of(entry.content_hash) == name]
    if not entries:
        raise BadInput(f"There is no dataset of yours called {name!r}.", "Choose one from the list.")
    return entries


def _delete(entries: list[_Entry], *, and_arrays: bool) -> None:
    for entry in entries:  # the facts first: a dataset that is not listed may be incomplete
        entry.path.unlink(missing_ok=True)
    if and_arrays:
        _arrays_path(entries[0].content_hash).unlink(missing_ok=True)


def _arrays_path(content_hash: str) -> Path:
    return settings.current().datasets / f"{content_hash}.npz"


def _facts_path(content_hash: str, owner: str) -> Path:
    owner_hash = hashlib.sha256(owner.encode()).hexdigest()[:16]
    return settings.current().datasets / f"{content_hash}-{owner_hash}.json"


def _source(content_hash: str, facts_of: dict[str, FactSheet]) -> Source:
    """One source for all owners; its facts are those of the operator, or else of any owner."""
    facts = facts_of.get("") or next(iter(facts_of.values()))
    return Source(
        name_of(content_hash),
        facts,
        partial(_build, content_hash, facts),
        is_lost=lambda: not _arrays_path(content_hash).is_file(),
        titles={owner: facts.title for owner, facts in facts_of.items()},
    )


def _build(content_hash: str, facts: FactSheet, *, report: Report = ignore) -> Dataset:
    """Load the arrays; raises if they are not those that were stored."""
    path, name = _arrays_path(content_hash), name_of(content_hash)
    try:
        parsed = read_npz(path.read_bytes(), name=path.name)
        train, test = (Split(part.images, part.labels) for part in parsed.parts)
    except (OSError, BadInput, ValueError) as error:
        raise lost(name, facts.title) from error
    dataset = Dataset(name, facts, train, test)
    if dataset.content_hash != content_hash:
        raise lost(name, facts.title)
    return dataset


def lost(name: str, title: str) -> DataUnavailable:
    """The error for a dataset whose arrays are missing or damaged."""
    return DataUnavailable(
        f"The images of {title!r} are missing or damaged on this machine.",
        f"Add them again, or delete what is left: python -m digitcore data remove {name}",
    )


def _save_arrays(draft: Draft, file: IO[bytes]) -> None:
    """Write the layout that users' files have too; uncompressed, since packing takes ten times as long."""
    np.savez(
        file,
        x_train=draft.train.images,
        y_train=draft.train.labels,
        x_test=draft.test.images,
        y_test=draft.test.labels,
        class_names=np.array(draft.class_names),
    )


def _write(path: Path, save: Callable[[IO[bytes]], Any]) -> None:
    """Write a file whole or not at all: first beside its place, then moved there in one step."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=PART, delete=False) as file:
        try:
            save(file)
            file.close()
            move(Path(file.name), path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(file.name).unlink()
            raise


def _check_room(folder: Path, draft: Draft) -> None:
    others = (path for path in folder.glob("*.npz") if path.stem != draft.content_hash)
    used = sum(path.stat().st_size for path in others)
    needed = draft.train.images.nbytes + draft.test.images.nbytes
    if used + needed > limits.STORED_BYTES:
        raise StorageProblem(
            f"The datasets that were added here take {limits.megabytes(used)} already.",
            "Delete one that is no longer needed.",
        )


def _check_own(draft: Draft, owner: str) -> None:
    """Refuse what is more than one visitor's share; the operator has no bound of their own."""
    others = [
        entry for entry in _entries() if entry.owner == owner and entry.content_hash != draft.content_hash
    ]
    arrays = [_arrays_path(entry.content_hash) for entry in others]
    used = sum(path.stat().st_size for path in arrays if path.is_file())
    needed = draft.train.images.nbytes + draft.test.images.nbytes
    if len(others) >= limits.OWN_DATASETS or used + needed > limits.OWN_BYTES:
        raise BadInput(
            f"You have {wording.counted(len(others), 'dataset')} here already, {limits.megabytes(used)}.",
            "Delete one that you no longer need.",
        )


@contextlib.contextmanager
def _changing(folder: Path) -> Iterator[None]:
    """Lock the folder while files change: a visitor of another server may delete arrays while one adds them here."""
    with _writing(folder):
        make_private(folder.parent)
        make_private(folder)
        with locked(folder):
            yield


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Turn the errors of writing and deleting files into a sentence."""
    try:
        yield
    except OSError as error:
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        advice = (
            "Free some space there." if is_full else "Set DIGITLAB_HOME to a folder that can be written to."
        )
        raise StorageProblem(f"{folder} cannot be written: {error.strerror or error}.", advice) from error
