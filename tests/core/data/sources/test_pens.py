"""Pen strokes: what the files hold, writers kept apart, and sentences where the files are missing or damaged."""

import numpy as np
import pytest

from digitcore.data.ink import frame_strokes
from digitcore.data.sources import pens
from digitcore.errors import BadInput, DataUnavailable


@pytest.fixture
def a_small_folder(tmp_path, monkeypatch):
    """Three samples by two writers: a seven, a five of two strokes, a dot."""
    points = [[0, 0], [500, 0], [200, 1000], [400, 0], [0, 1000], [0, 0], [300, 0], [7, 7]]
    np.savez(
        tmp_path / "digits.npz",
        points=np.array(points, dtype=np.int16),
        stroke_lengths=np.array([3, 2, 2, 1], dtype=np.int32),
        strokes_per_sample=np.array([1, 2, 1], dtype=np.int16),
        labels=np.array([7, 5, 0]),
        writers=np.array([4, 9, 9], dtype=np.int16),
    )
    monkeypatch.setenv("DIGITLAB_PEN", str(tmp_path))
    return tmp_path


def test_strokes_belong_to_their_drawings(a_small_folder):
    digits = pens.load()
    assert digits.labels.tolist() == [7, 5, 0]
    assert digits.strokes.drawing_numbers.tolist() == [0, 0, 0, 1, 1, 1, 1, 2]
    assert digits.strokes.stroke_numbers.tolist() == [0, 0, 0, 1, 1, 2, 2, 3]


def test_taken_samples_keep_their_strokes_in_the_order_asked_for(a_small_folder):
    taken = pens.load().take(np.array([2, 0, 2]))
    assert taken.labels.tolist() == [0, 7, 0]
    assert taken.strokes.points.tolist() == [[7, 7], [0, 0], [500, 0], [200, 1000], [7, 7]]
    assert taken.strokes.drawing_numbers.tolist() == [0, 1, 1, 1, 2]
    assert pens.load().take(np.array([False, True, False])).labels.tolist() == [5]


def test_a_pen_is_as_wide_in_the_framed_image_as_it_was_asked_to_be(a_small_folder):
    """An upright stroke of the five: its width summed over a row in the middle."""
    seven = pens.load().take(np.array([1]))
    for width in (1.6, 2.2, 3.0):
        image = frame_strokes(seven.strokes.drawn_with(width))[0]
        slope = np.hypot(400, 1000) / 1000  # a row crosses the slanted stroke
        assert image[12:20].sum(axis=1).mean() / 255 == pytest.approx(width * slope, rel=0.06)


def test_a_missing_folder_or_file_gets_a_sentence(tmp_path, monkeypatch):
    with pytest.raises(DataUnavailable, match="Set DIGITLAB_PEN"):
        pens.load()
    monkeypatch.setenv("DIGITLAB_PEN", str(tmp_path))
    with pytest.raises(DataUnavailable, match=r"letters\.npz"):
        pens.load("letters")
    with pytest.raises(BadInput, match="digits, letters"):
        pens.load("words")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"text"])
def test_a_damaged_file_gets_a_sentence(tmp_path, monkeypatch, content):
    (tmp_path / "digits.npz").write_bytes(content)
    monkeypatch.setenv("DIGITLAB_PEN", str(tmp_path))
    with pytest.raises(DataUnavailable, match="damaged"):
        pens.load()


def test_arrays_that_do_not_fit_together_get_a_sentence(a_small_folder):
    path = a_small_folder / "digits.npz"
    with np.load(path) as file:
        arrays = dict(file)
    np.savez(path, **(arrays | {"stroke_lengths": arrays["stroke_lengths"] + 1}))
    with pytest.raises(DataUnavailable, match="damaged"):
        pens.load()


def test_the_real_digits_and_letters(with_pens):
    digits, letters = pens.load(), pens.load("letters")
    assert set(digits.labels.tolist()) == set(range(10))
    assert all(label.isalpha() for label in letters.labels.tolist())
    for part in (digits, letters):
        assert part.strokes.drawing_count == len(part) == len(part.writers)
        assert part.strokes.points.min() >= 0 and part.strokes.points.max() <= 1000


def test_no_writer_is_on_both_sides_not_even_across_the_files(with_pens):
    writers = [part.writers for part in (pens.load(), pens.load("letters"))]
    held_out = [pens.is_held_out(numbers, share=0.4) for numbers in writers]
    out = set().union(*(numbers[is_out].tolist() for numbers, is_out in zip(writers, held_out, strict=True)))
    stay = set().union(
        *(numbers[~is_out].tolist() for numbers, is_out in zip(writers, held_out, strict=True))
    )
    assert not stay & out
    assert all(0.3 < is_out.mean() < 0.5 for is_out in held_out)
    np.testing.assert_array_equal(held_out[0], pens.is_held_out(writers[0], share=0.4))
