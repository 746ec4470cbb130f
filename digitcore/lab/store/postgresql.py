"""What only PostgreSQL needs: how connections are made, and its errors as sentences.

`store` imports this where the address names PostgreSQL. Several servers and workers write at once there: whoever
changes a row that others may be changing locks it first (`room_access`, `runs`).
"""

from __future__ import annotations

from time import monotonic, sleep
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.types.string import StrDumper
from sqlalchemy.engine import Connection, Engine

READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""All statements of one read see the same moment, as in SQLite; by default each statement would see another one. Writes
stay READ COMMITTED with row locks, so a writer sees what was committed while it waited.
https://www.postgresql.org/docs/current/transaction-iso.html
"""

# SQLSTATE codes, or the prefix of a class of them: what happened, what to do.
_ERRORS = {
    "55P03": ("is held by another program", "Try again in a moment."),
    "40P01": ("is held by another program", "Try again in a moment."),
    "53100": ("cannot be written: its disk is full", "Free some space there."),
    "53300": ("takes no more connections", "Raise its max_connections, or start fewer servers and workers."),
    "25006": ("cannot be written: it is a read-only copy", "Name the one that is written to in DIGITLAB_DATABASE."),
    "28": ("refuses this user", "Look at the user and the password in DIGITLAB_DATABASE."),
    "3D": ("is not there", "Make it with createdb, or correct DIGITLAB_DATABASE."),
    "42501": ("may not be used by this user", "Grant the user all rights on it."),
    "57P": ("is just starting or stopping", "Try again in a moment."),
    "XX": ("is damaged", "Ask who looks after it, and restore a backup."),
}  # fmt: skip
_NO_ANSWER = ("does not answer", "Start PostgreSQL, or correct DIGITLAB_DATABASE.")
_TRANSIENT = (_NO_ANSWER, _ERRORS["57P"])
"""Errors of a server that restarts: connecting is retried."""
_RETRY_SECONDS = 0.2
_LOST_MS = 15_000
"""After so long without an answer a machine counts as lost; Linux alone would wait a quarter of an hour."""
_TABLES_LOCK = 0x64696769
"""The key of our advisory lock, "digi": any number that no other program on the database uses."""


def options(patience_seconds: float) -> dict[str, Any]:
    """Options for `create_engine`."""
    connect = {"connect_timeout": max(2, round(patience_seconds)), "tcp_user_timeout": _LOST_MS}
    return {"pool_pre_ping": True, "pool_timeout": patience_seconds, "connect_args": connect}


def prepare(engine: Engine, patience_seconds: float) -> None:
    """Set up each connection: retries while the server restarts, a lock timeout, and text that PostgreSQL can store."""

    @sa.event.listens_for(engine, "do_connect")
    def do_connect(dialect: Any, record: object, arguments: list[Any], options: dict[str, Any]) -> Any:
        deadline = monotonic() + patience_seconds
        while True:
            try:
                return dialect.connect(*arguments, **options)
            except psycopg.OperationalError as error:
                if explain(error) not in _TRANSIENT or monotonic() > deadline:
                    raise
                sleep(_RETRY_SECONDS)

    @sa.event.listens_for(engine, "connect")
    def on_connect(connection: psycopg.Connection[Any], record: object) -> None:
        connection.adapters.register_dumper(str, _Text)
        connection.execute(f"SET lock_timeout = {round(patience_seconds * 1000)}".encode())
        connection.commit()


def lock_tables(connection: Connection) -> None:
    """Let one process at a time create or migrate the tables, until the end of the transaction."""
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_TABLES_LOCK)))


def explain(cause: BaseException) -> tuple[str, str] | None:
    """What happened and what to do; None for an unknown error."""
    if not isinstance(cause, psycopg.Error):
        return None
    code = cause.sqlstate or ""
    known = next((words for prefix, words in _ERRORS.items() if code.startswith(prefix)), None)
    return known or (_refused(str(cause)) if isinstance(cause, psycopg.OperationalError) else None)


def _refused(message: str) -> tuple[str, str]:
    """A refused connection has no error code, only the server's text."""
    causes = {
        "too many": "53300",
        "connection slots": "53300",
        "authentication": "28",
        "role": "28",
        "does not exist": "3D",
        "starting up": "57P",
        "shutting down": "57P",
    }
    return next((_ERRORS[code] for phrase, code in causes.items() if phrase in message), _NO_ANSWER)


class _Text(StrDumper):
    """Text, with U+FFFD in place of what PostgreSQL's text cannot hold: NUL and lone surrogates."""

    def dump(self, obj: str) -> bytes:
        return obj.encode("utf-8", "replace").replace(b"\0", "\ufffd".encode())
