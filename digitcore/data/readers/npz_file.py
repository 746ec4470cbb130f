"""Arrays from an .npz file that a user brought.

It is not read with `np.load`, which evaluates the header and allocates what the header claims. Here a pattern matches the
header, its sizes are checked before anything is allocated, and objects, which need pickle, are refused.
"""

from __future__ import annotations

import math
import re
import sys
import zipfile
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitcore.data import limits
from digitcore.data.plain_text import plain_text
from digitcore.data.readers.parsed import ParsedDataset, ParsedPart, check_shape, side_of
from digitcore.data.readers.zip_archive import open_archive, read_exactly, refusing_damage
from digitcore.errors import BadInput

_MAGIC = b"\x93NUMPY"
_LONGEST_HEADER = 10_000
_DTYPE = re.compile(r"'descr': *'([<>|=]?(?:b1|[iu][1248]|f[248]|U[1-9][0-9]{0,3}))'")
_ORDER = re.compile(r"'fortran_order': *(True|False)")
_SHAPE = re.compile(r"'shape': *\(([0-9, ]*)\)")
_LONGEST_SIZE = 12
_ADVICE = "Save arrays 'images' and 'labels', or 'x_train', 'y_train', 'x_test', 'y_test', with numpy.savez."
_IMAGE_KEYS = ("images", "x_test", "x_train")
_KEYS = (("x_train", "y_train", "x_test", "y_test"), ("images", "labels"))


def read_npz(data: bytes, *, name: str) -> ParsedDataset:
    """The arrays of an .npz: `images` and `labels`, or Keras's four, and `class_names` if there are."""
    with open_archive(data, name=name) as archive:
        members = {member.filename.removesuffix(".npy"): member for member in archive.infolist()}
        keys = next((keys for keys in _KEYS if set(keys) <= set(members)), None)
        if keys is None:
            others = plain_text(", ".join(sorted(members)[:8]), longest=80) or "nothing"
            raise BadInput(f"{name} does not hold the arrays that are needed, but {others}.", _ADVICE)
        arrays = [_read_array(archive, members[key], name=f"{key} in {name}") for key in keys]
        names = None
        if "class_names" in members:
            names = _class_names(
                _read_array(archive, members["class_names"], name=f"class_names in {name}"), name
            )
    train = _part(arrays[0], arrays[1], name=name)
    test = _part(arrays[2], arrays[3], name=name) if len(arrays) == 4 else None
    return ParsedDataset(train, test, class_names=names)


def read_npz_images(data: bytes, *, name: str) -> NDArray[Any]:
    """The images of an .npz without their labels: `images`, `x_test`, `x_train`, or its only array."""
    with open_archive(data, name=name) as archive:
        members = {member.filename.removesuffix(".npy"): member for member in archive.infolist()}
        key = next((key for key in _IMAGE_KEYS if key in members), None)
        if key is None and len(members) == 1:
            (key,) = members
        if key is None:
            raise BadInput(
                f"It is not clear which array of {name} holds the images.", "Save them as 'images'."
            )
        shown = plain_text(key, longest=80) or "the array"
        images = _read_array(archive, members[key], name=f"{shown} in {name}")
    if images.ndim == 2 and images.shape[0] == images.shape[1]:
        images = images[None]
    return _as_images(images, name=name)


def _read_array(archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, name: str) -> NDArray[Any]:
    """One array, read-only; its size is checked before its content is read."""
    with refusing_damage(name):
        file = archive.open(member)
    with file:
        start = read_exactly(file, min(12, member.file_size), name=name)
        if start[:6] != _MAGIC or len(start) < 12:
            raise BadInput(f"{name} is not what its name says: it is not a numpy array.", _ADVICE)
        # Version 1 has a length of two bytes, later versions one of four.
        length_bytes = 2 if start[6] == 1 else 4
        header_end = 8 + length_bytes + int.from_bytes(start[8 : 8 + length_bytes], "little")
        if not 12 <= header_end <= min(_LONGEST_HEADER, member.file_size):
            raise BadInput(f"{name} is damaged: its header has an impossible length.", "Save it again.")
        header = (start + read_exactly(file, header_end - 12, name=name))[8 + length_bytes :]
        dtype, order, shape = _parse_header(header.decode("latin-1"), name=name)
        content_bytes = member.file_size - header_end
        if math.prod(shape) * dtype.itemsize != content_bytes:
            raise BadInput(
                f"{name} claims the shape {shape}, which does not fit its {content_bytes:,} bytes.",
                "Save it again.",
            )
        content = read_exactly(file, content_bytes, name=name)
    if dtype.kind == "U" and np.frombuffer(content, dtype.byteorder + "u4").max() > sys.maxunicode:
        raise BadInput(f"{name} holds text with signs that do not exist.", "Save it again.")
    return np.frombuffer(content, dtype=dtype).reshape(shape, order="F" if order else "C")


def _parse_header(header: str, *, name: str) -> tuple[np.dtype[Any], bool, tuple[int, ...]]:
    """The type of the numbers, whether they are in Fortran order, and the shape."""
    if re.search(r"'descr': *'\|?O", header):
        raise BadInput(f"{name} holds Python objects, which would need pickle to be read.", _ADVICE)
    dtype, order, shape = _DTYPE.search(header), _ORDER.search(header), _SHAPE.search(header)
    if dtype is None or order is None or shape is None:
        raise BadInput(f"{name} holds neither plain numbers nor text.", _ADVICE)
    sizes = shape[1].replace(" ", "").strip(",").split(",") if shape[1] else []
    if len(sizes) > 4 or not all(size.strip("0") and len(size) <= _LONGEST_SIZE for size in sizes):
        raise BadInput(f"{name} has the shape ({shape[1][:40]}).", _ADVICE)
    return np.dtype(dtype[1]), order[1] == "True", tuple(map(int, sizes))


def _part(images: NDArray[Any], labels: NDArray[Any], *, name: str) -> ParsedPart:
    """Images as (n, side, side) and labels as (n,)."""
    images = _as_images(images, name=name)
    if labels.size != len(images) or labels.shape[:1] != images.shape[:1]:
        raise BadInput(
            f"{name} has {len(images):,} images, but labels of the shape {labels.shape}.",
            "Give one label for each image.",
        )
    return ParsedPart(images, labels.reshape(-1))


def _as_images(images: NDArray[Any], *, name: str) -> NDArray[Any]:
    """Images as (n, side, side), from the shapes in which people save them."""
    if images.dtype.kind == "U":
        raise BadInput(f"The images in {name} are text.", "Give numbers from 0 to 255.")
    if images.ndim == 4 and images.shape[3] == 1:
        images = images[:, :, :, 0]
    if images.ndim == 2:
        side = side_of(images.shape[1], name=name)
        images = images.reshape(-1, side, side)
    if images.ndim != 3:
        raise BadInput(
            f"The images in {name} have the shape {images.shape}.",
            "Give grey images as (n, side, side), without colours.",
        )
    check_shape(images.shape, name=name)
    return images


def _class_names(names: NDArray[Any], name: str) -> tuple[str, ...]:
    if names.dtype.kind != "U" or names.ndim != 1 or len(names) > limits.CLASSES[1]:
        raise BadInput(
            f"class_names in {name} is not a list of at most {limits.CLASSES[1]} names.",
            "Save it as an array of text, one name for each class.",
        )
    return tuple(names.tolist())
