"""What a page needs takes a second to import: it is done while the browser of the first visitor fetches Streamlit's files."""

from __future__ import annotations

import importlib
import threading

_NEEDED = (
    "pages._shared.charts",
    "pages._shared.lab",
    "digitcore.lab.drawings.drawing_files",
    "digitcore.lab.runs.run_names",
    "digitcore.learning.prediction.prediction",
)
"""The costly ones. Modules of pages are left out: the canvas can be imported only while a page runs."""


def import_what_it_needs() -> None:
    """Begin, and return at once."""
    threading.Thread(target=_import, daemon=True).start()


def _import() -> None:
    for name in _NEEDED:
        importlib.import_module(name)
    importlib.import_module("digitcore.learning.prediction.prediction").use_one_thread()
