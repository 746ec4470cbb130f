"""Making a backup, also while the app runs and trainings write: one moment of the database, and the added datasets.

The database is copied first, so every dataset that a run in it used is there too. Locks are left out, like
all that can be fetched or made again. PostgreSQL has its own tools.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlalchemy as sa

from digitcore import settings
from digitcore.data.folder_lock import locked
from digitcore.data.synced_files import move
from digitcore.errors import BadInput, StorageProblem
from digitcore.lab.maintenance.backup import archive
from digitcore.lab.maintenance.backup.archive import DATABASE, DATASETS, Manifest
from digitcore.lab.store import schema

_PATIENCE_SECONDS = 30.0
_STAGING = ".backup-"
_STAGING_SECONDS = 24 * 3600
"""After so long nobody is still making one."""


def make(target: Path) -> Manifest:
    """Write a backup to `target`, a new file, which appears once it is whole."""
    database, datasets = database_file("backup"), settings.current().datasets
    if target.exists():
        raise BadInput(f"{target} is there already.", "Choose another name, for example with the date in it.")
    _delete_left_behind(target.parent)
    with _write_errors(target), tempfile.TemporaryDirectory(prefix=_STAGING, dir=target.parent) as folder:
        copy, packed = Path(folder) / DATABASE, Path(folder) / "packed"
        files = {DATABASE: copy} if database.is_file() else {}
        version = _copy_database(database, copy) if files else schema.VERSION
        with _locked(datasets):
            files |= {f"{DATASETS}/{path.name}": path for path in sorted(_of_users(datasets))}
            if not files:
                raise BadInput(
                    f"There is nothing to keep in {settings.current().home} yet.", "Use the app first."
                )
            packed.touch(mode=0o600)  # it holds what visitors drew and wrote
            manifest = archive.write(packed, files, made_at=schema.now(), schema_version=version)
        move(packed, target)
    return manifest


def _delete_left_behind(folder: Path) -> None:
    """What a backup that was killed has left: it holds what people drew."""
    for path in folder.glob(f"{_STAGING}*"):
        if time.time() - path.lstat().st_mtime > _STAGING_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def database_file(command: str) -> Path:
    """The database file; raises BadInput for PostgreSQL."""
    address = sa.make_url(settings.current().database_url)
    if address.get_backend_name() != "sqlite" or not address.database:
        raise BadInput(
            f"{command} takes a database that is a file, and DIGITLAB_DATABASE is {address.get_backend_name()}.",
            f"Use pg_dump and pg_restore for it, and copy the folder {settings.current().datasets}.",
        )
    return Path(address.database)


def _copy_database(database: Path, copy: Path) -> int:
    """Copy one consistent moment, without blocking writers; gives the version of its tables.

    https://www.sqlite.org/backup.html
    """
    try:
        with (
            closing(connected(database)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
            if target.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("damaged")
            row = target.execute(f"SELECT version FROM {schema.schema_version.name}").fetchone()
            return int(row[0]) if row else 0
    except sqlite3.OperationalError as error:
        raise StorageProblem(
            f"{database} cannot be copied: {error}.", "Close what holds it, free some space, and try again."
        ) from error
    except sqlite3.DatabaseError as error:
        raise StorageProblem(
            f"{database} is damaged, and so would be its copy.", "Run: python -m digitcore doctor"
        ) from error


def connected(database: Path, *, patience_seconds: float = _PATIENCE_SECONDS) -> sqlite3.Connection:
    """Open an existing database as it is: nothing is created or migrated."""
    address = f"{database.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(address, uri=True, timeout=patience_seconds, isolation_level=None)


def is_in_use(database: Path) -> bool:
    """Whether anybody has it open: a connection in WAL mode holds the file all the time."""
    if not database.is_file():
        return False
    try:
        with closing(connected(database, patience_seconds=0.5)) as connection:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            # Leaving WAL mode needs the file for itself; the app enters it again when it opens the file.
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    except sqlite3.DatabaseError:
        pass  # a damaged database cannot be in use
    return False


def _of_users(datasets: Path) -> Iterator[Path]:
    return (
        path for path in datasets.glob("*") if archive.belongs(f"{DATASETS}/{path.name}") and path.is_file()
    )


@contextmanager
def _locked(datasets: Path) -> Iterator[None]:
    """Hold the lock of the datasets, so that facts and arrays match."""
    if not datasets.is_dir():
        yield
        return
    with locked(datasets):
        yield


@contextmanager
def _write_errors(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageProblem(
            f"The backup {target} cannot be written: {error.strerror or error}.",
            "Choose a folder that can be written to, with enough space.",
        ) from error
