"""What `command_runner` copies: loaded, and nothing of it used yet, so that no thread is running whose copy would be lost."""

import sys

from digitcore.learning.engine.quiet_tensorflow import import_tensorflow

import_tensorflow()

import distributed  # noqa: E402, F401
import keras  # noqa: E402, F401
import sklearn.linear_model  # noqa: E402, F401

import digitcore.__main__  # noqa: E402
import digitcore.lab.queue.worker  # noqa: E402, F401

del sys.modules["digitcore.__main__"]  # each copy runs it anew; what it imports is there
