"""The file of a backup: a zip of the database, added datasets, and a manifest of their hashes.

Members are known by name, so none leads outside the folder, and nothing is used before its hash was checked.
"""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from digitcore.errors import BadInput

DATABASE = "digitlab.sqlite"
DATASETS = "datasets"

_FORMAT, _FORMAT_VERSION = "digitlab-backup", 1
_MANIFEST = "manifest.json"
_MANIFEST_BYTES = 16_000_000
_MEMBER_NAME = re.compile(rf"{re.escape(DATABASE)}|{DATASETS}/[0-9a-f]{{64}}(\.npz|-[0-9a-f]{{16}}\.json)")
_PIECE_BYTES = 1_000_000
_BROKEN = (zlib.error, EOFError, RuntimeError, ValueError, OverflowError, KeyError, TypeError, AttributeError)
"""What reading a zip and its manifest raises where it was damaged or forged."""


@dataclass(frozen=True)
class Member:
    """A file in the archive, as it must be."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The contents of a backup."""

    made_at: dt.datetime
    schema_version: int
    members: tuple[Member, ...]

    @property
    def size_bytes(self) -> int:
        """Its size unpacked."""
        return sum(member.size_bytes for member in self.members)

    @property
    def has_database(self) -> bool:
        """Whether it has a database; not where nothing was ever drawn or trained."""
        return any(member.name == DATABASE for member in self.members)


def belongs(name: str) -> bool:
    """Whether a file of this name, from HOME, is part of a backup."""
    return _MEMBER_NAME.fullmatch(name) is not None


def write(path: Path, files: Mapping[str, Path], *, made_at: dt.datetime, schema_version: int) -> Manifest:
    """Pack these files, name in the archive → path. The manifest comes last: without it the file is no backup."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        members = tuple(_pack(packed, name, source) for name, source in files.items())
        manifest = Manifest(made_at, schema_version, members)
        packed.writestr(_MANIFEST, _to_json(manifest))
    return manifest


def read(path: Path, folder: Path, manifest: Manifest) -> None:
    """Unpack the members into `folder`, and check their hashes; raises BadInput for damage."""
    with _archive_errors(path), zipfile.ZipFile(path) as packed:
        for member in manifest.members:
            target = folder / member.name
            target.parent.mkdir(exist_ok=True)
            with packed.open(member.name) as source, target.open("xb") as file:
                if _copied(source, file, at_most=member.size_bytes) != (member.size_bytes, member.sha256):
                    raise _damaged(path, f"{member.name} is not what it was")


def manifest_of(path: Path) -> Manifest:
    """The manifest, checked against the names in the file; raises BadInput where the file is no backup, or damaged."""
    with _archive_errors(path), zipfile.ZipFile(path) as packed:
        names = packed.namelist()
        if _MANIFEST not in names:
            raise _foreign(path)
        with packed.open(_MANIFEST) as file:
            manifest = _from_json(path, file.read(_MANIFEST_BYTES))
    named = {_MANIFEST, *(member.name for member in manifest.members)}
    if set(names) != named or len(names) != len(named):
        raise _damaged(path, "what is in it is not what its manifest names")
    if strange := [member.name for member in manifest.members if not belongs(member.name)]:
        raise _damaged(path, f"{strange[0][:80]!r} is no file of Digit Lab")
    # With one below zero the sum would ask for too little space.
    if any(member.size_bytes < 0 for member in manifest.members):
        raise _damaged(path, "a size in its manifest is below zero")
    return manifest


def _pack(packed: zipfile.ZipFile, name: str, source: Path) -> Member:
    with source.open("rb") as file, packed.open(name, "w", force_zip64=True) as target:
        size_bytes, sha256 = _copied(file, target)
    return Member(name, size_bytes, sha256)


def _copied(source: IO[bytes], target: IO[bytes], *, at_most: int | None = None) -> tuple[int, str]:
    """Copy, and give size and hash; it stops after `at_most` bytes, and then gives one byte too many."""
    count, sha256 = 0, hashlib.sha256()
    while piece := source.read(_PIECE_BYTES):
        count += len(piece)
        if at_most is not None and count > at_most:
            break
        sha256.update(piece)
        target.write(piece)
    return count, sha256.hexdigest()


def _to_json(manifest: Manifest) -> str:
    about = {"format": _FORMAT, "version": _FORMAT_VERSION, "made_at": manifest.made_at.isoformat()}
    files = [asdict(member) for member in manifest.members]
    return json.dumps(about | {"schema_version": manifest.schema_version, "files": files}, indent=1)


def _from_json(path: Path, text: bytes) -> Manifest:
    table = json.loads(text)
    if not isinstance(table, dict) or table.get("format") != _FORMAT:
        raise _foreign(path)
    if table.get("version") != _FORMAT_VERSION:
        raise BadInput(f"{path} was made by a newer Digit Lab.", "Restore it with that one.")
    members = tuple(
        Member(str(file["name"]), int(file["size_bytes"]), str(file["sha256"])) for file in table["files"]
    )
    made_at = dt.datetime.fromisoformat(table["made_at"])
    return Manifest(made_at, int(table["schema_version"]), members)


@contextmanager
def _archive_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {path}.", "Name a backup.") from error
    except zipfile.BadZipFile as error:
        if not _begins_like_a_zip(path):
            raise _foreign(path) from error
        raise _damaged(path, "it cannot be unpacked") from error
    except PermissionError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.", "Ask who made it.") from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # a damaged directory points before the file's beginning
            raise _damaged(path, "it cannot be unpacked") from error
        raise
    except _BROKEN as error:
        raise _damaged(path, "it cannot be unpacked") from error


def _begins_like_a_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def _foreign(path: Path) -> BadInput:
    return BadInput(f"{path} is no backup of Digit Lab.", "Name a file that `backup` made.")


def _damaged(path: Path, how: str) -> BadInput:
    return BadInput(f"The backup {path} is damaged: {how}.", "Nothing was changed here. Use another backup.")
