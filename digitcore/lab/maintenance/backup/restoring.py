"""Restoring a backup: unpacked inside HOME, checked as a whole, and only then moved into place.

Unpacking inside HOME works on a mount point too. What was in HOME before is moved aside, never overwritten. A HOME in
use is refused: the app would go on writing to the files that were moved away. What is left by one that was killed is
settled by the next start (`unfinished`).
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from digitcore import settings
from digitcore.data.folder_lock import LOCK_NAME, locked
from digitcore.data.synced_files import make_private, move
from digitcore.errors import BadInput, StorageProblem
from digitcore.lab.maintenance.backup import archive, database_validation
from digitcore.lab.maintenance.backup.archive import DATABASE, DATASETS, Manifest
from digitcore.lab.maintenance.backup.making import connected, database_file, is_in_use
from digitcore.lab.maintenance.backup.unfinished import Moves
from digitcore.lab.queue import claims
from digitcore.lab.store import schema
from digitcore.lab.store.store import Store, open_store

ASIDE = "before-restore-"
"""Prefix of folders with what was in HOME before."""
STAGING = ".restoring-"
"""Prefix of folders in which a backup is unpacked; one that was left behind is worthless."""
INTERRUPTED = (
    "It was training when the backup was made. Everything it reported until then is here, and it can go on."
)
_SPARE_BYTES = 50_000_000


@dataclass(frozen=True)
class Restored:
    """What was restored, and where the former contents are."""

    manifest: Manifest
    interrupted: int
    """Runs that were training when the backup was made."""
    aside: Path | None


def restore(path: Path, *, replace: bool = False) -> Restored:
    """Restore a backup; into a HOME with contents only with `replace`, which moves them aside."""
    home, database = settings.current().home, database_file("restore")
    if database != home / DATABASE:
        raise BadInput(
            f"DIGITLAB_DATABASE names {database}, and a backup goes to {home}.",
            "Leave it out while you restore.",
        )
    manifest = archive.manifest_of(path)
    if manifest.schema_version > schema.VERSION:
        raise BadInput(f"{path} was made by a newer Digit Lab.", "Restore it with that one.")
    with _write_errors(home):
        make_private(home)
        _check_home(home, manifest, replace=replace)
        (home / DATASETS).mkdir(exist_ok=True)
        with locked(home / DATASETS), tempfile.TemporaryDirectory(prefix=STAGING, dir=home) as folder:
            staged = Path(folder)
            archive.read(path, staged, manifest)
            interrupted = _prepare(path, staged / DATABASE) if manifest.has_database else 0
            _check_home(home, manifest, replace=replace)
            aside = _move(staged, home, manifest)
    return Restored(manifest, interrupted, aside)


def _check_home(home: Path, manifest: Manifest, *, replace: bool) -> None:
    """Refuse a HOME that is in use, full or not empty: before the work, and again right before the move."""
    if is_in_use(home / DATABASE):
        raise BadInput(f"{home} is in use by an app that runs.", "Stop the app, restore, and start it again.")
    if not replace and any(_contents(home)):
        raise BadInput(
            f"{home} is not empty.",
            "Add --replace to keep what is there aside, or set DIGITLAB_HOME to another folder.",
        )
    free = shutil.disk_usage(home).free
    if free < manifest.size_bytes + _SPARE_BYTES:
        raise StorageProblem(
            f"The backup takes {manifest.size_bytes / 1e6:,.0f} MB, and {home} has {free / 1e6:,.0f} MB left.",
            "Free some space there.",
        )


def _contents(home: Path) -> Iterator[Path]:
    """The contents of HOME that a restore moves aside."""
    yield from home.glob(f"{DATABASE}*")
    yield from (path for path in (home / DATASETS).glob("*") if path.name != LOCK_NAME)


def _prepare(path: Path, database: Path) -> int:
    """Validate and migrate the database, and mark its running runs; gives how many those were."""
    try:
        with closing(connected(database)) as connection:
            database_validation.check_file(connection)
        store = open_store(f"sqlite:///{database}")
        try:
            with closing(connected(database)) as connection:
                database_validation.check_tables(connection)
            return _interrupt_runs(store)
        finally:
            store.engine.dispose()
    except (database_validation.InvalidDatabase, sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise BadInput(
            f"The database in {path} is damaged.", "Nothing was changed here. Use another backup."
        ) from error


def _interrupt_runs(store: Store) -> int:
    heartbeats = claims.heartbeats(store)
    with store.writing() as connection:
        interrupted = sum(claims.mark_lost(connection, *each, INTERRUPTED) for each in heartbeats.items())
    store.truncate_log()
    return interrupted


def _move(staged: Path, home: Path, manifest: Manifest) -> Path | None:
    """Move what was there aside, and the backup in its place: all of it or nothing, also where this is killed."""
    contents = list(_contents(home))
    aside = _free_name(home / f"{ASIDE}{schema.now():%Y%m%d-%H%M%S}") if contents else None
    names = tuple(member.name for member in manifest.members)
    moves = Moves(staged.name, "" if aside is None else aside.name, names)
    moves.note(home)
    try:
        for path in contents:
            target = home / moves.aside / path.relative_to(home)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)
        _move_in(staged, home, manifest)
    except BaseException:
        moves.take_back(home)
        raise
    finally:
        moves.forget(home)
    return aside


def _free_name(path: Path) -> Path:
    number = 1
    while path.exists():
        number += 1
        path = path.with_name(f"{path.name.partition('_')[0]}_{number}")
    return path


def _move_in(staged: Path, home: Path, manifest: Manifest) -> None:
    """Move arrays before the facts that name them, and the database last."""
    for name in sorted((member.name for member in manifest.members), key=_order):
        move(staged / name, home / name)


def _order(name: str) -> tuple[bool, bool]:
    return name == DATABASE, name.endswith(".json")


@contextmanager
def _write_errors(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageProblem(
            f"{home} cannot be written: {error.strerror or error}.",
            "Free some space there, or set DIGITLAB_HOME to a folder that can be written to.",
        ) from error
