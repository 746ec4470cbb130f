"""Does this machine have what a class needs: a writable store, space on the disk and in memory, an address for phones."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import psutil
import sqlalchemy as sa

from digitcore import machine_addresses, settings
from digitcore.data.synced_files import make_private
from digitcore.lab.maintenance.readiness.class_setup import ClassSetup
from digitcore.lab.maintenance.report import Finding
from digitcore.lab.store import schema
from digitcore.lab.store.store import open_store

LEAST_FREE_BYTES = 1_000_000_000
"""A run leaves at most 50 MB behind, so a class that trains twenty fills this."""
LEAST_MEMORY_BYTES = 1_000_000_000
"""A process that trains holds 0.8 GB."""


def store(setup: ClassSetup) -> Finding:
    """HOME and the database can be written; nothing is changed."""
    home = settings.current().home
    try:
        make_private(home)
        with tempfile.TemporaryFile(dir=home) as file:
            file.write(b"ready for class?")
    except OSError as error:
        return Finding(
            False,
            f"{home} cannot be written: {error.strerror or error}.",
            "Set DIGITLAB_HOME to a folder that can be written to, or free some space there.",
        )
    with open_store().writing() as connection:
        connection.execute(sa.update(schema.schema_version).values(version=schema.VERSION))
    return Finding(True, "The folder of what is kept and the database can be written.")


def disk(setup: ClassSetup) -> Finding:
    """There is free space in HOME."""
    free = shutil.disk_usage(_nearest(settings.current().home)).free
    value = f"{_gigabytes(free)} free."
    if free >= LEAST_FREE_BYTES:
        return Finding(True, value)
    return Finding(
        False,
        f"{value} A class needs {_gigabytes(LEAST_FREE_BYTES)}.",
        "Free some space, or set DIGITLAB_HOME to a folder on another disk.",
    )


def memory(setup: ClassSetup) -> Finding:
    """There is memory for a training."""
    free = psutil.virtual_memory().available
    value = f"{_gigabytes(free)} free."
    if free >= LEAST_MEMORY_BYTES:
        return Finding(True, value)
    return Finding(
        False,
        f"{value} A training needs {_gigabytes(LEAST_MEMORY_BYTES)}.",
        "End other programs on this machine.",
    )


def address(setup: ClassSetup) -> Finding:
    """Phones on the same network can reach the app."""
    own = machine_addresses.of_this_machine()
    if not own:
        return Finding(
            False,
            "This machine is on no network.",
            "Connect it to the network the phones are on, and start the app with: make class",
        )
    open_addresses = [address for address in own if machine_addresses.answers(address, setup.port)]
    links = ", ".join(f"http://{address}:{setup.port}" for address in open_addresses)
    if links:
        return Finding(
            True, f"It answers at {links}. Try it with one phone: a firewall may still be in between."
        )
    if machine_addresses.answers("127.0.0.1", setup.port):
        return Finding(
            False,
            f"The app answers on this machine only, not at its address {', '.join(own)}.",
            "Start it with: make class",
        )
    return Finding(
        None,
        f"No app runs on port {setup.port} of this machine, whose address is {', '.join(own)}.",
        "Start it with: make class. Then check again.",
    )


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    return next(path for path in (folder, *folder.parents) if path.is_dir())


def _gigabytes(count: float) -> str:
    return f"{count / 1e9:.1f} GB"
