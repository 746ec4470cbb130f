"""What only PostgreSQL needs: how its connections are made, and its troubles in words.

For `store`, which loads it where the address names PostgreSQL. Several servers and workers write at once there:
whoever changes what others may be changing locks the row first (`room_access`, `runs`), and reads what was committed meanwhile.
"""

from __future__ import annotations

from time import monotonic, sleep
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.types.string import StrDumper
from sqlalchemy.engine import Connection, Engine

READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""One look sees one moment, as in SQLite; by default each statement would see another one."""

# Codes of errors, or the first two signs of a family of them: what happened, what to do.
_TROUBLES = {
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
_PASSING = (_NO_ANSWER, _TROUBLES["57P"])
"""What a restart looks like to those who connect meanwhile."""
_AGAIN_SECONDS = 0.2
_LOST_MS = 15_000
"""After so long without an answer a machine counts as gone; Linux would wait a quarter of an hour."""
_MAKING_TABLES = 0x64696769
"""Any number that no other program on the same database takes: "digi"."""


def options(patience_seconds: float) -> dict[str, Any]:
    """For `create_engine`."""
    connect = {"connect_timeout": max(2, round(patience_seconds)), "tcp_user_timeout": _LOST_MS}
    return {"pool_pre_ping": True, "pool_timeout": patience_seconds, "connect_args": connect}


def prepare(engine: Engine, patience_seconds: float) -> None:
    """How each connection is made: with patience for a server that restarts, and for locks; with text that it can keep."""

    @sa.event.listens_for(engine, "do_connect")
    def do_connect(dialect: Any, record: object, arguments: list[Any], options: dict[str, Any]) -> Any:
        give_up = monotonic() + patience_seconds
        while True:
            try:
                return dialect.connect(*arguments, **options)
            except psycopg.OperationalError as error:
                if trouble(error) not in _PASSING or monotonic() > give_up:
                    raise
                sleep(_AGAIN_SECONDS)

    @sa.event.listens_for(engine, "connect")
    def on_connect(connection: psycopg.Connection[Any], record: object) -> None:
        connection.adapters.register_dumper(str, _Text)
        connection.execute(f"SET lock_timeout = {round(patience_seconds * 1000)}".encode())
        connection.commit()


def lock_tables(connection: Connection) -> None:
    """One process after the other makes or renews the tables, until the end of the transaction."""
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MAKING_TABLES)))


def trouble(cause: BaseException) -> tuple[str, str] | None:
    """What happened and what to do; None for what is not known."""
    if not isinstance(cause, psycopg.Error):
        return None
    code = cause.sqlstate or ""
    known = next((words for start, words in _TROUBLES.items() if code.startswith(start)), None)
    return known or (_refused(str(cause)) if isinstance(cause, psycopg.OperationalError) else None)


def _refused(words: str) -> tuple[str, str]:
    """Who is refused at the door gets no code, only the server's words."""
    doors = {
        "too many": "53300",
        "connection slots": "53300",
        "authentication": "28",
        "role": "28",
        "does not exist": "3D",
        "starting up": "57P",
        "shutting down": "57P",
    }
    return next((_TROUBLES[code] for sign, code in doors.items() if sign in words), _NO_ANSWER)


class _Text(StrDumper):
    """Text as it is, with a sign of replacement for what no text in PostgreSQL may hold: NUL, halves of signs."""

    def dump(self, obj: str) -> bytes:
        return obj.encode("utf-8", "replace").replace(b"\0", "\ufffd".encode())
