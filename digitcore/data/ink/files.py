"""Users' files to drawings: pictures and photographs, arrays of images, strokes as JSON.

No file is trusted: sizes are checked before anything is decoded, and photographs are reduced while they are read.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from digitcore.data import limits
from digitcore.data.ink.drawing import Drawing
from digitcore.data.plain_text import plain_text
from digitcore.data.readers.npz_file import read_npz_images
from digitcore.data.readers.parsed import ParsedDataset, ParsedPart
from digitcore.data.readers.values import to_pixels
from digitcore.errors import BadInput
from digitcore.languages import gettext as _
from digitcore.languages import gettext_noop, number

PICTURE_KINDS = ("png", "jpg", "jpeg", "webp", "bmp", "gif")
"""Endings of pictures and photographs."""
KINDS = (*PICTURE_KINDS, "npz", "json")
"""Endings of all files that can be read."""
READ_SIDE = 1600
"""Photographs are reduced to this side while they are read; `paper` searches for ink in less than half of it."""

_FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP", "bmp": "BMP", "gif": "GIF"}
_PICTURE_ADVICE = gettext_noop("Give a picture: PNG, JPEG, WebP, BMP or GIF.")
_ADVICE = "Give a picture (PNG, JPEG, WebP, BMP, GIF), images as .npz, or strokes as .json."


def read(name: str, data: bytes) -> list[Drawing]:
    """The drawings in a file: one of a picture or of JSON, one for each image of an .npz."""
    shown = plain_text(name, longest=80) or "the file"
    kind = name.lower().rpartition(".")[2]
    if kind not in KINDS:
        raise BadInput(f"{shown} is of a kind that cannot be read.", _ADVICE)
    if not data:
        raise BadInput(f"{shown} is empty.", _ADVICE)
    _check_size(data, kind, name=shown)
    if kind == "json":
        return [_read_strokes(data, name=shown)]
    if kind == "npz":
        return _read_arrays(data, name=shown)
    return [Drawing.from_image(read_image(data, name=shown))]


def read_photograph(name: str, data: bytes) -> NDArray[np.uint8]:
    """A picture file as `read_image` gives it, whatever its name ends with; its size is checked before."""
    shown = plain_text(name, longest=80) or _("The picture")
    _check_size(data, PICTURE_KINDS[0], name=shown)
    return read_image(data, name=shown)


def read_image(data: bytes, *, name: str) -> NDArray[np.uint8]:
    """A picture file, upright: uint8 (h, w), or (h, w, 3 or 4), not larger than `READ_SIDE`.

    Its content decides on the format, since telephones and browsers rename files.
    """
    try:
        with Image.open(io.BytesIO(data), formats=sorted(set(_FORMATS.values()))) as picture:
            width, height = picture.size
            if width * height <= limits.PHOTO_PIXELS:
                return _decoded(picture)
    except Exception:  # noqa: BLE001  Pillow's decoders raise almost anything on damaged files
        raise BadInput(
            _("{name} is damaged, or no picture that can be read.", name=name), _(_PICTURE_ADVICE)
        ) from None
    most = limits.PHOTO_PIXELS // limits.MEGABYTE
    raise BadInput(
        _("{name} is {width}×{height} pixels.", name=name, width=number(width), height=number(height)),
        _("Give a picture of at most {count} million pixels.", count=most),
    )


def _decoded(picture: Image.Image) -> NDArray[np.uint8]:
    """The first picture of the file, reduced and turned as its camera was held."""
    if picture.mode.startswith("I;16"):
        return (np.asarray(picture) >> 8).astype(np.uint8)
    if picture.mode in ("I", "F"):
        raise ValueError("32 bits per pixel, of which nothing says which value is white")
    picture.draft("RGB", (READ_SIDE, READ_SIDE))  # a JPEG is decoded at a half or a quarter of its size
    if picture.mode not in ("L", "LA"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((READ_SIDE, READ_SIDE), Image.Resampling.BOX)
    return np.asarray(ImageOps.exif_transpose(picture), dtype=np.uint8)


def _check_size(data: bytes, kind: str, *, name: str) -> None:
    allowed = {"json": limits.STROKES_BYTES, "npz": limits.UPLOAD_BYTES}.get(kind, limits.PHOTO_BYTES)
    if len(data) > allowed:
        size, most = limits.megabytes(len(data)), limits.megabytes(allowed)
        raise BadInput(
            _("{name} has {size}, which is too large.", name=name, size=size),
            _("Give at most {most}.", most=most),
        )


def _read_strokes(data: bytes, *, name: str) -> Drawing:
    try:
        return Drawing.from_json(data)
    except BadInput as problem:
        raise BadInput(f"{name} cannot be read. {problem.what_happened}", problem.what_to_do) from None


def _read_arrays(data: bytes, *, name: str) -> list[Drawing]:
    """Images of one size, whose range of values is that of all of them together."""
    images: NDArray[Any] = read_npz_images(data, name=name)
    if len(images) > limits.DRAWINGS:
        raise BadInput(f"{name} holds {len(images):,} images.", f"Give at most {limits.DRAWINGS:,} at once.")
    labels = np.zeros(len(images), dtype=np.uint8)
    pixels = to_pixels(ParsedDataset(ParsedPart(images, labels)), inverted=False)
    (array,) = pixels.parts
    bytes_each = np.rint(array * np.float32(255 / pixels.maximum)).astype(np.uint8)
    return [Drawing.from_image(image) for image in bytes_each]
