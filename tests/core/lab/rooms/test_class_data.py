"""The class as data: arrays in order, a dataset split by pupil, and the ZIP that the teacher takes away."""

import csv
import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from digitcore.data import datasets
from digitcore.data.readers.npz_file import read_npz
from digitcore.errors import BadInput
from digitcore.export.room import room_zip
from digitcore.lab.rooms import class_data, rounds, seats, wall
from digitcore.lab.rooms.room_access import Teacher
from tests.core.classes import bar, class_of, put, shares


@pytest.fixture
def room(store):
    """Four pupils with five drawings each, all ten digits twice."""
    found = class_of(store, 4)
    rounds.start(found.teacher, "balanced", count=5)
    for pupil in found.pupils:
        for step in range(5):
            put(
                pupil, store, 1, step=step, said=step, drawing=bar(50 * pupil.number, width=10 * pupil.number)
            )
    return found


def test_arrays_keep_the_order_and_the_pen(room):
    drawings = wall.shown(room.store, room.room_id)
    arrays = class_data.as_arrays(drawings)
    assert arrays.framed.images.shape == arrays.own_pen.shape == (20, 28, 28)
    assert arrays.framed.labels.tolist() == [one.prompt for one in drawings]
    assert arrays.seats.tolist() == [1] * 5 + [2] * 5 + [3] * 5 + [4] * 5
    np.testing.assert_array_equal(arrays.probabilities[7], shares(2)[0])
    ink = arrays.own_pen.reshape(4, 5, -1).mean(axis=(1, 2))
    assert (np.diff(ink) > 0).all()  # each pupil had a thicker pen
    assert np.ptp(arrays.framed.images.reshape(4, 5, -1).mean(axis=(1, 2))) < 0.1 * ink[0]


def test_no_drawings_are_empty_arrays():
    arrays = class_data.as_arrays([])
    assert (len(arrays.framed), arrays.own_pen.shape, arrays.probabilities.shape) == (0, (0, 28, 28), (0, 10))


@pytest.mark.parametrize(("count", "held_out"), [(0, 0), (1, 0), (2, 1), (3, 1), (4, 1), (10, 2), (30, 8)])
def test_a_share_of_the_pupils_is_held_out_always_the_same(count, held_out):
    numbers = list(range(1, count + 1))
    found = class_data.held_out_seats(numbers)
    assert len(found) == held_out
    assert found == class_data.held_out_seats(numbers[::-1] * 2)


def test_the_dataset_is_split_by_pupil(room):
    drawings = wall.shown(room.store, room.room_id)
    (held_out,) = class_data.held_out_seats(one.seat for one in drawings)
    draft = class_data.as_dataset(drawings)
    assert (len(draft.train), len(draft.test)) == (15, 5)
    theirs = [one.prompt for one in drawings if one.seat == held_out]
    assert draft.test.labels.tolist() == theirs
    assert draft.notes == ("The drawings of 1 pupil are the test part: 5 images of 20.",)
    assert draft.facts("Our class").framing == "mnist"


def test_the_class_among_other_data_is_still_judged_by_the_pupils_held_out(room):
    draft = class_data.as_dataset(wall.shown(room.store, room.room_id))
    mnist = datasets.load("mnist")
    mixed = class_data.mixed_into(draft, mnist, count=300, copies=4)
    assert len(mixed.train) == 300 + 4 * 15
    assert mixed.test is draft.test
    np.testing.assert_array_equal(mixed.train.images[-15:], draft.train.images)
    assert mixed.train.labels[0] == mnist.train.labels[0]
    assert mixed.facts("Ours").framing == "mnist"
    assert mixed.notes[-1].startswith("15 drawings, 4 times each, among 300 images of MNIST")
    with pytest.raises(BadInput, match="not framed alike"):
        class_data.mixed_into(draft, datasets.load("digits"))


def test_too_little_is_no_dataset(room):
    drawings = wall.shown(room.store, room.room_id)
    for few, words in (
        ([], "0 drawings by 0 pupils"),
        (drawings[:5] * 3, "15 drawings by 1 pupil."),
        (drawings[3:7], "4 drawings by 2 pupils"),
        (
            [one for one in drawings if one.seat in (1, 2) for _ in range(10) if one.step == 0],
            "one digit only",
        ),
    ):
        with pytest.raises(BadInput, match=words):
            class_data.as_dataset(few)


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_zip_has_what_is_on_the_wall_without_names(room):
    wall.hide(room.teacher, ["1-1-0"])
    seats.rename(room.teacher, 2, "=1+1")
    files = unzipped(room_zip(room.teacher))
    assert set(files) == {"README.txt", "drawings.npz", "drawings.csv", "drawings.png"}
    assert files["README.txt"].startswith(b"19 drawings of a class")
    drawings = wall.shown(room.store, room.room_id)
    (part,) = read_npz(files["drawings.npz"], name="drawings.npz").parts
    rows = list(csv.DictReader(io.StringIO(files["drawings.csv"].decode())))
    assert (
        part.labels.tolist() == [int(row["true_label"]) for row in rows] == [one.prompt for one in drawings]
    )
    assert [row["seat"] for row in rows] == [str(one.seat) for one in drawings]
    assert "name" not in rows[0]
    assert not any(b"Pupil" in content for content in files.values())
    with Image.open(io.BytesIO(files["drawings.png"])) as picture:
        assert picture.size == (12 * 28 * 4, 2 * 28 * 4)


def test_names_come_along_where_the_teacher_asks_and_are_no_formulas(room):
    seats.rename(room.teacher, 2, "=1+1")
    files = unzipped(room_zip(room.teacher, with_names=True))
    names = [row["name"] for row in csv.DictReader(io.StringIO(files["drawings.csv"].decode()))]
    assert names[:10] == ["Pupil 1"] * 5 + ["'=1+1"] * 5


def test_only_the_teacher_takes_it_away_and_an_empty_room_is_no_trouble(store):
    room = class_of(store, 1)
    assert unzipped(room_zip(room.teacher))["README.txt"].startswith(b"0 drawings")
    with pytest.raises(BadInput, match="not there"):
        room_zip(Teacher(store, room.room_id, "0" * 64))
