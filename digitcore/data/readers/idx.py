"""The idx format, in which MNIST is published: four bytes for the type, the sizes, then plain bytes.

Used by the MNIST source and by the readers of users' files. It reads unsigned bytes only, as labels (n,) or images
(n, h, w), plain or packed with gzip.
"""

from __future__ import annotations

import math
import struct

import numpy as np
from numpy.typing import NDArray

from digitcore.data.limits import gunzip, is_gzip
from digitcore.errors import BadInput

_UNSIGNED_BYTE = 0x08
_DIMENSIONS = {1: "labels", 3: "images"}
_ADVICE = "Choose files in MNIST's format: idx1-ubyte for labels, idx3-ubyte for images."


def read_idx(data: bytes, *, name: str) -> NDArray[np.uint8]:
    """Labels (n,) or images (n, h, w), uint8 and read-only, from an idx file, packed with gzip or not.

    `name` stands in the error messages.

    >>> read_idx(bytes([0, 0, 8, 1, 0, 0, 0, 2, 7, 3]), name="two labels")
    array([7, 3], dtype=uint8)
    """
    content = gunzip(data, name=name) if is_gzip(data) else data
    shape = _shape(content, name=name)
    header_bytes = 4 + 4 * len(shape)
    # The header is compared with the length before an array is made, so a false header cannot exhaust memory.
    expected, actual = math.prod(shape), len(content) - header_bytes
    if expected == 0:
        raise BadInput(f"{name} holds no {_DIMENSIONS[len(shape)]}.", _ADVICE)
    if actual != expected:
        raise BadInput(
            f"{name} holds {actual:,} bytes of {_DIMENSIONS[len(shape)]}, "
            f"but its header promises {expected:,} ({' × '.join(map(str, shape))}).",
            "Copy or download it again.",
        )
    return np.frombuffer(content, dtype=np.uint8, offset=header_bytes).reshape(shape)


def _shape(content: bytes, *, name: str) -> tuple[int, ...]:
    """The sizes from the header: (n,) for labels, (n, h, w) for images."""
    if len(content) < 4 or content[:2] != b"\0\0":
        raise BadInput(f"{name} is not an idx file: it does not begin like one.", _ADVICE)
    kind, dimensions = content[2], content[3]
    if kind != _UNSIGNED_BYTE or dimensions not in _DIMENSIONS:
        raise BadInput(
            f"{name} is an idx file of kind 0x{kind:02x} with {dimensions} dimensions, "
            "neither labels nor images of bytes.",
            _ADVICE,
        )
    if len(content) < 4 + 4 * dimensions:
        raise BadInput(f"{name} ends within its header.", "Copy or download it again.")
    return struct.unpack_from(f">{dimensions}I", content, 4)
