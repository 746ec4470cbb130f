"""An open database: read and write transactions, and its errors as sentences.

What only SQLite needs (PRAGMAs, how a transaction begins) is set once a connection; what only PostgreSQL needs is in
`postgresql`.
"""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
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
from digitcore.data.synced_files import make_private
from digitcore.errors import BadInput, StorageProblem
from digitcore.lab.store import schema

T = TypeVar("T")

PATIENCE_SECONDS = 5.0
"""How long a transaction waits for another writer."""

_QUIET = {"hide_parameters": True}
"""What people drew and typed stays out of errors, and so out of the log."""

_WAL_AGAIN_SECONDS = 0.01
_LOG_BYTES = 16_000_000
"""The log keeps at most this size after its content has moved to the database; a large training makes it longer."""

# SQLite's primary result codes: what happened, what to do.
_ERRORS = {
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
    run_requested: threading.Event = field(default_factory=threading.Event, compare=False)
    """Set when a run is requested in this process: it wakes the dispatcher."""
    _writers: threading.Lock = field(default_factory=threading.Lock, compare=False, repr=False)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent read; it never waits for a writer (SQLite: WAL)."""
        options = _postgresql().READING if _is_postgresql(self.engine.url) else {}
        with self._storage_problems(), self.engine.connect().execution_options(**options) as connection:
            yield connection

    @contextmanager
    def writing(self, *, survives_power_cut: bool = True) -> Iterator[Connection]:
        """One transaction: everything is stored, or nothing.

        SQLite waits for the disk before it says so, unless the caller has confirmed nothing to anybody and can do without
        what a power cut may take: the last points of a training.
        """
        with (
            self._turn(),
            self._storage_problems(),
            self.engine.connect().execution_options(writes=True, syncs=survives_power_cut) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """SQLite: the writers of this process queue here, since SQLite makes them sleep and try again, in no order.

        Of thirty who wrote at once, one could try in vain until its patience ended. Writers of other processes are still
        waited for in SQLite: https://www.sqlite.org/c3ref/busy_timeout.html
        """
        queues = self.engine.dialect.name == "sqlite" and self._writers.acquire(timeout=PATIENCE_SECONDS)
        try:
            yield
        finally:
            if queues:
                self._writers.release()

    @property
    def log_is_stale(self) -> bool:
        """Whether the log may hold what was deleted, as somebody read when it was to be emptied; the cleaner tries again.

        A file says so, since the process that deleted may have ended, and any other can finish it.
        """
        return self.engine.dialect.name == "sqlite" and self._stale_mark.exists()

    @property
    def _stale_mark(self) -> Path:
        return Path(f"{self.engine.url.database}-stale")

    def truncate_log(self) -> None:
        """Truncate SQLite's log, so that deleted content leaves the disk. A reader that does not end in time, in whichever
        process, delays that: `log_is_stale` until it has succeeded.

        With WAL, `secure_delete` alone leaves old content in the log:
        https://antonz.org/sqlite-secure-delete/. PostgreSQL cleans up in its own time.
        """
        if self.engine.dialect.name == "sqlite":
            with self._storage_problems(), closing(self.engine.raw_connection()) as connection:
                with suppress(OSError):  # where nothing can be written, SQLite says so
                    self._stale_mark.touch(mode=0o600)
                is_busy, _, _ = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if not is_busy:
                    self._stale_mark.unlink(missing_ok=True)

    @contextmanager
    def _storage_problems(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            if _is_our_fault(error, self.engine.url):
                raise
            raise _storage_problem(error, self.engine.url) from error


def open_store(url: str | None = None, *, patience_seconds: float = PATIENCE_SECONDS) -> Store:
    """Open the database at `url` (default: the settings'), and create or migrate its tables. Cached per process."""
    return _opened(url or settings.current().database_url, patience_seconds)


def open_as_it_is(url: str) -> Store:
    """The database at `url` for examination: its tables are neither created nor migrated."""
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


def retry_on_conflict(act: Callable[[], T]) -> T:
    """Call `act`, and once more where another process inserted the same row meanwhile: the second call sees
    that row.
    """
    try:
        return act()
    except IntegrityError:
        return act()


def _is_postgresql(address: sa.URL) -> bool:
    return address.get_backend_name() == "postgresql"


def _postgresql() -> ModuleType:
    """Import `postgresql` and its driver, only where PostgreSQL is used."""
    from digitcore.lab.store import postgresql

    return postgresql


def _options(address: sa.URL, patience_seconds: float) -> dict[str, Any]:
    if _is_postgresql(address):
        options: dict[str, Any] = _postgresql().options(patience_seconds)
        return options | _QUIET
    if address.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": patience_seconds}} | _QUIET
    raise ArgumentError(f"{address.get_backend_name()} is neither SQLite nor PostgreSQL")


def _prepare_sqlite(engine: Engine, address: sa.URL, patience_seconds: float) -> None:
    """Set up WAL mode, where readers and the writer do not wait for each other, and queue writers from BEGIN on."""
    folder = Path(address.database or "").parent
    try:
        make_private(folder)
    except OSError as error:
        raise StorageProblem(
            f"{folder} cannot be made: {error.strerror or error}.",
            "Set DIGITLAB_HOME to a folder that can be written to.",
        ) from error

    @sa.event.listens_for(engine, "do_connect")
    def on_do_connect(*_: object) -> None:
        file = Path(address.database or "")
        with suppress(OSError):  # SQLite says what is wrong
            if not file.exists():
                file.touch(mode=0o600)  # no other account reads it, nor its log, which gets the same mode

    @sa.event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, record: object) -> None:
        # The driver must not begin transactions itself, as it does so only before the first write:
        # https://docs.sqlalchemy.org/en/latest/dialects/sqlite.html#serializable-isolation-savepoints-transactional-ddl
        connection.isolation_level = None
        _use_wal(connection, patience_seconds)
        # secure_delete overwrites what is deleted or replaced, so that no drawing stays in the file:
        # https://www.sqlite.org/pragma.html#pragma_secure_delete
        pragmas = (
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
            f"journal_size_limit = {_LOG_BYTES}",
        )
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # A transaction that reads before it writes would fail at once, without the timeout, where another one wrote
        # in between: https://sqlite.org/isolation.html
        options = connection.get_execution_options()
        writes = options.get("writes", False)
        if writes:  # with a log, NORMAL syncs at checkpoints only: https://www.sqlite.org/pragma.html#pragma_synchronous
            connection.exec_driver_sql(f"PRAGMA synchronous = {'FULL' if options['syncs'] else 'NORMAL'}")
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
    """Create missing tables, migrate old ones, refuse those of a newer program."""
    with store.reading() as connection:
        if _version(connection) == schema.VERSION:
            return
    with store.writing() as connection:
        if _is_postgresql(store.engine.url):
            _postgresql().lock_tables(connection)
        version = _version(connection)
        if version == schema.VERSION:
            return  # another process created or migrated them while this one waited for the lock
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
    """The version of the existing tables; 0 where there are none."""
    with store.reading() as connection:
        return _version(connection)


def _version(connection: Connection) -> int:
    """The version of the existing tables; 0 where there are none. SQLite accepts any value in the column."""
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
    """The database's place, in words that may be shown: never a password."""
    return address.database or "" if address.get_backend_name() == "sqlite" else address.render_as_string()


def _is_our_fault(error: SQLAlchemyError, address: sa.URL) -> bool:
    """Whether this is a conflict or a wrong statement; missing rights in PostgreSQL are neither."""
    if isinstance(error, ProgrammingError) and error.orig and _is_postgresql(address):
        return _postgresql().explain(error.orig) is None
    return isinstance(error, IntegrityError | ProgrammingError)


def _storage_problem(error: SQLAlchemyError, address: sa.URL) -> StorageProblem:
    cause = (error.orig if isinstance(error, DBAPIError) else None) or error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    first_line = str(cause).strip().partition("\n")[0].rstrip(".")
    known = _postgresql().explain(cause) if _is_postgresql(address) else _ERRORS.get(code)
    happened, advice = known or (f"cannot be used: {first_line}", "Is it running and reachable?")
    return StorageProblem(f"The database {_place(address)} {happened}.", advice)
