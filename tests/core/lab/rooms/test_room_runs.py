"""Runs of a room: several seats may share one, the best comes first, and missions are checked on their figures."""

import datetime as dt

import pytest
import sqlalchemy as sa

from digitcore.errors import BadInput
from digitcore.lab.rooms import room_runs, rooms, seats
from digitcore.lab.runs import runs
from digitcore.lab.store import schema
from tests.core.classes import class_of
from tests.core.memories import ADA, ask


def judged(store, run_id: str, **figures: object) -> None:
    with store.writing() as connection:
        connection.execute(
            sa.update(schema.runs).where(schema.runs.c.id == run_id).values(state="finished", **figures)
        )


def test_the_same_settings_are_one_run_of_several_seats(store):
    room, run, other = class_of(store, 2), ask(store), ask(store, seed=1)
    room_runs.add_as_teacher(room.teacher, other.id)
    for pupil in room.pupils:
        for _ in range(2):
            room_runs.add(store, pupil, run.id)
    found = room_runs.listed(store, room.room_id)
    assert [(one.run.id, one.names, one.seats) for one in found] == [
        (other.id, ("Teacher",), (0,)),
        (run.id, ("Pupil 1", "Pupil 2"), (1, 2)),
    ]
    seats.remove(room.teacher, 1)
    runs.delete(store, other.id, ADA)
    assert [one.names for one in room_runs.listed(store, room.room_id)] == [("Pupil 2",)]
    with pytest.raises(BadInput, match="There is no run 'nonsense'"):
        room_runs.add(store, room.pupils[1], "nonsense")
    rooms.delete(room.teacher)
    assert runs.get(store, run.id).deleted_at is None


def test_the_best_comes_first_of_equals_the_smaller_and_those_on_their_way_last(store):
    room = class_of(store, 1)
    found = [ask(store, seed=seed).id for seed in range(4)]
    for run_id, accuracy, parameters in zip(found, (0.9, 0.95, 0.95), (10, 500, 400), strict=False):
        judged(store, run_id, test_accuracy=accuracy, parameters=parameters)
    for run_id in found[::-1]:
        room_runs.add(store, room.pupils[0], run_id)
    ranked = room_runs.ranked(room_runs.listed(store, room.room_id))
    assert [one.run.id for one in ranked] == [found[2], found[1], found[0], found[3]]


def test_a_seat_brings_so_many_runs(store, monkeypatch):
    monkeypatch.setattr(room_runs, "MOST_RUNS", 1)
    room = class_of(store, 1)
    room_runs.add(store, room.pupils[0], ask(store).id)
    with pytest.raises(BadInput, match="You have 1 runs"):
        room_runs.add(store, room.pupils[0], ask(store, seed=1).id)


def test_missions_are_checked_on_what_the_store_knows(store):
    run = ask(store)
    assert not room_runs.run_verdict("small-and-good", run).is_done
    judged(
        store, run.id, test_accuracy=0.975, parameters=650, ended_at=schema.now() + dt.timedelta(seconds=1)
    )
    assert room_runs.run_verdict("small-and-good", runs.get(store, run.id)).is_done
    assert room_runs.run_verdict("seven-as-one", run) is None


def test_the_chart_follows_those_that_learn_and_then_the_best_in_the_order_they_came(store):
    room = class_of(store, 1)
    found = [ask(store, seed=seed).id for seed in range(5)]
    for run_id, accuracy in zip(found, (0.9, 0.95, 0.97), strict=False):
        judged(store, run_id, test_accuracy=accuracy, epochs_done=3)
    with store.writing() as connection:
        learning = sa.update(schema.runs).where(schema.runs.c.id == found[3])
        connection.execute(learning.values(state="running", epochs_done=1))
    for run_id in found:
        room_runs.add(store, room.pupils[0], run_id)
    listed = room_runs.listed(store, room.room_id)
    chosen = [one.run.id for one in room_runs.on_chart(listed, count=4)]
    assert chosen == [found[1], found[2], found[3]], (
        "the last one waits: it has no curve, and will be there soon"
    )
    assert len(room_runs.on_chart(listed, count=8)) == 4


def test_a_run_is_taken_off_the_projector_and_put_back_under_a_name_that_nobody_typed(store):
    room, run = class_of(store, 1), ask(store, seed=3)
    runs.rename(store, run.id, ADA, "What a pupil typed")
    room_runs.add(store, room.pupils[0], run.id)
    (found,) = room_runs.listed(store, room.room_id)
    assert (found.label, found.is_hidden) == ("Perceptron, seed 3", False)
    for _ in range(2):
        room_runs.take_off(room.teacher, run.id)
        assert [each.is_hidden for each in room_runs.listed(store, room.room_id)] == [True]
    room_runs.put_back(room.teacher, run.id)
    assert [each.is_hidden for each in room_runs.listed(store, room.room_id)] == [False]
