"""Images from a ZIP with one folder of picture files for each class.

The label is the last folder's name. Colours become grey, transparent pixels become white paper, and of several frames the
first counts. `values` decides which end of the scale is ink.
"""

from __future__ import annotations

import io
import time
import zipfile
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.TiffImagePlugin import TILELENGTH, TILEWIDTH, TiffImageFile

from digitcore.data import limits
from digitcore.data.plain_text import plain_text
from digitcore.data.readers.parsed import ParsedDataset, ParsedPart, check_shape
from digitcore.data.readers.zip_archive import open_archive, read_exactly, refusing_damage
from digitcore.errors import BadInput
from digitcore.progress import Progress, Report, ignore

_FORMATS = {
    "png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "bmp": "BMP", "gif": "GIF", "tif": "TIFF", "tiff": "TIFF",
}  # fmt: skip
_PARTS = {"train": "train", "training": "train", "test": "test", "testing": "test"}
_ADVICE = "Pack one folder for each class, named after it, with PNG, JPEG, BMP, GIF or TIFF images."
_REPORT_EVERY = 500


class _Picture(NamedTuple):
    member: zipfile.ZipInfo
    label: str
    part: str
    """The part that an outer folder names ("train", "test"), or an empty string."""


def read_folders(data: bytes, *, name: str, report: Report = ignore) -> ParsedDataset:
    """The pictures of a ZIP, labelled by their folders; outer folders called train and test become parts."""
    with open_archive(data, name=name) as archive:
        pictures, notes = _pictures(archive, name=name)
        images = _decode(archive, pictures, name=name, report=report)
    labels = np.array([picture.label for picture in pictures])
    parts = np.array([picture.part for picture in pictures])
    if set(parts) == {"train", "test"}:
        train, test = (ParsedPart(images[parts == part], labels[parts == part]) for part in ("train", "test"))
        return ParsedDataset(train, test, notes=notes, is_pictures=True)
    return ParsedDataset(ParsedPart(images, labels), notes=notes, is_pictures=True)


def _pictures(archive: zipfile.ZipFile, *, name: str) -> tuple[list[_Picture], tuple[str, ...]]:
    """The picture files in the order of their paths, and notes on other files, which are left out."""
    pictures, hidden, other = [], 0, 0
    for member in sorted(archive.infolist(), key=lambda member: member.filename):
        *folders, file_name = member.filename.split("/")
        if not file_name:  # a folder
            continue
        if any(part.startswith(".") or part == "__MACOSX" for part in (*folders, file_name)):
            hidden += 1
        elif file_name.rpartition(".")[2].lower() not in _FORMATS:
            other += 1
        else:
            pictures.append(_picture(member, folders, name=name))
    if not pictures:
        raise BadInput(f"There are no images in {name}.", _ADVICE)
    notes = (("Hidden files that were left out", hidden), ("Files left out that are not images", other))
    return pictures, tuple(f"{text}: {count:,}." for text, count in notes if count)


def _picture(member: zipfile.ZipInfo, folders: list[str], *, name: str) -> _Picture:
    shown = plain_text(member.filename, longest=80)
    if not folders:
        raise BadInput(f"{shown} lies in no folder of {name}, so it has no label.", _ADVICE)
    label = folders[-1]
    if len(label) > limits.CLASS_NAME_LENGTH:
        raise BadInput(
            f"The folder of {shown} has a name that is too long for a class.",
            f"Give names of at most {limits.CLASS_NAME_LENGTH} characters.",
        )
    if member.file_size > limits.IMAGE_FILE_BYTES:
        raise BadInput(
            f"{shown} in {name} has {member.file_size:,} bytes.",
            f"Give images of at most {limits.IMAGE_FILE_BYTES:,} bytes each.",
        )
    part = next((_PARTS[folder.lower()] for folder in folders[:-1] if folder.lower() in _PARTS), "")
    return _Picture(member, label, part)


def _decode(
    archive: zipfile.ZipFile, pictures: list[_Picture], *, name: str, report: Report
) -> NDArray[np.uint8]:
    """Grey images (n, side, side), all of the size of the first."""
    images = np.empty((0, 0, 0), np.uint8)
    deadline = time.monotonic() + limits.DECODING_SECONDS
    for index, (member, _, _) in enumerate(pictures):
        shown = f"{plain_text(member.filename, longest=80)} in {name}"
        with refusing_damage(shown):
            file = archive.open(member)
        with file:
            content = read_exactly(file, member.file_size, name=shown)
        grey = decode_picture(content, name=shown, suffix=member.filename.rpartition(".")[2].lower())
        if index == 0:
            check_shape((len(pictures), *grey.shape), name=name)
            images = np.empty((len(pictures), *grey.shape), np.uint8)
        if grey.shape != images.shape[1:]:
            height, width = grey.shape
            raise BadInput(
                f"{shown} is {width}×{height} pixels, the first image {images.shape[2]}×{images.shape[1]}.",
                "Give all images in the same size.",
            )
        images[index] = grey
        if time.monotonic() > deadline:
            raise BadInput(f"The images in {name} take too long to decode.", "Save them again, or fewer.")
        if index % _REPORT_EVERY == 0:
            report(Progress("Reading images", index, len(pictures), "images"))
    return images


def decode_picture(content: bytes, *, name: str, suffix: str) -> NDArray[np.uint8]:
    """One picture file as grey values (h, w), 255 is white; its size is checked before it is decoded."""
    try:
        with Image.open(io.BytesIO(content), formats=[_FORMATS[suffix]]) as picture:
            width, height = picture.size
            _check_tiles(picture)
            if max(width, height) <= limits.SIDES[1]:
                return _grey(picture)
    except Exception:  # noqa: BLE001  Pillow's decoders raise almost anything on damaged files
        raise BadInput(
            f"{name} is not what its name says, or damaged: it cannot be read as {_FORMATS[suffix]}.",
            "Save the image again.",
        ) from None
    raise BadInput(
        f"{name} is {width}×{height} pixels.", f"Give images of at most {limits.SIDES[1]} pixels a side."
    )


def _check_tiles(picture: Image.Image) -> None:
    if isinstance(picture, TiffImageFile):
        width, height = (picture.tag_v2.get(tag, 0) for tag in (TILEWIDTH, TILELENGTH))
        if max(width, height) > limits.TILE_PIXELS:
            raise ValueError(f"tiles of {width}×{height} pixels")


def _grey(picture: Image.Image) -> NDArray[np.uint8]:
    if picture.mode.startswith("I;16"):
        return (np.asarray(picture) >> 8).astype(np.uint8)
    if picture.mode in ("I", "F"):
        raise ValueError("32 bits per pixel, of which nothing says which value is white")
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        picture = Image.alpha_composite(paper, layer)
    return np.asarray(picture.convert("L"))
