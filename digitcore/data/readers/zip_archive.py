"""A ZIP that a user brought, checked in memory before it is read; nothing is written to disk.

Used for ZIPs of image files (`folders`) and for .npz (`npz_file`), which is a ZIP of arrays.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from digitcore.data import limits
from digitcore.data.plain_text import plain_text
from digitcore.errors import BadInput

_CENTRAL_ENTRY = b"PK\x01\x02"
_DIRECTORY_ENDS = (b"PK\x05\x06", b"PK\x03\x04")
_ENCRYPTED = 0x1
# bzip2 and LZMA are left out: zipfile unpacks them without a limit.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What zipfile raises on damaged archives, as the fuzz tests found out.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError,
    RuntimeError, OverflowError, IndexError, KeyError,
)  # fmt: skip


def open_archive(data: bytes, *, name: str) -> zipfile.ZipFile:
    """The archive; raises if its number of files, sizes, compression or paths are not allowed."""
    if not data.startswith(_DIRECTORY_ENDS):
        raise BadInput(f"{name} is not what its name says: it is not a ZIP file.", "Pack it again.")
    # Counted before zipfile makes an object for each; a chance match within an image does no harm.
    if data.count(_CENTRAL_ENTRY) > limits.ARCHIVE_FILES:
        raise BadInput(
            f"{name} holds more than {limits.ARCHIVE_FILES:,} files.", "Choose a smaller set of images."
        )
    with refusing_damage(name):
        archive = zipfile.ZipFile(io.BytesIO(data))
    for member in archive.infolist():
        _check_member(member, name=name)
    unpacked, allowed = sum(m.file_size for m in archive.infolist()), limits.allowed_bytes(len(data))
    if unpacked > allowed:
        raise BadInput(
            f"{name} unpacks to {limits.megabytes(unpacked)}, and {limits.megabytes(allowed)} are allowed "
            f"for its {limits.megabytes(len(data))}.",
            "Choose a smaller set of images.",
        )
    return archive


@contextmanager
def refusing_damage(name: str) -> Iterator[None]:
    """Turn the exceptions of zipfile on a damaged archive into a sentence about `name`."""
    try:
        yield
    except _DAMAGED:
        raise BadInput(f"{name} is damaged: it cannot be unpacked.", "Pack it again.") from None


def read_exactly(file: IO[bytes], size: int, *, name: str) -> bytes:
    """`size` bytes of an opened member, never more, whatever its header claims."""
    with refusing_damage(name):
        content = file.read(size)
    if len(content) != size:
        raise BadInput(f"{name} is damaged: it is shorter than it claims.", "Pack it again.")
    return content


def _check_member(member: zipfile.ZipInfo, *, name: str) -> None:
    path = member.orig_filename
    shown = plain_text(path, longest=80)
    if _escapes(path):
        raise BadInput(
            f"{name} holds {shown!r}, a path that leads out of its folder.", "Pack the folders again."
        )
    if stat.S_ISLNK(member.external_attr >> 16):
        raise BadInput(f"{name} holds a link, {shown!r}.", "Pack the files themselves instead of links.")
    if member.flag_bits & _ENCRYPTED:
        raise BadInput(f"{name} is locked with a password.", "Pack it again without one.")
    if member.compress_type not in _METHODS:
        raise BadInput(f"{name} is packed in an unusual way.", "Pack it again as a usual ZIP (deflate).")


def _escapes(path: str) -> bool:
    """Whether a path is absolute, contains "..", a drive, or characters that act so on some systems."""
    return (
        path.startswith("/")
        or any(character in path for character in "\\\0")
        or re.match(r"[A-Za-z]:", path) is not None
        or ".." in path.split("/")
    )
