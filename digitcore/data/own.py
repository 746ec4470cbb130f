"""Datasets that users added: kept in the app's home, listed, read back by content hash, forgotten.

`draft.read` understands the files first. A dataset is two files named by its hash, nothing a visitor typed
becomes a path: the arrays (.npz) and a small table of facts (.json), written last, so that what is listed
is always complete. It belongs to who kept it first: others can use it, only its owner deletes it.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import IO, Any

import numpy as np

from digitcore import settings
from digitcore.data import datasets, limits
from digitcore.data.dataset import Dataset, FactSheet, Source, Split
from digitcore.data.draft import Draft
from digitcore.data.readers.npz_file import read_npz
from digitcore.errors import BadInput, DataUnavailable, StorageProblem
from digitcore.progress import Report, ignore

_HASH_LENGTH = 12
_FACTS_BYTES = 65_536
_FILE_NAME = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(rf"own-([0-9a-f]{{{_HASH_LENGTH}}})")


def keep(draft: Draft, *, title: str, owner: str) -> Source:
    """Store a draft for good and list it; the same content kept again stays with its first owner.

    The owner who keeps it again gives it the new title.
    """
    name = name_of(draft.content_hash)
    known = next((source for source in provider() if source.name == name), None)
    folder = settings.current().datasets
    facts = draft.facts(title)
    text = json.dumps({"facts": asdict(facts), "owner": owner}, ensure_ascii=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check_room(folder, draft)
        # Written even where it is listed already: that mends what was lost or damaged.
        _write(folder / f"{draft.content_hash}.npz", partial(_save_arrays, draft))
        if known is not None and known.owner != owner:
            return known
        _write(folder / f"{draft.content_hash}.json", lambda file: file.write(text.encode()))
    except OSError as error:
        raise _storage_problem(error, folder) from error
    return _source(draft.content_hash, facts, owner)


def forget(name: str, *, owner: str) -> None:
    """Delete a kept dataset; only its owner may."""
    match = _NAME.fullmatch(name)
    known = {source.name: source for source in provider()}
    if match is None or name not in known:
        raise BadInput(f"There is no dataset of yours called {name!r}.", "Choose one from the list.")
    if known[name].owner != owner:
        raise BadInput(f"The dataset {name!r} belongs to somebody else.", "Only its owner can delete it.")
    folder = settings.current().datasets
    try:
        for suffix in ("json", "npz"):  # the facts first: what is not listed is not missed
            for path in folder.glob(f"{match[1]}*.{suffix}"):
                path.unlink(missing_ok=True)
    except OSError as error:
        raise _storage_problem(error, folder) from error


def provider() -> Iterator[Source]:
    """The kept datasets, from their facts alone; a damaged table of facts is passed over."""
    for path in sorted(settings.current().datasets.glob("*.json")):
        if not _FILE_NAME.fullmatch(path.stem):
            continue
        try:
            with path.open("rb") as file:
                table = json.loads(file.read(_FACTS_BYTES))
            facts = FactSheet(**table["facts"] | {"class_names": tuple(table["facts"]["class_names"])})
            source = _source(path.stem, facts, str(table["owner"]))
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            continue
        yield source


def name_of(content_hash: str) -> str:
    """What a kept dataset is called in the registry."""
    return f"own-{content_hash[:_HASH_LENGTH]}"


def _source(content_hash: str, facts: FactSheet, owner: str) -> Source:
    path = settings.current().datasets / f"{content_hash}.npz"
    return Source(
        name_of(content_hash), facts, partial(_build, content_hash, facts), is_ready=path.is_file, owner=owner
    )


def _build(content_hash: str, facts: FactSheet, *, report: Report = ignore) -> Dataset:
    """Read the arrays back; they are what was kept, or a sentence says that they are not."""
    path = settings.current().datasets / f"{content_hash}.npz"
    try:
        found = read_npz(path.read_bytes(), name=path.name)
        train, test = (Split(part.images, part.labels) for part in found.parts)
        kept = Draft(train, test, facts.class_names, facts.maximum)
    except (OSError, BadInput, ValueError) as error:
        raise _lost(facts.title) from error
    if kept.content_hash != content_hash:
        raise _lost(facts.title)
    return Dataset(name_of(content_hash), facts, train, test)


def _lost(title: str) -> DataUnavailable:
    return DataUnavailable(
        f"The images of {title!r} are missing or damaged on this machine.",
        "Upload them again.",
    )


def _save_arrays(draft: Draft, file: IO[bytes]) -> None:
    """The form that the readers take as well; not packed, which would take ten times as long."""
    np.savez(
        file,
        x_train=draft.train.images,
        y_train=draft.train.labels,
        x_test=draft.test.images,
        y_test=draft.test.labels,
        class_names=np.array(draft.class_names),
    )


def _write(path: Path, save: Callable[[IO[bytes]], Any]) -> None:
    """Write a file whole or not at all: beside its place, then moved there in one step."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
        try:
            save(file)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(file.name).unlink()
            raise


def _check_room(folder: Path, draft: Draft) -> None:
    kept = sum(path.stat().st_size for path in folder.glob("*.npz"))
    needed = draft.train.images.nbytes + draft.test.images.nbytes
    if kept + needed > limits.KEPT_BYTES:
        raise StorageProblem(
            f"The datasets that were added here take {limits.megabytes(kept)} already.",
            "Delete one that is no longer needed.",
        )


def _storage_problem(error: OSError, folder: Path) -> StorageProblem:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    what_to_do = "Free some space there." if full else "Set DIGITLAB_HOME to a folder that can be written to."
    return StorageProblem(f"{folder} cannot be written: {error.strerror or error}.", what_to_do)


datasets.register_provider(provider)
