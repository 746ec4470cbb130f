"""Import TensorFlow without its greeting, in programs whose stderr people read: the command line and the workers."""

from __future__ import annotations

import importlib
import os
import sys


def import_tensorflow() -> None:
    """Import TensorFlow with stderr closed: two of its lines come at any log level (that of `settings` stops the rest)."""
    sys.stderr.flush()
    stderr, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(
            nowhere, 2
        )  # the lines come from C++, which writes to the file number and not to `sys.stderr`
        importlib.import_module("tensorflow")
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)
        os.close(nowhere)
