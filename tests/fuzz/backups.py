"""Backups that somebody changed, and their restoration, which may write nothing outside of its folder.

The hashes in a manifest are no secret, so most changed backups have right hashes. The database is changed with SQLite: tables
are missing, others have their names, there are triggers.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from random import Random

from digitcore.data.folder_lock import LOCK_NAME
from digitcore.data.sources import own_datasets
from digitcore.errors import DigitLabError
from digitcore.lab.maintenance.backup import making, restoring
from digitcore.lab.maintenance.backup.archive import DATABASE, DATASETS, belongs
from digitcore.lab.runs import runs
from digitcore.lab.store.store import open_store
from tests.core.memories import ADA, ask, begun
from tests.core.uploads import nothing_written, npz, pictures, read_upload
from tests.fuzz.damage import ODD_NUMBERS, ODD_PATHS, damaged, odd_json, odd_text

_MANIFEST = "manifest.json"
_TABLES = ("runs", "schema_version", "rooms", "checkpoints", "drawings", "epochs")
_STATEMENTS = (
    "DROP TABLE {table}",
    "ALTER TABLE {table} RENAME TO elsewhere",
    "ALTER TABLE {table} RENAME TO elsewhere; CREATE VIEW {table} AS SELECT * FROM elsewhere",
    "ALTER TABLE {table} RENAME TO elsewhere; CREATE TABLE {table} (id)",
    "CREATE TRIGGER t BEFORE UPDATE ON {table} BEGIN DELETE FROM {table}; SELECT RAISE(ABORT, 'no'); END",
    "CREATE TRIGGER t AFTER UPDATE ON runs BEGIN SELECT load_extension('/tmp/escaped.so'); END",
    "DELETE FROM {table}",
    "INSERT INTO {table} SELECT * FROM {table}",
    "UPDATE schema_version SET version = {value}",
    "UPDATE runs SET state = {value}",
    "UPDATE runs SET config_json = {value}",
    "UPDATE runs SET heartbeat_at = {value}",
    "UPDATE runs SET epochs_done = {value}",
    "UPDATE runs SET deleted_at = {value}",
    "UPDATE runs SET attempt = {value}",
    "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = {value} WHERE name = '{table}'",
    "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET rootpage = {value}",
    "PRAGMA user_version = 7; PRAGMA journal_mode = WAL",
    "CREATE VIRTUAL TABLE escaped USING fts5(a)",
)


def changed(random: Random) -> bytes:
    """A backup with something wrong in it."""
    members, kind = dict(_good()), random.randrange(10)
    if kind < 2:
        return damaged(random, _packed(members))
    if kind < 4:
        members[_MANIFEST] = odd_json(random, json.loads(members[_MANIFEST])).encode("utf-8", "replace")
        return _packed(members)
    if kind < 6:
        name = random.choice(list(members))
        members[name] = damaged(random, members[name])
    elif kind < 8:
        members[DATABASE] = _changed_database(random, members[DATABASE])
    elif kind == 8:
        members[random.choice(ODD_PATHS)] = random.choice(
            (b"x", bytes(10_000_000 * (random.random() < 0.01)))
        )
    else:
        members[f"{DATASETS}/{'0' * 64}.npz"] = b"/etc/passwd"
    return _packed(_hashed(members) if random.random() < 0.7 else members, links=kind == 9)


def bring_back(backup: bytes) -> None:
    """Restore it into a new folder, which afterwards holds known names only, or nothing."""
    with tempfile.TemporaryDirectory() as name, _home(Path(name) / "home") as home:
        file = Path(name) / "backup.zip"
        file.write_bytes(backup)
        with nothing_written(outside=Path(name)):
            try:
                restoring.restore(file)
            except DigitLabError:
                assert list(_files(home)) == []
                raise
        assert sorted(path.name for path in Path(name).iterdir()) == ["backup.zip", "home"]
        assert all(belongs(path) or path.startswith(DATABASE) for path in _files(home))
        records = runs.list_runs(store := open_store(f"sqlite:///{home / DATABASE}"))
        store.engine.dispose()
        assert all(record.created_at.year < 10_000 for record in records)
        assert not any(path.is_symlink() for path in home.rglob("*"))


def _files(home: Path) -> Iterator[str]:
    return (
        path.relative_to(home).as_posix()
        for path in home.rglob("*")
        if not path.is_dir() and path.name != LOCK_NAME
    )


@contextmanager
def _home(folder: Path) -> Iterator[Path]:
    """Another DIGITLAB_HOME for the time of the block."""
    before = os.environ.get("DIGITLAB_HOME")
    os.environ["DIGITLAB_HOME"] = str(folder)
    try:
        yield folder
    finally:
        os.environ.pop("DIGITLAB_HOME")
        if before is not None:
            os.environ["DIGITLAB_HOME"] = before


@cache
def _good() -> dict[str, bytes]:
    """A backup of a run that trains, one that is queued, and a dataset: name → content, the manifest last."""
    images, labels = pictures()
    with tempfile.TemporaryDirectory() as name, _home(Path(name)):
        store = open_store()
        begun(store, ask(store).id)
        ask(store, seed=1)
        own_datasets.save(read_upload({"a.npz": npz(images=images, labels=labels)}), title="Mine", owner=ADA)
        making.make(Path(name) / "backup.zip")
        store.engine.dispose()
        with zipfile.ZipFile(Path(name) / "backup.zip") as packed:
            return {member: packed.read(member) for member in packed.namelist()}


def _hashed(members: dict[str, bytes]) -> dict[str, bytes]:
    """The same with the hashes of these members in the manifest."""
    try:
        manifest = json.loads(members.pop(_MANIFEST))
    except ValueError:
        manifest = json.loads(_good()[_MANIFEST])
    manifest["files"] = [
        {"name": name, "size_bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in members.items()
    ]
    return members | {_MANIFEST: json.dumps(manifest).encode()}


def _packed(members: dict[str, bytes], *, links: bool = False) -> bytes:
    with tempfile.SpooledTemporaryFile(max_size=50_000_000) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
            for name, content in members.items():
                member = zipfile.ZipInfo(name)
                member.external_attr = (0o120777 << 16) * (links and content == b"/etc/passwd")
                packed.writestr(member, content, zipfile.ZIP_DEFLATED)
        file.seek(0)
        return file.read()


def _changed_database(random: Random, good: bytes) -> bytes:
    values = (
        str(random.choice(ODD_NUMBERS)),
        random.choice(("NULL", "x'ff00'", "zeroblob(9)")),
        _quoted(random),
    )
    statement = random.choice(_STATEMENTS).format(table=random.choice(_TABLES), value=random.choice(values))
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(good)
        try:
            connection.executescript(statement)
        except sqlite3.Error:  # not all go together
            return good
        return connection.serialize()


def _quoted(random: Random) -> str:
    text = odd_text(random).encode("utf-8", "replace").decode().replace("'", "''").replace("\0", "")
    return f"'{text}'"
