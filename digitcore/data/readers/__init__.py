"""Users' files to images and labels: chooses a reader by the file's name.

There is a module for each format, and none trusts its file: sizes are checked before memory is allocated, and nothing is
unpacked to disk or executed. `values` and `labels` decide afterwards what the numbers mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digitcore.data import limits
from digitcore.data.limits import gunzip
from digitcore.data.plain_text import plain_text
from digitcore.data.readers.csv_file import read_csv
from digitcore.data.readers.folders import read_folders
from digitcore.data.readers.idx_files import read_idx_files
from digitcore.data.readers.npz_file import read_npz
from digitcore.data.readers.parsed import ParsedDataset, is_test_name
from digitcore.errors import BadInput
from digitcore.progress import Report, ignore

_ADVICE = (
    "Choose one .npz, one .csv (or one to learn from and one named test), one .zip of images in folders, "
    "or two or four idx files."
)
_LONGEST_NAME = 255
"""What file systems allow. The end of the name, which decides on the reader, must not be cut off."""


def read_files(files: Sequence[tuple[str, bytes]], *, report: Report = ignore) -> ParsedDataset:
    """The images and labels in the files of one upload, pairs of name and content; raises if they cannot be used."""
    shown = [(plain_text(name, longest=_LONGEST_NAME) or "the file", data) for name, data in files]
    _check_sizes(shown)
    named = dict(shown)
    kinds = {_kind(name) for name in named}
    if len(kinds) > 1:
        raise BadInput(f"{', '.join(named)} are of different kinds.", _ADVICE)
    kind = kinds.pop()
    if kind == "idx":
        return read_idx_files(named)
    if kind == "csv":
        return _read_tables(named, report=report)
    if len(named) > 1:
        raise BadInput(f"{len(named)} files of the kind .{kind} cannot be one dataset.", _ADVICE)
    ((name, data),) = named.items()
    return read_npz(data, name=name) if kind == "npz" else read_folders(data, name=name, report=report)


def _check_sizes(files: Sequence[tuple[str, bytes]]) -> None:
    if not 1 <= len(files) <= limits.UPLOAD_FILES:
        raise BadInput(f"{len(files)} files were chosen.", _ADVICE)
    names = [name for name, _ in files]
    for name in names:
        if names.count(name) > 1:
            raise BadInput(f"Two of the files are called {name}.", "Give them different names.")
    total = sum(len(data) for _, data in files)
    if total > limits.UPLOAD_BYTES:
        raise BadInput(
            f"The upload has {limits.megabytes(total)}, which is too large.",
            f"Choose at most {limits.megabytes(limits.UPLOAD_BYTES)}.",
        )
    for name, data in files:
        if not data:
            raise BadInput(f"{name} is empty.", "Choose a file with images in it.")


def _kind(name: str) -> str:
    """The reader for a name: npz, zip, csv or idx."""
    lower = name.lower().removesuffix(".gz")
    suffix = lower.rpartition(".")[2]
    if suffix == "csv" or (suffix in ("npz", "zip") and not name.lower().endswith(".gz")):
        return suffix
    if "idx" in lower or "ubyte" in lower:
        return "idx"
    raise BadInput(f"{name} is of a kind that cannot be read.", _ADVICE)


def _read_tables(files: Mapping[str, bytes], *, report: Report) -> ParsedDataset:
    """One table, or two of which one has "test" in its name."""
    if len(files) == 1:
        ((name, data),) = files.items()
        return _read_table(data, name=name, report=report)
    test = [name for name in files if is_test_name(name)]
    if len(files) != 2 or len(test) != 1:
        raise BadInput(f"It is not clear which of {', '.join(files)} is the test part.", _ADVICE)
    (train,) = set(files) - set(test)
    train_table = _read_table(files[train], name=train, report=report)
    test_table = _read_table(files[test[0]], name=test[0], report=report)
    return ParsedDataset(train_table.train, test_table.train, notes=train_table.notes + test_table.notes)


def _read_table(data: bytes, *, name: str, report: Report) -> ParsedDataset:
    text = gunzip(data, name=name) if name.lower().endswith(".gz") else data
    return read_csv(text, name=name, report=report)
