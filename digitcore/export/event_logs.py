"""Loss and accuracy of each epoch for TensorBoard: two runs, `train` and `validation`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from digitcore.export.exported_run import ExportedRun

PARTS = ("train", "validation")
_QUANTITIES = ("loss", "accuracy")
_FILE = "events.out.tfevents.0.digitlab"
"""TensorBoard recognises its files by `tfevents` in the name."""


def event_files(run: ExportedRun) -> dict[str, bytes]:
    """The files by their names, a folder for each part."""
    return {f"{part}/{_FILE}": _records(_events(run, part)) for part in PARTS}


def _events(run: ExportedRun, part: str) -> Iterator[bytes]:
    """The version of the format, then an event for each epoch, timed by the seconds of training."""
    import tensorflow as tf

    # TensorFlow's own messages and TFRecords are all that TensorBoard reads: it need not be installed to write them.
    messages = tf.compat.v1
    yield messages.Event(file_version="brain.Event:2").SerializeToString()
    for report in run.epochs:
        values = [
            messages.Summary.Value(
                tag=f"epoch_{quantity}", simple_value=getattr(report, f"{part}_{quantity}")
            )
            for quantity in _QUANTITIES
        ]
        event = messages.Event(
            wall_time=report.total_seconds, step=report.epoch, summary=messages.Summary(value=values)
        )
        yield event.SerializeToString()


def _records(events: Iterator[bytes]) -> bytes:
    import tensorflow as tf

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _FILE
        with tf.io.TFRecordWriter(str(path)) as writer:
            for event in events:
                writer.write(event)
        return path.read_bytes()
