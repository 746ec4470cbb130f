"""A file that waits to be downloaded, on disk and not in memory: a report has five megabytes, a ZIP more."""

from __future__ import annotations

import tempfile
import weakref
from threading import Lock

from digitcore.export.exported_run import ExportedRun
from digitcore.export.exports import Export


class PreparedFile:
    """One file, which any thread may read, any number of times."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name, self.size = name, len(content)
        # The file has no name on disk, so it is gone with this object or this process, and nobody has to clean up.
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  it is closed with this object, below
        weakref.finalize(self, self._file.close)
        self._file.write(content)
        self._lock = Lock()

    def read(self) -> bytes:
        """The content."""
        with self._lock:
            self._file.seek(0)
            return self._file.read()


def prepare(export: Export, run: ExportedRun) -> PreparedFile:
    """The file of this form."""
    return PreparedFile(export.file_name(run), export.write(run))
