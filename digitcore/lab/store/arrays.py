"""Arrays as bytes and back: npz without pickle, behind a checksum that detects damage before the arrays are used."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.errors import StorageProblem

_CHECKSUM_BYTES = 4


class Damaged(StorageProblem):
    """Stored bytes do not match their checksum."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} is damaged in the database.",
            "Delete the run, and train it again with the same settings.",
        )


def pack(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Named arrays of any dtype but object → bytes."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    content = buffer.getvalue()
    return zlib.crc32(content).to_bytes(_CHECKSUM_BYTES) + content


def unpack(packed: bytes, *, what: str) -> dict[str, NDArray[Any]]:
    """The arrays that were packed, in their order; `what` names them in the error about damage."""
    checksum, content = packed[:_CHECKSUM_BYTES], packed[_CHECKSUM_BYTES:]
    if zlib.crc32(content).to_bytes(_CHECKSUM_BYTES) != checksum or not content:
        raise Damaged(what)
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        return dict(stored)


def numbered(prefix: str, arrays: Iterable[NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """A sequence of arrays under the names prefix.0, prefix.1, …"""
    return {f"{prefix}.{number}": array for number, array in enumerate(arrays)}


def sequence(prefix: str, named: Mapping[str, NDArray[Any]]) -> tuple[NDArray[Any], ...]:
    """The sequence that `numbered` stored under this prefix."""
    return tuple(array for name, array in named.items() if name.startswith(f"{prefix}."))
