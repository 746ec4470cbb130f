"""Drawings are kept, labelled, listed to their owner only, deleted and taken back, and forgotten in time: a real store."""

import csv
import datetime as dt
import io

import numpy as np
import pytest
import sqlalchemy as sa
from PIL import Image

from digitcore.data import datasets
from digitcore.data.ink import Drawing
from digitcore.data.readers.npz_file import read_npz
from digitcore.errors import BadInput
from digitcore.lab.drawings import drawing_files, drawings
from digitcore.lab.drawings.drawing_records import NO_DIGIT, DrawingRecord
from digitcore.lab.maintenance import cleaning
from digitcore.lab.store import schema
from tests.core.memories import ADA, BEN


def stroke(x: float = 100) -> Drawing:
    return Drawing.from_strokes([[(x, 40), (x + 3, 200)]], canvas=320, stroke_width=21)


def shares(digit: int) -> np.ndarray:
    return np.eye(10, dtype=np.float32)[[digit]]


def keep(store, visitor=ADA, *, digit=1, drawing=None, **more) -> str:
    values = {"model": "default", "said": str(digit), "is_digit": True, "probabilities": shares(digit)}
    return drawings.save(store, visitor, drawing or stroke(), **values | more)


def age(store, drawing_id: str, **passed: float) -> None:
    moment = schema.now() - dt.timedelta(**passed)
    with store.writing() as connection:
        connection.execute(
            sa.update(schema.drawings).where(schema.drawings.c.id == drawing_id).values(created_at=moment)
        )


def test_a_drawing_comes_back_as_it_was_kept(store):
    drawing_id = keep(store, digit=7)
    (found,) = drawings.listed(store, ADA)
    assert found.id == drawing_id
    np.testing.assert_allclose(found.drawing.strokes[0], stroke().strokes[0], atol=0.1)
    assert (found.drawing.canvas, found.drawing.stroke_width) == (320, 21)
    assert (found.said, found.is_digit, found.model, found.true_label) == ("7", True, "default", None)
    np.testing.assert_array_equal(found.probabilities, shares(7))


def test_what_is_drawn_on_takes_the_place_of_its_earlier_state(store):
    first = keep(store, digit=1)
    assert keep(store, digit=4, drawing=stroke(50), drawing_id=first) == first
    (found,) = drawings.listed(store, ADA)
    assert found.said == "4"
    assert found.drawing.strokes[0][0, 0] == 50


def test_the_newest_drawing_goes_on_where_another_begins_with_its_strokes(store):
    first, second = [(100, 20), (100, 200.04)], [(60, 20), (60, 200)]
    keep(store, drawing=Drawing.from_strokes([second]))
    newest = keep(store, drawing=Drawing.from_strokes([first]))
    assert drawings.begun(store, ADA, Drawing.from_strokes([first, second])) == newest
    assert drawings.begun(store, ADA, Drawing.from_strokes([first])) == newest
    for other in ([second, first], [first[:1], second], []):
        assert drawings.begun(store, ADA, Drawing.from_strokes(other)) == ""
    assert drawings.begun(store, BEN, Drawing.from_strokes([first, second])) == ""


def test_somebody_elses_drawing_is_neither_seen_nor_changed(store):
    mine = keep(store)
    assert drawings.listed(store, BEN) == []
    with pytest.raises(BadInput, match="not there"):
        drawings.get(store, BEN, mine)
    drawings.put_label(store, BEN, mine, 3)
    drawings.delete(store, BEN, [mine])
    assert keep(store, BEN, drawing_id=mine) != mine
    assert drawings.get(store, ADA, mine).true_label is None


def test_a_label_is_put_changed_and_taken_back(store):
    drawing_id = keep(store)
    for label in (3, 0, NO_DIGIT, None):
        drawings.put_label(store, ADA, drawing_id, label)
        assert drawings.get(store, ADA, drawing_id).true_label == label
    with pytest.raises(BadInput, match="10 is no digit"):
        drawings.put_label(store, ADA, drawing_id, 10)


def test_what_was_asked_for_is_the_label_and_stays_when_more_is_drawn(store):
    drawing_id = keep(store, digit=1, prompt=7)
    assert drawings.get(store, ADA, drawing_id).true_label == 7
    drawings.put_label(store, ADA, drawing_id, 1)
    keep(store, digit=1, prompt=7, drawing_id=drawing_id)
    assert drawings.get(store, ADA, drawing_id).true_label == 1


def test_deleted_drawings_are_gone_and_can_be_taken_back(store):
    kept = [keep(store, digit=digit) for digit in range(3)]
    drawings.delete(store, ADA, kept[:2])
    assert [one.id for one in drawings.listed(store, ADA)] == kept[2:]
    drawings.restore(store, ADA, kept[:2])
    assert drawings.count(store, ADA) == 3


def test_the_newest_comes_first_a_page_at_a_time(store):
    kept = [keep(store, digit=digit) for digit in range(5)]
    assert [one.id for one in drawings.listed(store, ADA, count=2, skip=1)] == kept[::-1][1:3]


def test_only_labelled_ones_where_those_are_wanted(store):
    kept = [keep(store, digit=digit) for digit in range(3)]
    drawings.put_label(store, ADA, kept[1], 1)
    drawings.put_label(store, ADA, kept[2], NO_DIGIT)
    assert [one.id for one in drawings.listed(store, ADA, labelled=True)] == [kept[1]]
    assert (drawings.count(store, ADA), drawings.count(store, ADA, labelled=True)) == (3, 1)


def test_old_drawings_are_not_shown_and_are_removed_by_the_cleaner(store):
    old, young = keep(store), keep(store)
    age(store, old, days=30, seconds=5)
    age(store, young, days=29)
    assert [one.id for one in drawings.listed(store, ADA)] == [young]
    cleaning.clean(store)
    with store.reading() as connection:
        assert connection.execute(sa.select(schema.drawings.c.id)).scalars().all() == [young]


def test_the_settings_say_for_how_long(store, monkeypatch):
    drawing_id = keep(store)
    age(store, drawing_id, days=2)
    assert drawings.count(store, ADA) == 1
    monkeypatch.setenv("DIGITLAB_DRAWING_DAYS", "1")
    assert drawings.count(store, ADA) == 0
    assert drawings.delete_expired(store) == 1


def test_pixels_are_kept_too_and_large_ones_made_smaller(store):
    ink = np.zeros((600, 300), np.float32)
    ink[100:500, 140:160] = 1
    keep(store, drawing=Drawing(canvas=600.0, bitmap=ink))
    (found,) = drawings.listed(store, ADA)
    assert found.drawing.bitmap.shape == (280, 140)
    assert found.drawing.bitmap.mean() == pytest.approx(ink.mean(), rel=0.05)


def test_several_digits_keep_the_probabilities_of_each(store):
    keep(store, said="42", probabilities=np.concatenate([shares(4), shares(2)]))
    (found,) = drawings.listed(store, ADA)
    assert found.said == "42"
    assert found.probabilities.argmax(axis=1).tolist() == [4, 2]


def labelled(store, count: int) -> list[DrawingRecord]:
    for number in range(count):
        drawing_id = keep(store, digit=number % 3, drawing=stroke(40 + 5 * number))
        drawings.put_label(store, ADA, drawing_id, number % 3)
    return drawings.listed(store, ADA)


def test_arrays_can_be_brought_back_to_the_data_page(store):
    keep(store)
    content = drawing_files.as_npz(labelled(store, 4))
    found = read_npz(content, name="drawings.npz")
    assert found.parts[0].images.shape == (4, 28, 28)
    assert sorted(found.parts[0].labels.tolist()) == [0, 0, 1, 2]
    with np.load(io.BytesIO(content)) as arrays:
        assert arrays["images_without_label"].shape == (1, 28, 28)


def test_the_table_has_a_line_for_each_with_its_probabilities(store):
    rows = list(csv.DictReader(io.StringIO(drawing_files.as_csv(labelled(store, 3)))))
    assert [row["said"] for row in rows] == ["2", "1", "0"]
    assert [float(row["1"]) for row in rows] == [0, 1, 0]
    assert rows[0]["true_label"] == "2"


def test_the_picture_shows_all_of_them(store):
    with Image.open(io.BytesIO(drawing_files.as_png(labelled(store, 13)))) as picture:
        assert picture.size == (12 * 28 * 4, 2 * 28 * 4)


def test_files_of_nothing_are_empty_not_broken():
    assert drawing_files.as_csv([]).count("\n") == 1
    with np.load(io.BytesIO(drawing_files.as_npz([]))) as arrays:
        assert len(arrays["images"]) == 0
    drawing_files.as_png([])


def test_labelled_drawings_become_a_dataset_with_a_test_part(store):
    draft = drawing_files.as_dataset(labelled(store, 12))
    assert len(draft.train) + len(draft.test) == 12
    assert draft.facts("Mine").framing == "mnist"
    assert set(draft.test.labels.tolist()) == {0, 1, 2}


@pytest.mark.parametrize("name", ["mnist", "digits"])
def test_labelled_drawings_become_a_test_part_in_the_frame_of_other_data(store, name):
    keep(store)  # nobody said what it is
    facts = datasets.find(name).facts
    found = drawing_files.as_test_part(labelled(store, 5), facts)
    assert (len(found.train), len(found.test)) == (0, 5)
    assert found.test.images.shape == (5, facts.side, facts.side)
    assert facts.maximum * 0.7 < found.test.images.max() <= facts.maximum
    assert sorted(found.test.labels.tolist()) == [0, 0, 1, 1, 2]


def test_the_fingerprint_changes_with_labelled_drawings_only(store):
    seen = [drawings.fingerprint(store, ADA)]
    drawing_id = keep(store)
    assert drawings.fingerprint(store, ADA) == seen[0]
    drawings.put_label(store, ADA, drawing_id, 1)
    seen.append(drawings.fingerprint(store, ADA))
    drawings.put_label(store, ADA, drawing_id, 7)
    seen.append(drawings.fingerprint(store, ADA))
    keep(store, drawing=stroke(60), drawing_id=drawing_id)
    seen.append(drawings.fingerprint(store, ADA))
    assert len(set(seen)) == 4
    drawings.delete(store, ADA, [drawing_id])
    assert drawings.fingerprint(store, ADA) == seen[0] == drawings.fingerprint(store, BEN)


def test_too_few_drawings_are_no_dataset(store):
    with pytest.raises(
        BadInput, match=r"There are 4 drawings with a true label, of 3 digits\. Label at least 10"
    ):
        drawing_files.as_dataset(labelled(store, 4))


def test_of_one_visitor_the_oldest_drawings_make_room_and_nobody_elses(store, monkeypatch):
    monkeypatch.setattr(drawings, "MOST_DRAWINGS", 3)
    bens = keep(store, BEN)
    kept = [keep(store) for _ in range(4)]
    for days, drawing_id in enumerate(reversed(kept)):
        age(store, drawing_id, days=days)
    newest = keep(store)
    assert {record.id for record in drawings.listed(store, ADA)} == {newest, *kept[-2:]}
    assert [record.id for record in drawings.listed(store, BEN)] == [bens]
