"""Users' files to images and labels: which reader a file goes to, by its name.

One module for each format, none of which trusts its file: sizes are checked before memory is taken, and
nothing is unpacked to disk or executed. What the numbers and labels mean is decided afterwards, in
`values` and `labels`; the result is put together in `digitcore.data.sources.draft`.
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
from digitcore.data.readers.parsed import Found, is_test_name
from digitcore.errors import BadInput
from digitcore.progress import Report, ignore

_ADVICE = (
    "Choose one .npz, one .csv (or one to learn from and one named test), one .zip of images in folders, "
    "or two or four idx files."
)
_LONGEST_NAME = 255
"""What file systems allow: the ending, which says the kind, must not be cut off."""


def read_files(files: Sequence[tuple[str, bytes]], *, report: Report = ignore) -> Found:
    """What is in the files of one upload (name, content); refused with a sentence where it cannot be used."""
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
    """Which reader a name asks for: npz, zip, csv or idx."""
    lower = name.lower().removesuffix(".gz")
    suffix = lower.rpartition(".")[2]
    if suffix == "csv" or (suffix in ("npz", "zip") and not name.lower().endswith(".gz")):
        return suffix
    if "idx" in lower or "ubyte" in lower:
        return "idx"
    raise BadInput(f"{name} is of a kind that cannot be read.", _ADVICE)


def _read_tables(files: Mapping[str, bytes], *, report: Report) -> Found:
    """One table, or one to learn from and one whose name says test."""
    if len(files) == 1:
        ((name, data),) = files.items()
        return _read_table(data, name=name, report=report)
    test = [name for name in files if is_test_name(name)]
    if len(files) != 2 or len(test) != 1:
        raise BadInput(f"It is not clear which of {', '.join(files)} is the test part.", _ADVICE)
    (train,) = set(files) - set(test)
    found = _read_table(files[train], name=train, report=report)
    judged = _read_table(files[test[0]], name=test[0], report=report)
    return Found(found.train, judged.train, notes=found.notes + judged.notes)


def _read_table(data: bytes, *, name: str, report: Report) -> Found:
    text = gunzip(data, name=name) if name.lower().endswith(".gz") else data
    return read_csv(text, name=name, report=report)
