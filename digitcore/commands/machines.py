"""`certificates`, `scheduler`, `worker`: training on several machines."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from digitcore import settings

_THIS_MACHINE = "tcp://127.0.0.1:8786"
_log = partial(click.echo, err=True)


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--days", type=click.IntRange(1, 3650), default=730, show_default=True, help="How long they are good."
)
def certificates(folder: Path, days: int) -> None:
    """Make the certificates of a cluster in FOLDER, which every machine of it needs a copy of."""
    from digitcore.lab.queue import certificates as made

    until = made.make(folder, days=days)
    click.echo(
        f"{folder} has them, good until {until:%Y-%m-%d}. Copy the folder to every machine by a safe way,"
    )
    click.echo(f"and set DIGITLAB_CERTIFICATES={folder.absolute()} there. Who has {made.KEY} is let in.")


@click.command()
def scheduler() -> None:
    """Hand out trainings to workers, at the address in DIGITLAB_SCHEDULER (without: this machine only)."""
    from digitcore.lab.queue import cluster_processes

    cluster_processes.run_scheduler(settings.current().scheduler or _THIS_MACHINE, say=_log)


@click.command()
@click.option(
    "--count",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes, a core or two for each.",
)
def worker(count: int) -> None:
    """Train what the scheduler in DIGITLAB_SCHEDULER hands out (without: the one on this machine)."""
    from digitcore.lab.queue import cluster_processes

    cluster_processes.run_workers(settings.current().scheduler or _THIS_MACHINE, count, say=_log)
