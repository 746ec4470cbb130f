"""Files as users upload them, made for the tests: small sets of random images in every format."""

import gzip
import io
import struct
import sys
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image

from digitcore.data.sources.draft import Draft, read

FORMATS = {"png": "PNG", "bmp": "BMP", "gif": "GIF", "tif": "TIFF", "jpg": "JPEG"}


def read_upload(files: Mapping[str, bytes], **options) -> Draft:
    """What the core understands of files with different names."""
    return read(list(files.items()), **options)


def pictures(count=12, side=9, *, classes=3, seed=0):
    """Images (count, side, side) of dark paper with random ink inside, and labels 0, 1, … in turn."""
    images = np.zeros((count, side, side), np.uint8)
    images[:, 1:-1, 1:-1] = np.random.default_rng(seed).integers(0, 256, (count, side - 2, side - 2))
    images[0, 2, 2] = 255
    return images, np.arange(count, dtype=np.uint8) % classes


def npy(array) -> bytes:
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def npz(**arrays) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def idx(array) -> bytes:
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.tobytes()


def table(images, labels, *, separator=",", heading="") -> bytes:
    rows = [
        separator.join([str(label), *map(str, image.ravel().tolist())])
        for image, label in zip(images, labels, strict=True)
    ]
    return "\n".join([heading] * bool(heading) + rows).encode()


def picture(image, suffix="png", **options) -> bytes:
    file = io.BytesIO()
    (image if isinstance(image, Image.Image) else Image.fromarray(image)).save(
        file, FORMATS[suffix], **options
    )
    return file.getvalue()


def archive(members: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, content in members.items():
            packed.writestr(zipfile.ZipInfo(path), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def folders(images, labels, suffix="png", **options) -> bytes:
    """A ZIP with one folder of picture files for each label."""
    return archive(
        {
            f"{label}/{number:04d}.{suffix}": picture(image, suffix, **options)
            for number, (image, label) in enumerate(zip(images, labels, strict=True))
        }
    )


def with_header(header: str, content: bytes = bytes(972), labels: bytes = b"") -> bytes:
    """An .npz whose images have this header, whatever it says."""
    array = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + content
    return archive({"images.npy": array, "labels.npy": labels})


def good_files() -> dict[str, dict[str, bytes]]:
    """One good upload of every kind."""
    images, labels = pictures()
    return {
        "npz": {"a.npz": npz(images=images, labels=labels)},
        "keras": {"a.npz": npz(x_train=images, y_train=labels, x_test=images, y_test=labels)},
        "idx": {"images-idx3-ubyte": idx(images), "labels-idx1-ubyte.gz": gzip.compress(idx(labels))},
        "csv": {"a.csv": table(images, labels)},
        "csv.gz": {"a.csv.gz": gzip.compress(table(images, labels))},
        **{f"zip of {suffix}": {"a.zip": folders(images, labels, suffix)} for suffix in FORMATS},
    }


_writes: list[str] = []
_watching = False
_TWO_PATHS = ("os.rename", "os.symlink", "os.link")
_ONE_PATH = ("os.mkdir", "os.remove", "os.rmdir", "sqlite3.connect")
_PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork")


def _note_writes(event: str, arguments: tuple) -> None:
    if not _watching:
        return
    if event == "open":
        mode, flags = arguments[1], arguments[2] or 0
        if set(str(mode)) & set("wax+") or flags & 0o103:
            _writes.append(str(arguments[0]))
    elif event in _TWO_PATHS:
        _writes.extend(map(str, arguments[:2]))
    elif event in _ONE_PATH and arguments[-1] in (-1, arguments[0]):
        # names inside an opened folder (the last argument) are left out: so trees are deleted
        _writes.append(str(arguments[0]).removeprefix("file://").partition("?")[0])
    elif event in _PROGRAMS:
        _writes.append(event)


sys.addaudithook(_note_writes)  # cannot be taken off again, so it has a switch


@contextmanager
def nothing_written(*, outside: Path | None = None) -> Iterator[None]:
    """Fail if anything inside opens a file for writing, makes a folder or starts a process, anywhere or outside a folder."""
    global _watching  # noqa: PLW0603
    _writes.clear()
    _watching = True
    try:
        yield
    finally:
        _watching = False
    assert [path for path in _writes if outside is None or not _is_in(outside, path)] == []


def _is_in(folder: Path, path: str) -> bool:
    return Path(path).resolve().is_relative_to(folder.resolve())
