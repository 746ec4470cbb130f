"""A database opened: transactions that read or write, and its troubles put into sentences.

SQLite or PostgreSQL. What only SQLite needs (PRAGMAs, how a transaction begins) is set once, at the connection;
what only PostgreSQL needs is in `postgresql`. What is in the tables is left to `runs`, `curves`, `artefacts` and `queue`.
"""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from time import monotonic, sleep
from types import ModuleType
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, ProgrammingError, SQLAlchemyError

from digitcore import settings
from digitcore.errors import BadInput, StorageProblem
from digitcore.lab.store import schema

T = TypeVar("T")

PATIENCE_SECONDS = 5.0
"""How long a transaction waits for another one that writes."""

_WAL_AGAIN_SECONDS = 0.01

# SQLite's primary result codes: what happened, what to do.
_TROUBLES = {
    sqlite3.SQLITE_BUSY: ("is held by another program", "Close that program, or try again in a moment."),
    sqlite3.SQLITE_LOCKED: ("is held by another program", "Close that program, or try again in a moment."),
    sqlite3.SQLITE_FULL: ("cannot be written: the disk is full", "Free some space there."),
    sqlite3.SQLITE_IOERR: ("cannot be read or written: the disk fails or is full", "Free some space there."),
    sqlite3.SQLITE_READONLY: ("cannot be written", "Set DIGITLAB_HOME to a folder that can be written to."),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "Set DIGITLAB_HOME to a folder that can be written to."),
    sqlite3.SQLITE_CORRUPT: ("is damaged", "Stop the app, and run: python -m digitcore doctor"),
    sqlite3.SQLITE_NOTADB: (
        "is not a database",
        "Stop the app, and restore a backup, or move the file away.",
    ),
}


@dataclass(frozen=True)
class Store:
    """A database that is ready to use. `url` opens the same one in another process."""

    url: str
    engine: Engine
    asked: threading.Event = field(default_factory=threading.Event, compare=False)
    """Set when somebody in this process asked for a training, so that the dispatcher need not look often."""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent look; it never waits for a writer (SQLite: WAL)."""
        options = _postgresql().READING if _is_postgresql(self.engine.url) else {}
        with self._sentences(), self.engine.connect().execution_options(**options) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or nothing."""
        with (
            self._sentences(),
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    def settle(self) -> None:
        """Take what was deleted off the disk too: SQLite's log is emptied, unless somebody is just reading.

        Another database does that in its own time.
        """
        if self.engine.dialect.name == "sqlite":
            with self._sentences(), closing(self.engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            if _is_our_fault(error, self.engine.url):
                raise
            raise _storage_problem(error, self.engine.url) from error


def open_store(url: str | None = None, *, patience_seconds: float = PATIENCE_SECONDS) -> Store:
    """Open the database at `url` (default: the settings'), make or renew its tables. Opened once a process."""
    return _opened(url or settings.current().database_url, patience_seconds)


def open_as_it_is(url: str) -> Store:
    """The database at `url` to be examined: its tables are neither made nor renewed."""
    return _connected(url, PATIENCE_SECONDS)


@lru_cache(maxsize=8)
def _opened(url: str, patience_seconds: float) -> Store:
    store = _connected(url, patience_seconds)
    _make_tables(store)
    return store


def _connected(url: str, patience_seconds: float) -> Store:
    try:
        address = sa.make_url(url)
        engine = sa.create_engine(address, **_options(address, patience_seconds))
    except (ArgumentError, ImportError) as error:
        raise BadInput(
            f"DIGITLAB_DATABASE cannot be used: {error}.",
            "Write it like postgresql+psycopg://user@host/name, or leave it out.",
        ) from error
    if _is_postgresql(address):
        _postgresql().prepare(engine, patience_seconds)
    else:
        _prepare_sqlite(engine, address, patience_seconds)
    return Store(url, engine)


def twice(act: Callable[[], T]) -> T:
    """Do it, and once more where another process has just made the same row: the second time that row is seen."""
    try:
        return act()
    except IntegrityError:
        return act()


def _is_postgresql(address: sa.URL) -> bool:
    return address.get_backend_name() == "postgresql"


def _postgresql() -> ModuleType:
    """Its module, with the driver, loaded only where PostgreSQL is used."""
    from digitcore.lab.store import postgresql

    return postgresql


def _options(address: sa.URL, patience_seconds: float) -> dict[str, Any]:
    if _is_postgresql(address):
        options: dict[str, Any] = _postgresql().options(patience_seconds)
        return options
    if address.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": patience_seconds}}
    raise ArgumentError(f"{address.get_backend_name()} is neither SQLite nor PostgreSQL")


def _prepare_sqlite(engine: Engine, address: sa.URL, patience_seconds: float) -> None:
    """WAL: readers and the writer do not wait for each other; writers queue from the first statement on."""
    folder = Path(address.database or "").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageProblem(
            f"{folder} cannot be made: {error.strerror or error}.",
            "Set DIGITLAB_HOME to a folder that can be written to.",
        ) from error

    @sa.event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, record: object) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself
        _use_wal(connection, patience_seconds)
        # secure_delete: what is deleted or replaced is overwritten, so that no drawing stays in the file.
        for pragma in ("synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # A transaction that reads first and then writes would fail at once where another one wrote in between.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _use_wal(connection: sqlite3.Connection, patience_seconds: float) -> None:
    """Put the file into WAL mode, where it is not yet: processes that open a new database at once all try to.

    The file keeps the mode: https://www.sqlite.org/wal.html#persistence_of_wal_mode
    """
    give_up = monotonic() + patience_seconds
    while connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return  # a file system without shared memory leaves the mode as it was, and reports no error
        except sqlite3.OperationalError as error:
            # The change of mode reads the file and then locks it all. Where two connections read, SQLite does not
            # call the busy handler, whatever its timeout, since both would wait for each other:
            # https://www.sqlite.org/c3ref/busy_handler.html
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > give_up:
                raise
        sleep(random.uniform(0, _WAL_AGAIN_SECONDS))  # at random, so that the same two do not meet again


def _make_tables(store: Store) -> None:
    """Make what is missing, renew what is old, refuse what is newer than this program."""
    with store.reading() as connection:
        if _version(connection) == schema.VERSION:
            return
    with store.writing() as connection:
        if _is_postgresql(store.engine.url):
            _postgresql().lock_tables(connection)
        version = _version(connection)
        if version == schema.VERSION:
            return  # another process made or renewed them while this one waited for the lock
        if version > schema.VERSION:
            raise StorageProblem(
                f"{_place(store.engine.url)} was written by a newer Digit Lab (version {version} of its tables).",
                f"Start that one: this one knows tables up to version {schema.VERSION}.",
            )
        for step in range(version + 1, schema.VERSION + 1) if version else ():
            for statement in schema.MIGRATIONS[step]:
                connection.execute(sa.text(statement))
        schema.metadata.create_all(connection)
        connection.execute(sa.delete(schema.schema_version))
        connection.execute(sa.insert(schema.schema_version).values(version=schema.VERSION))


def version_of(store: Store) -> int:
    """The version of the tables that are there; 0 where there are none."""
    with store.reading() as connection:
        return _version(connection)


def _version(connection: Connection) -> int:
    """The version of the tables that are there; 0 where there are none. SQLite keeps whatever somebody wrote there."""
    if not sa.inspect(connection).has_table(schema.schema_version.name):
        return 0
    version = connection.execute(sa.select(schema.schema_version.c.version)).scalar()
    if version is not None and not (isinstance(version, int) and version > 0):
        raise StorageProblem(
            f"{_place(connection.engine.url)} does not say which version its tables are of.",
            "Stop the app, and restore a backup.",
        )
    return version or 0


def _place(address: sa.URL) -> str:
    """Where the database is, in words that may be shown: never a password."""
    return address.database or "" if address.get_backend_name() == "sqlite" else address.render_as_string()


def _is_our_fault(error: SQLAlchemyError, address: sa.URL) -> bool:
    """Two did the same at once, or the statement is wrong; a user without rights is not."""
    if isinstance(error, ProgrammingError) and error.orig and _is_postgresql(address):
        return _postgresql().trouble(error.orig) is None
    return isinstance(error, IntegrityError | ProgrammingError)


def _storage_problem(error: SQLAlchemyError, address: sa.URL) -> StorageProblem:
    cause = (error.orig if isinstance(error, DBAPIError) else None) or error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    first_line = str(cause).strip().partition("\n")[0].rstrip(".")
    known = _postgresql().trouble(cause) if _is_postgresql(address) else _TROUBLES.get(code)
    happened, advice = known or (f"cannot be used: {first_line}", "Is it running and reachable?")
    return StorageProblem(f"The database {_place(address)} {happened}.", advice)
