"""Import of TensorFlow without its messages, for programs whose stderr people read: command line and workers."""

from __future__ import annotations

import importlib
import os
import sys


def import_tensorflow() -> None:
    """Import TensorFlow with stderr redirected to the null device."""
    # Two lines appear at any log level (https://github.com/tensorflow/tensorflow/issues/100442); `settings` sets
    # the level that stops the others.
    sys.stderr.flush()
    stderr, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(null, 2)  # C++ code writes to the file number, not to `sys.stderr`
        importlib.import_module("tensorflow")
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)
        os.close(null)
