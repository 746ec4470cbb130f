"""A file that was made to be downloaded: its bytes lie on disk without a name, and are gone with the last who holds it.

A report has five megabytes and a ZIP more, so many of them must not stay in memory until somebody fetches them.
"""

from __future__ import annotations

import tempfile
import weakref
from threading import Lock

from digitcore.export.exported_run import TakenRun
from digitcore.export.exports import Export


class PreparedFile:
    """One file, ready to be read from any thread, as often as it is wanted."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name, self.size = name, len(content)
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  it is closed with this object, below
        weakref.finalize(self, self._file.close)
        self._file.write(content)
        self._lock = Lock()

    def read(self) -> bytes:
        """The content."""
        with self._lock:
            self._file.seek(0)
            return self._file.read()


def prepare(export: Export, taken: TakenRun) -> PreparedFile:
    """The file of this form."""
    return PreparedFile(export.file_name(taken), export.write(taken))
