"""How much a file from outside may hold, each limit with its reason, and unpacking gzip within them.

Every reader of users' files checks these limits before it allocates memory.
"""

from __future__ import annotations

import zlib

from digitcore.errors import BadInput

MEGABYTE = 1_000_000

UPLOAD_BYTES = 50 * MEGABYTE
"""All files of one upload: MNIST is 12 MB packed, 55 MB as plain numbers."""
UNPACKED_BYTES = 200 * MEGABYTE
"""An upload, unpacked: MNIST as CSV is 128 MB, and a machine has memory for several uploads."""
SMALL_BYTES = 10 * MEGABYTE
"""Up to here the ratio is not checked: sorted labels alone shrink a thousandfold."""
COMPRESSION_RATIO = 200
"""Real images shrink 2 to 20 times; a file that grows 200 times was made to exhaust memory."""
PIXELS = 100 * MEGABYTE
"""All images together, one byte each once they are read: 130,000 images of 28×28."""
ROWS = 200_000
"""Images in one dataset: three times MNIST."""
ARCHIVE_FILES = 100_000
"""Files in a ZIP: decoding so many takes 10 to 20 seconds."""
IMAGE_FILE_BYTES = 256_000
"""One image file: 64×64 pixels take 16 kB uncompressed; the rest is for colour profiles."""
DECODING_SECONDS = 60
"""All picture files of one upload: 100,000 ordinary ones take 10 to 20; some are made to be slow."""
TILE_PIXELS = 256
"""Side of a tile inside a TIFF: decoders unpack whole tiles, however small the image is."""
UPLOAD_FILES = 4
"""Files of one upload: images and labels of the training and of the test part."""
SIDES = (8, 64)
"""Shortest and longest side of an image in pixels: smaller ones are illegible, larger ones train too slowly."""
CLASSES = (2, 62)
"""Fewest and most classes: ten digits, 26 capitals and 26 small letters."""
CLASS_NAME_LENGTH = 24
"""Characters in the name of a class: more do not fit beside a bar."""
TITLE_LENGTH = 60
"""Characters in the title of a dataset."""
PHOTO_BYTES = 25 * MEGABYTE
"""One photograph to read digits from: a telephone's has 2 to 12 MB."""
PHOTO_PIXELS = 60 * MEGABYTE
"""Its pixels: large cameras of telephones have 50 million."""
STROKES_BYTES = 2 * MEGABYTE
"""One drawing as JSON: five minutes of drawing take some 300 kB."""
DRAWINGS = 10_000
"""Images in one file to read digits from: as many as MNIST's test part."""
STORED_BYTES = 4_000 * MEGABYTE
"""All datasets that users added: enough for a class of thirty."""

OWN_DATASETS = 20
"""Datasets that one visitor added and still has."""
OWN_BYTES = 500 * MEGABYTE
"""Those of one visitor, in all: two of the largest that an upload may hold."""

_CHUNK_BYTES = 65_536


def megabytes(count: int) -> str:
    """`count` bytes for a sentence, with one decimal at most.

    >>> megabytes(12_000_000), megabytes(1_540_000)
    ('12 MB', '1.5 MB')
    """
    return f"{count / MEGABYTE:,.1f}".removesuffix(".0") + " MB"


def allowed_bytes(packed_bytes: int) -> int:
    """How far `packed_bytes` may grow: the ratio limits large results only, the sum all."""
    return min(UNPACKED_BYTES, max(SMALL_BYTES, COMPRESSION_RATIO * packed_bytes))


def is_gzip(data: bytes) -> bool:
    """Whether `data` begins like a gzip file."""
    return data[:2] == b"\x1f\x8b"


def gunzip(data: bytes, *, name: str) -> bytes:
    """Unpack one gzip stream, up to `allowed_bytes`; raises if it is damaged or larger."""
    allowed = allowed_bytes(len(data))
    stream = zlib.decompressobj(wbits=31)
    unpacked = bytearray()
    end = 0
    try:
        while end < len(data) and not stream.eof:
            chunk = data[end : end + _CHUNK_BYTES]
            end += len(chunk)
            unpacked += stream.decompress(chunk, allowed + 1 - len(unpacked))
            if len(unpacked) > allowed:
                raise BadInput(
                    f"{name} unpacks to more than {megabytes(allowed)}.", "Choose a smaller set of images."
                )
    except zlib.error:
        raise BadInput(f"{name} is damaged: it cannot be unpacked.", "Pack it again with gzip.") from None
    if not stream.eof:
        raise BadInput(f"{name} is cut off: its end is missing.", "Copy or download it again.")
    if end < len(data) or stream.unused_data.strip(b"\0"):
        raise BadInput(f"{name} goes on after its packed content ends.", "Pack it again with gzip.")
    return bytes(unpacked)
