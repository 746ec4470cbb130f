"""TensorFlow imported without its greeting, for programs whose stderr people read."""

from __future__ import annotations

import importlib
import os
import sys

from digitcore import settings


def import_tensorflow() -> None:
    """Import TensorFlow with stderr shut: whatever its log level, it greets there on the way."""
    settings.quiet_tensorflow()
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)  # its lines come from C++, which knows the number only
        importlib.import_module("tensorflow")
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
