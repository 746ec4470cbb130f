"""Loss and accuracy of each epoch as TensorBoard reads them: two runs, `train` and `validation`.

The files are TFRecords of TensorFlow's own event messages, so TensorBoard itself is not needed to write them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from digitcore.export.exported_run import TakenRun

PARTS = ("train", "validation")
_QUANTITIES = ("loss", "accuracy")
_FILE = "events.out.tfevents.0.digitlab"
"""TensorBoard knows such files by the word in the middle."""


def event_files(taken: TakenRun) -> dict[str, bytes]:
    """The files by their names, a folder for each part."""
    return {f"{part}/{_FILE}": _records(_events(taken, part)) for part in PARTS}


def _events(taken: TakenRun, part: str) -> Iterator[bytes]:
    """The version of the form, then an event for each epoch, at the time of training that it ended."""
    import tensorflow as tf

    kinds = tf.compat.v1
    yield kinds.Event(file_version="brain.Event:2").SerializeToString()
    for report in taken.epochs:
        values = [
            kinds.Summary.Value(tag=f"epoch_{quantity}", simple_value=getattr(report, f"{part}_{quantity}"))
            for quantity in _QUANTITIES
        ]
        event = kinds.Event(
            wall_time=report.total_seconds, step=report.epoch, summary=kinds.Summary(value=values)
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
