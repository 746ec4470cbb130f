"""Starts with the server what removes what is over, whether anybody opens a page or not."""

from __future__ import annotations

import threading

_AFTER_SECONDS = 10.0
"""The first page comes first: the database's library takes half a second to load."""


def start() -> None:
    """Begin soon; returns at once."""
    timer = threading.Timer(_AFTER_SECONDS, _begin)
    timer.daemon = True
    timer.start()


def _begin() -> None:
    from digitcore.lab.maintenance.cleaning import Cleaner  # the database, which most pages do not need

    Cleaner().start()
