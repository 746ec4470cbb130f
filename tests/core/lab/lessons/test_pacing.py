"""The timer of a lesson reminds and cuts nothing off; a pause holds it."""

import datetime as dt

import pytest

from digitcore.lab.lessons import conducting, pacing
from digitcore.lab.rooms import rooms, rounds
from digitcore.lab.store import schema
from tests.core.classes import class_of
from tests.core.memories import store_in


@pytest.fixture
def teacher(tmp_path):
    return class_of(store_in(tmp_path), 1).teacher


@pytest.fixture
def wait(monkeypatch):
    """Turns the clock on by so many seconds."""
    moment = [schema.now()]
    monkeypatch.setattr(schema, "now", lambda: moment[0])

    def turn(seconds):
        moment[0] += dt.timedelta(seconds=seconds)

    return turn


def left(teacher):
    return pacing.seconds_left(rooms.room_of(teacher))


def test_it_counts_down_waits_in_a_pause_and_ends_nothing(teacher, wait):
    assert left(teacher) is None
    rooms.change_settings(teacher, **pacing.beginning(2))
    rounds.start(teacher, "random")
    wait(30)
    assert left(teacher) == pytest.approx(90)
    pacing.pause(teacher)
    wait(600)
    pacing.pause(teacher)
    assert left(teacher) == pytest.approx(90)
    pacing.go_on(teacher)
    wait(100)
    assert left(teacher) == pytest.approx(-10)
    assert rounds.latest(teacher.store, teacher.room_id).is_open


def test_each_card_has_its_own_time_and_ends_a_pause(teacher, wait):
    conducting.begin(teacher, "can-it-read-us")
    pacing.pause(teacher)
    conducting.proceed(teacher)
    assert not rooms.room_of(teacher).settings.is_paused
    assert left(teacher) == pytest.approx(4 * 60)
    conducting.leave(teacher)
    assert left(teacher) is None
