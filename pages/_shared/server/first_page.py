"""What a page needs takes a second to import: it is done while the browser of the first visitor fetches Streamlit's files."""

from __future__ import annotations

import importlib
import inspect
import threading
from contextlib import suppress

from digitcore.errors import DigitLabError

_NEEDED = (
    "pages._shared.charts",
    "pages._shared.lab",
    "sqlalchemy.dialects.sqlite",
    "digitcore.lab.drawings.drawing_files",
    "digitcore.lab.rooms.rooms",
    "digitcore.lab.runs.run_names",
    "streamlit.material_icon_names",
    "pages._shared.models",
    "pages._shared.statistics_cache",
    "digitcore.figures.reasons",
    "digitcore.learning.prediction.fooling",
)
"""The costly ones. Modules of pages are left out: the canvas can be imported only while a page runs."""


def import_what_it_needs() -> None:
    """Begin, and return at once."""
    threading.Thread(target=_import, daemon=True).start()


def _import() -> None:
    for name in _NEEDED:
        importlib.import_module(name)
    from digitcore.learning.prediction import prediction

    prediction.use_one_thread()
    with suppress(DigitLabError):  # whoever opens a page is told
        prediction.load_predictor()
    # In its first run Streamlit wants to know whether it was started from a console, and `inspect` then looks up the file of
    # each module that there is: a third of a second, unless it was done before.
    inspect.stack()
