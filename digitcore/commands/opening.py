"""`make run` opens the app in the browser of whoever started it: `python -m digitcore.commands.opening ADDRESS`.

Streamlit's own way would also show what is not of this app, so the server stays headless. Where there is no screen, nothing is
opened: a browser for the terminal would take the terminal.
"""

from __future__ import annotations

import sys
import time
import urllib.request
import webbrowser

from digitcore import settings

_PATIENCE_SECONDS = 120.0
_PAUSE_SECONDS = 0.3


def open_when_it_answers(address: str) -> None:
    """Wait for the server, and open its page once."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        if _answers(address):
            webbrowser.open(address)
            return
        time.sleep(_PAUSE_SECONDS)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


if __name__ == "__main__" and settings.has_screen():
    open_when_it_answers(sys.argv[1])
