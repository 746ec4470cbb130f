"""Files to drawings: every kind that can be read, turned photographs, and sentences for all others."""

import io
import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from digitcore.data import limits
from digitcore.data.ink import frame, ink_problem
from digitcore.data.ink.files import KINDS, READ_SIDE, read, read_image
from digitcore.errors import DigitLabError
from tests.core import uploads
from tests.core.photographs import as_file, painted, photographed

SEVEN = [[(180, 120), (420, 120), (250, 480)]]
INK = painted(SEVEN)
SCREEN = (255 - 255 * INK).astype(np.uint8)
STROKES = json.dumps({"canvas": 600, "stroke_width": 14, "strokes": SEVEN}).encode()

quick = settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Pillow warns of odd headers, zipfile of names that are there twice: both are what is tried here.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def arrays(**content):
    file = io.BytesIO()
    np.savez_compressed(file, **content)
    return file.getvalue()


GOOD = {
    "seven.png": as_file(SCREEN),
    "seven.jpg": as_file(photographed(INK), "JPEG"),
    "seven.webp": as_file(SCREEN, "WEBP"),
    "seven.gif": as_file(SCREEN, "GIF"),
    "seven.bmp": as_file(SCREEN, "BMP"),
    "SEVEN.PNG": as_file(np.dstack([0 * SCREEN] * 3 + [255 - SCREEN])),
    "seven.json": STROKES,
    "sevens.npz": arrays(images=np.stack([np.asarray(Image.fromarray(255 - SCREEN).resize((28, 28)))] * 3)),
}


@pytest.mark.parametrize("name", GOOD)
def test_each_kind_of_file_gives_the_same_seven(name):
    drawings = read(name, GOOD[name])
    assert len(drawings) == (3 if name == "sevens.npz" else 1)
    (expected,) = read("seven.json", STROKES)
    for drawing in drawings:
        assert np.corrcoef(frame(drawing).ravel(), frame(expected).ravel())[0, 1] > 0.75


def test_what_a_picture_is_its_content_says():
    assert ink_problem(read("seven.png", GOOD["seven.jpg"])[0]) is None


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_photographs_are_turned_as_the_camera_was_held(orientation):
    turned = {3: 2, 6: 1, 8: 3}[orientation]  # quarters of a turn that the camera noted
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = as_file(np.rot90(photographed(INK), turned).copy(), "JPEG", exif=exif)
    upright = read("seven.jpg", GOOD["seven.jpg"])[0]
    assert np.corrcoef(frame(read("p.jpg", data)[0]).ravel(), frame(upright).ravel())[0, 1] > 0.95


def test_large_photographs_are_made_smaller_while_they_are_read():
    large = as_file(np.asarray(Image.fromarray(photographed(INK)).resize((4000, 3000))), "JPEG", quality=60)
    assert max(read_image(large, name="photo").shape) <= READ_SIDE
    assert ink_problem(read("photo.jpg", large)[0]) is None


def test_sixteen_bits_become_eight():
    deep = io.BytesIO()
    Image.fromarray(SCREEN.astype(np.uint16) * 257).save(deep, "PNG")
    np.testing.assert_array_equal(read_image(deep.getvalue(), name="deep.png"), SCREEN)


def test_images_of_an_npz_keep_their_units(monkeypatch):
    eights = np.zeros((2, 8, 8), np.uint8)
    eights[:, 2:7, 3] = 16
    for images in (eights, eights / 16.0):
        drawings = read("a.npz", arrays(x_test=images))
        np.testing.assert_allclose(frame(drawings[0], "digits"), eights[0], atol=0.1)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.heic", b"....", "of a kind that cannot be read"),
        ("noending", b"....", "of a kind"),
        ("a.png", b"", "empty"),
        ("a.png", b"<svg></svg>", "no picture that can be read"),
        ("a.jpg", GOOD["seven.jpg"][:200], "damaged"),
        ("a.json", b"[1, 2", "not a drawing"),
        ("a.json", b"[" * 100_000, "not a drawing"),
        ("a.json", b'{"canvas": 280, "stroke_width": 2, "strokes": [[[1, 2, 3]]]}', "Stroke 1"),
        ("a.json", b"\xff\xfe{}", "not a drawing"),
        ("a.npz", b"PK\x05\x06" + bytes(18), "not clear which array"),
        ("a.npz", arrays(images=np.zeros((2, 5, 6))), "square"),
        ("a.npz", arrays(one=np.zeros((2, 8, 8)), two=np.zeros((2, 8, 8))), "not clear"),
        ("a.npz", arrays(images=np.full((1, 9, 9), np.nan)), "not numbers"),
        ("a.npz", arrays(images=np.full((1, 9, 9), "x")), "text"),
    ],
)
def test_bad_files_get_a_sentence(name, data, words):
    with pytest.raises(DigitLabError, match=words):
        read(name, data)


@pytest.mark.parametrize(
    "name",
    ["\x1b[2J", "\u202egpj.exe", "a\n<b>b</b>", "a" * 5_000, "\u200b", ""],
    ids=["control", "direction", "markup", "long", "invisible", "none"],
)
def test_the_name_of_an_array_is_made_fit_to_show(name):
    """An archive with one array, whatever it is called, and cut off: the sentence names it."""
    content = uploads.npy(uploads.pictures()[0])
    assert read("a.npz", uploads.archive({f"{name}.npy": content}))
    with pytest.raises(DigitLabError, match=r" in a\.npz claims the shape") as caught:
        read("a.npz", uploads.archive({f"{name}.npy": content[:-1]}))
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300


def test_files_beyond_the_limits_are_refused_before_they_are_decoded(monkeypatch):
    monkeypatch.setattr(limits, "PHOTO_PIXELS", 300_000)
    with pytest.raises(DigitLabError, match="600×600 pixels"):
        read("a.png", GOOD["seven.png"])
    monkeypatch.setattr(limits, "PHOTO_BYTES", 500)
    with pytest.raises(DigitLabError, match="too large"):
        read("a.png", GOOD["seven.png"])
    monkeypatch.setattr(limits, "DRAWINGS", 2)
    with pytest.raises(DigitLabError, match="holds 3 images"):
        read("a.npz", GOOD["sevens.npz"])


def read_or_refuse(name, data):
    try:
        drawings = read(name, data)
    except DigitLabError as problem:
        assert str(problem).isprintable()
        return
    for drawing in drawings:
        assert np.isfinite(frame(drawing)).all()


@quick
@given(st.sampled_from([f"a.{kind}" for kind in KINDS]) | st.text(max_size=20), st.binary(max_size=400))
def test_random_bytes_under_any_name(name, data):
    read_or_refuse(name, data)


@quick
@given(st.sampled_from(sorted(GOOD)), st.data())
def test_good_files_with_bytes_changed_or_the_end_missing(name, data):
    changed = bytearray(GOOD[name])
    for _ in range(data.draw(st.integers(0, 4))):
        changed[data.draw(st.integers(0, min(len(changed), 2000) - 1))] = data.draw(st.integers(0, 255))
    read_or_refuse(
        name, bytes(changed[: data.draw(st.one_of(st.just(len(changed)), st.integers(1, len(changed))))])
    )
