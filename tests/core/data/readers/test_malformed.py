"""Malformed files of every kind: a draft that holds together or a sentence, and nothing is ever written."""

import gzip
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digitcore.data import limits
from digitcore.errors import DigitLabError
from tests.core.uploads import (
    FORMATS,
    archive,
    good_files,
    nothing_written,
    picture,
    pictures,
    read_upload,
    with_header,
)

IMAGES, LABELS = pictures()
GOOD = good_files()
# Pillow warns of odd TIFFs, zipfile of names that are there twice: both are what is tried here.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

quick = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def read_or_refuse(files) -> None:
    """A draft that holds together or a sentence; nothing else may come of any upload."""
    try:
        with nothing_written():
            draft = read_upload(files)
    except DigitLabError as error:
        assert str(error).isprintable()
        return
    assert limits.CLASSES[0] <= len(draft.class_names) <= limits.CLASSES[1]
    for part in (draft.train, draft.test):
        assert set(part.labels.tolist()) == set(range(len(draft.class_names)))
        assert part.images.shape[1:] == (draft.side, draft.side)
        assert part.images.max() <= draft.maximum


names = st.sampled_from(["a.npz", "a.zip", "a.csv", "a.csv.gz", "a-idx3-ubyte", "b-labels-idx1.gz", "a.bin"])


@quick
@given(st.dictionaries(names, st.binary(max_size=300), max_size=3))
def test_random_bytes_under_any_name(files):
    read_or_refuse(files)


@quick
@given(st.sampled_from(sorted(GOOD)), st.data())
def test_good_files_with_bytes_changed_or_the_end_missing(kind, data):
    files = {}
    for name, content in GOOD[kind].items():
        changed = bytearray(content)
        for _ in range(data.draw(st.integers(0, 4))):
            changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
        files[name] = bytes(
            changed[: data.draw(st.one_of(st.just(len(changed)), st.integers(1, len(changed))))]
        )
    read_or_refuse(files)


@quick
@given(st.lists(st.integers(0, 2**32 - 1), min_size=3, max_size=3), st.integers(0, 2**32 - 1), st.booleans())
def test_idx_headers_that_lie(sizes, count, is_packed):
    pack = gzip.compress if is_packed else bytes
    images = pack(struct.pack(">HBB3I", 0, 8, 3, *sizes) + IMAGES.tobytes())
    labels = pack(struct.pack(">HBBI", 0, 8, 1, count) + LABELS.tobytes())
    read_or_refuse({"a-idx": images, "b-idx": labels})


descriptions = st.sampled_from(["|u1", "<f8", "<U3", "|O", "|V8", "<M8", "<c16", "<U99999", "|b1", ">i2"])


@quick
@given(descriptions, st.lists(st.integers(0, 10**13), max_size=5), st.booleans(), st.binary(max_size=99))
def test_npy_headers_that_lie(description, shape, is_fortran, content):
    header = repr({"descr": description, "fortran_order": is_fortran, "shape": tuple(shape)})
    read_or_refuse({"a.npz": with_header(header, content)})


@quick
@given(st.text(max_size=60).map("{'descr': '|u1', 'shape': (".__add__))
def test_npy_headers_that_are_no_headers(header):
    read_or_refuse({"a.npz": with_header(header)})


@quick
@given(st.sampled_from(sorted(FORMATS)), st.data())
def test_pictures_with_bytes_changed_in_a_sound_archive(suffix, data):
    changed = bytearray(picture(IMAGES[0], suffix))
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    sound = {
        f"{label}/{number}.{suffix}": picture(IMAGES[number], suffix) for number, label in enumerate("0011")
    }
    read_or_refuse({"a.zip": archive(sound | {f"0/x.{suffix}": bytes(changed)})})


pieces = st.sampled_from(
    ["..", ".", "", "/", "0", "1", "C:", "\\", "~", "a\u202eb", "\x00", "tmp", "x" * 300]
)


@quick
@given(st.lists(st.lists(pieces, max_size=5).map("/".join), min_size=1, max_size=6, unique=True))
def test_member_names_of_any_kind(paths):
    content = picture(IMAGES[0])
    read_or_refuse({"a.zip": archive({f"{path}{number}.png": content for number, path in enumerate(paths)})})


cells = st.one_of(
    st.integers(-5, 300).map(str),
    st.sampled_from(["", "nan", "1e999", '"', "0.5", "x", " ", "-", "\x1c", "\u2028", "١"]),
)


@quick
@given(st.lists(st.lists(cells, min_size=64, max_size=66), max_size=5), st.sampled_from(",;\t"))
def test_tables_of_any_text(rows, separator):
    read_or_refuse({"a.csv": "\n".join(separator.join(row) for row in rows).encode()})


@quick
@given(st.text(max_size=400))
def test_any_text_as_a_table(text):
    read_or_refuse({"a.csv": text.encode("utf-8", "surrogatepass")})


def test_signs_from_all_of_unicode_in_a_table_are_a_sentence():
    """NumPy looks some of them up far outside of its tables, which ends the process: they must not get there."""
    row = ",".join(["0"] * 80)
    for sign in map(chr, range(0x80, 0x110000, 4099)):
        if not "\ud800" <= sign <= "\udfff":
            lines = [f"{number % 3},{row},{sign if number == 4 else 7}" for number in range(12)]
            with pytest.raises(DigitLabError, match="Line 5"):
                read_upload({"a.csv": "\n".join(lines).encode()})
