"""What cannot be used is refused: each case with the sentence that says what is wrong."""

import gzip
import io
import struct
import zipfile
import zlib

import numpy as np
import pytest

from digitcore.data import limits
from digitcore.data.sources.draft import read
from digitcore.errors import BadInput
from tests.core.uploads import (
    archive,
    folders,
    idx,
    nothing_written,
    npz,
    picture,
    pictures,
    read_upload,
    table,
    with_header,
)

IMAGES, LABELS = pictures()


def with_nan(images):
    wrong = images.astype(float)
    wrong[3, 3, 3] = np.nan
    return wrong


def linked() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        info = zipfile.ZipInfo("0/a.png")
        info.external_attr = 0o120777 << 16
        packed.writestr(info, "/etc/passwd")
    return file.getvalue()


def encrypted_zip() -> bytes:
    data = bytearray(archive({"0/a.png": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def packed_with(method) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as packed:
        packed.writestr("0/a.png", picture(IMAGES[0]))
    return file.getvalue()


def many_files() -> bytes:
    return b"PK\x03\x04" + b"PK\x01\x02" * (limits.ARCHIVE_FILES + 1)


def with_objects() -> bytes:
    file = io.BytesIO()
    np.savez(file, images=IMAGES, labels=np.array([{}] * 12, dtype=object))
    return file.getvalue()


def tiled_tiff() -> bytes:
    """A TIFF of 16×16 pixels in one tile of 512×512, which would be unpacked whole."""
    content = zlib.compress(bytes(512 * 512))
    size = {256: 16, 257: 16, 258: 8, 259: 8, 262: 1, 277: 1}
    tile = {322: 512, 323: 512, 324: 200, 325: len(content)}
    entries = [struct.pack("<HHII", tag, 4, 1, value) for tag, value in (size | tile).items()]
    head = b"II*\0" + struct.pack("<IH", 8, len(entries)) + b"".join(entries) + bytes(4)
    return head.ljust(200, b"\0") + content


def png_claiming(side: int) -> bytes:
    """A PNG of a few bytes that says it is large."""
    size = struct.pack(">4sIIBBBBB", b"IHDR", side, side, 8, 0, 0, 0, 0)
    empty = struct.pack(">I4sI", 0, b"IDAT", zlib.crc32(b"IDAT"))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + size + struct.pack(">I", zlib.crc32(size)) + empty


def array_header(shape: str, kind="|u1") -> str:
    return f"{{'descr': '{kind}', 'fortran_order': False, 'shape': ({shape}), }}"


def as_npz(**arrays):
    return {"a.npz": npz(**arrays)}


def as_csv(images, labels):
    return {"a.csv": table(images, labels)}


def as_zip(members):
    return {"a.zip": archive(members)}


def as_folders(images, labels):
    return {"a.zip": folders(images, labels)}


WIDE = np.zeros((12, 9, 10), np.uint8)
LARGER, _ = pictures(side=11)
LETTERS = np.array(["a", "b", "c"])[LABELS]
ZEROS = bytes(2 * limits.SMALL_BYTES)

WRONG_CHOICE = {
    "no files": ({}, "0 files were chosen"),
    "too many files": ({f"{n}.npz": b"x" for n in range(5)}, "5 files were chosen"),
    "the same name": ({"a.csv": b"x", "a\0.csv": b"x"}, "Two of the files are called a.csv"),
    "an empty file": ({"a.npz": b""}, "a.npz is empty"),
    "an unknown kind": ({"a.pdf": b"x"}, "a.pdf is of a kind that cannot be read"),
    "a packed npz": ({"a.npz.gz": b"x"}, "of a kind that cannot be read"),
    "two kinds": ({"a.npz": b"x", "b.csv": b"x"}, "different kinds"),
    "two npz": ({"a.npz": b"x", "b.npz": b"x"}, "cannot be one dataset"),
    "too many bytes": ({"a.csv": bytes(limits.UPLOAD_BYTES + 1)}, "too large"),
}

NOT_WHAT_THE_NAME_SAYS = {
    "npz that is no zip": ({"a.npz": b"\x93NUMPY"}, "not what its name says"),
    "zip that is no zip": ({"a.zip": picture(IMAGES[0])}, "not what its name says"),
    "binary csv": ({"a.csv": bytes(range(256)) * 9}, "not text in UTF-8"),
    "latin csv": ({"a.csv": table(IMAGES, ["\xe9"] * 12).decode().encode("latin-1")}, "not text in UTF-8"),
    "plain csv.gz": ({"a.csv.gz": table(IMAGES, LABELS)}, "damaged"),
    "text idx": ({"a-idx": b"x,1", "b-idx": b"y,2"}, "not an idx file"),
    "png that is gif": (as_zip({"0/a.png": picture(IMAGES[0], "gif")}), "cannot be read as PNG"),
    "array that is none": (
        {"a.npz": archive({"images.npy": b"x" * 20, "labels.npy": b"x"})},
        "not a numpy array",
    ),
}

WRONG_SIZES = {
    "mixed sizes": (
        as_zip({"0/a.png": picture(IMAGES[0]), "1/b.png": picture(LARGER[0])}),
        "11×11 pixels, the first image 9×9",
    ),
    "parts of two sizes": (
        as_npz(x_train=IMAGES, y_train=LABELS, x_test=LARGER, y_test=LABELS),
        "different sizes, 9 and 11",
    ),
    "wide npz": (as_npz(images=WIDE, labels=LABELS), "10×9 pixels. Make them square"),
    "wide idx": ({"a-idx": idx(WIDE), "b-idx": idx(LABELS)}, "10×9 pixels"),
    "wide picture": (as_folders(WIDE, LABELS), "10×9 pixels"),
    "wide csv": (as_csv(WIDE, LABELS), "90 pixels, which is not a square"),
    "tiny": (as_npz(images=IMAGES[:, :7, :7], labels=LABELS), "7×7 pixels. Make them 8×8 to 64×64"),
    "huge": (as_npz(images=np.zeros((2, 65, 65), np.uint8), labels=[0, 1]), "65×65 pixels"),
    "huge picture": (as_folders(np.zeros((2, 65, 65), np.uint8), "ab"), "65×65 pixels"),
    "colours": (as_npz(images=np.zeros((2, 9, 9, 3)), labels=[0, 1]), "grey images"),
    "a number": (as_npz(images=3, labels=4), r"shape \(\)"),
    "no images": (as_npz(images=np.zeros((0, 9, 9)), labels=[]), r"shape \(0, 9, 9\)"),
    "no pictures": (as_zip({"0/a.txt": b"x"}), "no images in a.zip"),
    "empty zip": (as_zip({}), "no images in a.zip"),
    "too many rows": ({"a.csv": b"\n" * (limits.ROWS + 2)}, "more than 200,000 lines"),
    "too many images": (
        {"a-idx": idx(np.zeros((200_001, 8, 8), np.uint8)), "b-idx": idx(np.zeros(200_001, np.uint8))},
        "200,001 images of 8×8 pixels, which is too much",
    ),
    "uneven csv": (
        {"a.csv": table(IMAGES, LABELS) + b",1"},
        "Line 12 of a.csv has 83 columns, the first line has 82",
    ),
    "csv without pixels": ({"a.csv": b"hello"}, "columns in a.csv is 1"),
    "blank csv": ({"a.csv": b"\n\n"}, "columns in a.csv is 1"),
    "heading only": ({"a.csv": b"label" + b",x" * 81}, "holds no images"),
}

WRONG_LABELS = {
    "npz without labels": (as_npz(images=IMAGES), "does not hold the arrays that are needed, but images"),
    "idx without labels": ({"a-idx": idx(IMAGES), "b-idx": idx(IMAGES)}, "no labels in a-idx and b-idx"),
    "one idx": ({"a-idx": idx(IMAGES)}, "1 idx files cannot be put into pairs"),
    "csv without labels": (
        as_csv(IMAGES.reshape(12, 81)[:, 1:], IMAGES[:, 0, 0]),
        "a square image and no label",
    ),
    "an empty label": (as_csv(IMAGES, ["", *LABELS[1:]]), "Line 1 of a.csv has no label"),
    "pictures in no folder": (as_zip({"a.png": picture(IMAGES[0])}), "a.png lies in no folder"),
    "too few labels": (
        as_npz(images=IMAGES, labels=LABELS[1:]),
        r"12 images, but labels of the shape \(11,\)",
    ),
    "idx with too few labels": ({"a-idx": idx(IMAGES), "b-idx": idx(LABELS[1:])}, "12 images but 11 labels"),
    "one-hot labels": (as_npz(images=IMAGES, labels=np.eye(3)[LABELS]), r"shape \(12, 3\)"),
    "label 62": (as_npz(images=IMAGES, labels=LABELS * 31), "A label is 62, which is not a known class"),
    "label -1": (as_csv(IMAGES, LABELS.astype(int) - 1), "A label is -1"),
    "half a label": (as_npz(images=IMAGES, labels=LABELS + 0.5), "0.5, which is not a whole number"),
    "label NaN": (as_npz(images=IMAGES, labels=LABELS * np.nan), "nan, which is not a whole number"),
    "a long label": (as_csv(IMAGES, ["x" * 25] * 12), "too long"),
    "a label that hides": (as_folders(IMAGES, ["a", "b", "b\u202e"] * 4), "signs that cannot be seen"),
    "numbers and names": (
        as_npz(x_train=IMAGES, y_train=LABELS, x_test=IMAGES, y_test=LETTERS),
        "One part has numbers",
    ),
    "label without name": (
        as_npz(images=IMAGES, labels=LABELS, class_names=["a", "b"]),
        "names only 2 classes",
    ),
    "names twice": (as_npz(images=IMAGES, labels=LABELS, class_names=["a", "b", "b"]), "same name"),
    "one class": (as_npz(images=IMAGES, labels=LABELS * 0), "1 different label"),
    "a class for each image": (
        as_csv(np.repeat(IMAGES, 90, 0)[:1001], [f"c{n}" for n in range(1001)]),
        "more than 1,000 different labels",
    ),
    "63 classes": (as_csv(np.repeat(IMAGES, 6, 0)[:63], [f"c{n}" for n in range(63)]), "63 different labels"),
    "a single image": (
        as_npz(images=IMAGES, labels=[1, *[0, 2] * 5, 0]),
        "Class '1' has 1 image in one of the parts",
    ),
    "a class never learned": (
        as_npz(x_train=IMAGES[:2], y_train=LABELS[:2], x_test=IMAGES, y_test=LABELS),
        "Class '2' has 0 images",
    ),
}

WRONG_VALUES = {
    "NaN": (as_npz(images=with_nan(IMAGES), labels=LABELS), "NaN"),
    "NaN in csv": (as_csv(with_nan(IMAGES), LABELS), "NaN"),
    "infinite": (as_npz(images=np.where(IMAGES > 9, np.inf, IMAGES), labels=LABELS), "NaN"),
    "negative": (as_npz(images=IMAGES.astype(int) - 1, labels=LABELS), "from -1 to 254"),
    "over-range": (as_csv(IMAGES.astype(int) * 2, LABELS), "to 510"),
    "blank": (as_npz(images=IMAGES * 0, labels=LABELS), "Every pixel is 0"),
    "text for images": (as_npz(images=IMAGES.astype(str), labels=LABELS), "are text"),
    "complex": (as_npz(images=IMAGES * 1j, labels=LABELS), "neither plain numbers nor text"),
    "a word among pixels": (
        {"a.csv": table(IMAGES, LABELS).replace(b"\n1,0", b"\n1,zero", 1)},
        "Line 2 of a.csv holds a pixel that is not a number",
    ),
}

TRICKS = {
    "pickle": ({"a.npz": with_objects()}, "need pickle"),
    "evaluated header": (
        {"a.npz": with_header("__import__('os').system('true')")},
        "neither plain numbers nor text",
    ),
    "lying shape": ({"a.npz": with_header(array_header("999999999999, 9, 9"))}, "does not fit its 972 bytes"),
    "shape of many digits": ({"a.npz": with_header(array_header("1" * 5000))}, "has the shape"),
    "impossible text": (
        {"a.npz": with_header(array_header("243,", "<U1"), b"\xff" * 972)},
        "signs that do not exist",
    ),
    "up and out": (as_zip({"../0/a.png": b"x"}), "'../0/a.png', a path that leads out"),
    "absolute": (as_zip({"/tmp/0/a.png": b"x"}), "leads out of its folder"),
    "a drive": (as_zip({"C:0/a.png": b"x"}), "leads out of its folder"),
    "backslashes": (as_zip({"0\\..\\..\\a.png": b"x"}), "leads out of its folder"),
    "a path in npz": ({"a.npz": archive({"../images.npy": b"x"})}, "leads out of its folder"),
    "a link": ({"a.zip": linked()}, "holds a link"),
    "a password": ({"a.zip": encrypted_zip()}, "password"),
    "bzip2": ({"a.zip": packed_with(zipfile.ZIP_BZIP2)}, "unusual way"),
    "lzma": ({"a.zip": packed_with(zipfile.ZIP_LZMA)}, "unusual way"),
    "many files": ({"a.zip": many_files()}, "more than 100,000 files"),
    "a ZIP bomb": (as_zip({"0/a.png": ZEROS}), "unpacks to 20 MB, and 10 MB are allowed"),
    "a gzip bomb": ({"a.csv.gz": gzip.compress(ZEROS)}, "unpacks to more than 10 MB"),
    "a heavy picture": (as_zip({"0/a.png": bytes(limits.IMAGE_FILE_BYTES + 1)}), "has 256,001 bytes"),
    "a picture bomb": (as_zip({"0/a.png": png_claiming(5_000)}), "5000×5000 pixels"),
    "a tile bomb": (as_zip({"0/a.tif": tiled_tiff()}), "cannot be read as TIFF"),
    "a damaged picture": (
        as_zip({"0/a.png": picture(IMAGES[0])[:60]}),
        "0/a.png in a.zip is not what its name says, or damaged",
    ),
    "a ZIP cut off": ({"a.zip": folders(IMAGES, LABELS)[:-30]}, "damaged"),
}


REFUSED = WRONG_CHOICE | NOT_WHAT_THE_NAME_SAYS | WRONG_SIZES | WRONG_LABELS | WRONG_VALUES | TRICKS


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_is_refused_with_a_sentence(case):
    files, sentence = REFUSED[case]
    with nothing_written(), pytest.raises(BadInput, match=sentence) as caught:
        read_upload(files)
    assert str(caught.value).count("\n") == 0
    assert len(str(caught.value)) < 400


def test_too_many_pixels_are_refused_before_they_are_read():
    count = limits.PIXELS // 64**2 + 1
    images = io.BytesIO()
    header = f"{{'descr': '|u1', 'fortran_order': False, 'shape': ({count}, 64, 64), }}".encode()
    images.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header)
    noise = np.random.default_rng(0).integers(0, 256, 64**2, dtype=np.uint8).tobytes()
    images.write((noise + bytes(64**2 * 99)) * (count // 100 + 1))
    images.truncate(10 + len(header) + count * 64**2)
    labels = io.BytesIO()
    np.save(labels, np.arange(count, dtype=np.uint8) % 2)
    files = {"a.npz": archive({"images.npy": images.getvalue(), "labels.npy": labels.getvalue()})}
    with pytest.raises(BadInput, match="24,415 images of 64×64 pixels, which is too much"):
        read_upload(files)


def test_pictures_made_to_be_slow_are_given_up(monkeypatch):
    monkeypatch.setattr(limits, "DECODING_SECONDS", -1)
    with pytest.raises(BadInput, match="take too long to decode"):
        read_upload(as_folders(IMAGES, LABELS))


def test_files_of_the_same_name_are_refused_and_not_taken_for_one():
    content = npz(images=IMAGES, labels=LABELS)
    with pytest.raises(BadInput, match=r"Two of the files are called a\.npz\. Give them different names\."):
        read([("a.npz", content), ("a.npz", content)])
