"""Processes that open the same new databases at the same moment, as servers, workers and commands do on a fresh home."""

from __future__ import annotations

from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

from digitcore.errors import DigitLabError
from digitcore.lab.store.store import open_store


def open_at_once(urls: Sequence[str], *, processes: int) -> list[str]:
    """Open and close each of these databases in so many processes at once; returns the errors of all of them."""
    context = get_context("spawn")  # a fork would share the test process's threads and open databases
    barrier = context.Barrier(processes)
    pipes = [context.Pipe(duplex=False) for _ in range(processes)]
    openers = [
        context.Process(target=_open_each, args=(urls, barrier, sender), daemon=True) for _, sender in pipes
    ]
    for opener in openers:
        opener.start()
    for _, sender in pipes:
        sender.close()  # so that `recv` ends when an opener dies
    errors = [error for receiver, _ in pipes for error in receiver.recv()]
    for opener in openers:
        opener.join()
    return errors


def _open_each(urls: Sequence[str], barrier: Barrier, sender: Connection) -> None:
    errors = []
    for url in urls:
        barrier.wait()
        try:
            open_store(url).engine.dispose()
        except DigitLabError as error:
            errors.append(str(error))
    sender.send(errors)
