"""Train with the class: two runs of the room that differ by the class alone, judged by pupils that neither knows."""

import datetime as dt

import numpy as np
import pytest
import sqlalchemy as sa

from digitcore import settings
from digitcore.data import datasets
from digitcore.data.ink import Drawing
from digitcore.errors import BadInput
from digitcore.lab.queue import queue, worker
from digitcore.lab.rooms import class_training, room_datasets, room_runs, rooms, rounds, wall
from digitcore.lab.rooms.class_training import Flipped
from digitcore.lab.rooms.live_wall import LiveWall
from digitcore.lab.rooms.room_settings import RoomSettings
from digitcore.lab.runs import run_models
from digitcore.lab.store import schema
from tests.core.classes import bar, class_of, put
from tests.core.memories import ADA
from tests.strokes import FOUR, ONE, SEVEN


@pytest.fixture
def room(store):
    """Four pupils with five drawings each."""
    found = class_of(store, 4)
    rounds.start(found.teacher, "balanced", count=5)
    for pupil in found.pupils:
        for step in range(5):
            put(pupil, store, 1, step=step, drawing=bar(30 * pupil.number, width=8 + 3 * step))
    return found


@pytest.fixture(scope="module")
def synthetic():
    return datasets.load("synthetic", images=600)


def asked(room, data, network="dense-128"):
    prepared = class_training.prepare(room.room_id, wall.shown(room.store, room.room_id), data, network)
    class_training.request(room.teacher, prepared, visitor=ADA)
    return class_training.latest(room.store, rooms.room_of(room.teacher))


def test_the_two_runs_differ_by_the_drawings_of_the_pupils_to_learn_from(room, synthetic):
    pair = asked(room, synthetic)
    before, after = (datasets.load(run.config.dataset) for run in pair.both)
    assert before.test.content_hash == after.test.content_hash
    assert (len(before.test), len(before.train), len(after.train)) == (5, 600, 600 + 5 * 15)
    np.testing.assert_array_equal(after.train.images[:600], before.train.images)
    assert [run.config.dataset_hash for run in pair.both] == [before.content_hash, after.content_hash]
    assert {run.config.replace(dataset="", dataset_hash="") for run in pair.both} == {
        pair.before.config.replace(dataset="", dataset_hash="")
    }
    assert [run.title for run in pair.both] == [
        "One hidden layer, ReLU: Synthetic 28×28 alone",
        "One hidden layer, ReLU: Synthetic 28×28 and our class",
    ]
    assert (pair.data, pair.held_out, pair.before.parameters) == ("synthetic", 1, 101_770)


def test_they_are_runs_of_the_room_and_asked_for_again_the_same(room, synthetic):
    pair = asked(room, synthetic)
    listed = room_runs.listed(room.store, room.room_id)
    assert [one.run.id for one in listed] == [run.id for run in pair.both]
    assert {one.seats for one in listed} == {(room_runs.TEACHER_SEAT,)}
    assert asked(room, synthetic) == pair
    put_again = RoomSettings.from_json(rooms.room_of(room.teacher).settings.to_json())
    assert put_again == rooms.room_of(room.teacher).settings


def kept():
    """The files of datasets; the lock of their folder stays."""
    return [path for path in settings.current().datasets.iterdir() if not path.name.startswith(".")]


def test_the_datasets_are_listed_for_nobody_and_gone_with_the_room(room, synthetic):
    names = [run.config.dataset for run in asked(room, synthetic).both]
    for name in names:
        source = datasets.find(name)
        assert not source.is_listed_for(ADA)
        assert not source.is_listed_for("")
    assert len(kept()) == 4
    rooms.delete(room.teacher)
    assert kept() == []
    assert not set(names) & set(datasets.sources())


def test_they_are_gone_with_a_room_that_nobody_used(room, synthetic):
    other = class_of(room.store, 1)
    asked(room, synthetic)
    room_datasets.delete_orphaned(room.store)
    assert len(kept()) == 4
    with room.store.writing() as connection:
        this = sa.update(schema.rooms).where(schema.rooms.c.id == room.room_id)
        connection.execute(this.values(active_at=schema.now() - dt.timedelta(days=1_000)))
    assert rooms.delete_expired(room.store) == 1
    assert kept() == []
    assert rooms.room_of(other.teacher)


def test_both_are_judged_on_the_pupils_held_out_and_on_the_data(room, synthetic):
    for run in asked(room, synthetic).both:
        worker.train_run(room.store, queue.claim(room.store, run.id))
    pair = class_training.latest(room.store, rooms.room_of(room.teacher))
    assert pair.is_over
    assert pair.is_judged
    found = class_training.compare(room.store, pair, load=lambda run: run_models.predictor(room.store, run))
    assert (found.of_class.pairs.n, found.of_data.pairs.n) == (5, 1_000)
    assert found.of_class.before.accuracy == pair.before.test_accuracy
    assert found.of_class.after.accuracy == pair.after.test_accuracy
    assert found.of_data.before.accuracy > 0.5
    flipped, pairs = found.flipped, found.of_class.pairs
    assert flipped.images.shape == (pairs.first_only + pairs.second_only, 28, 28)
    assert int(flipped.is_better.sum()) == pairs.second_only
    assert ((flipped.before == flipped.true_labels) != (flipped.after == flipped.true_labels)).all()


def test_what_was_taken_off_the_wall_is_not_shown_among_what_flipped(store):
    room = class_of(store, 3)
    rounds.start(room.teacher, "digit", digit=7)
    for pupil, strokes in zip(room.pupils, (ONE, FOUR, SEVEN), strict=True):
        put(pupil, store, 1, drawing=Drawing.from_strokes(strokes, canvas=400, stroke_width=26))
    live = LiveWall(store, room.room_id)
    view = live.caught_up()
    flipped = Flipped(view.images.images, view.images.labels, np.arange(3), np.arange(3))
    assert flipped.is_on(view).tolist() == [True, True, True]
    wall.hide(room.teacher, [view.shown[1].id])
    assert flipped.is_on(live.caught_up()).tolist() == [True, False, True]


def test_too_few_drawings_and_other_networks_are_sentences(room, synthetic):
    drawings = wall.shown(room.store, room.room_id)
    with pytest.raises(BadInput, match=r"8 drawings by 2 pupils\. It takes 2 more drawings\."):
        class_training.prepare(room.room_id, drawings[2:10], synthetic, "dense-128")
    with pytest.raises(BadInput, match=r"It takes 9 more drawings and 1 more pupil\."):
        class_training.prepare(room.room_id, drawings[:1], synthetic, "dense-128")
    with pytest.raises(BadInput, match="'nonsense' is not offered"):
        class_training.prepare(room.room_id, drawings, synthetic, "nonsense")
    assert not settings.current().datasets.exists()


@pytest.mark.parametrize("trained", ["", "x", "a.b", "a.b.mnist.2", "....", "a.b.mnist.x"])
def test_notes_that_name_no_runs_are_nothing(room, trained):
    rooms.change_settings(room.teacher, trained=trained)
    assert class_training.latest(room.store, rooms.room_of(room.teacher)) is None
