"""Votes of a class on test images: one a seat and image, counted without those who were taken out."""

import pytest

from digitcore.errors import BadInput
from digitcore.lab.rooms import human_votes, rooms, seats
from tests.core.classes import class_of


def test_votes_are_changed_and_tallied(store):
    room = class_of(store, 3)
    for pupil, label in zip(room.pupils, (3, 5, 5), strict=True):
        human_votes.put(store, pupil, 812, label)
    human_votes.put(store, room.pupils[0], 7, 0)
    human_votes.put(store, room.pupils[0], 812, 8)
    tally = human_votes.tally(store, room.room_id)
    assert tally.images.tolist() == [7, 812]
    assert tally.of(812).tolist() == [0, 0, 0, 0, 0, 2, 0, 0, 1, 0]
    assert tally.of(99).sum() == 0
    assert human_votes.of_seat(store, room.pupils[0]) == {7: 0, 812: 8}
    seats.remove(room.teacher, 3)
    assert human_votes.tally(store, room.room_id).of(812).sum() == 2


def test_nobody_voted_yet(store):
    tally = human_votes.tally(store, class_of(store, 1).room_id)
    assert (len(tally.images), tally.counts.shape, tally.of(1).tolist()) == (0, (0, 10), [0] * 10)


def test_what_is_no_vote_gets_a_sentence(store, monkeypatch):
    room = class_of(store, 1)
    for image, label in ((1, 10), (1, -1), (-1, 1), (100_000, 1)):
        with pytest.raises(BadInput, match="is no vote"):
            human_votes.put(store, room.pupils[0], image, label)
    monkeypatch.setattr(human_votes, "MOST_VOTES", 2)
    for image in range(2):
        human_votes.put(store, room.pupils[0], image, 1)
    human_votes.put(store, room.pupils[0], 0, 2)
    with pytest.raises(BadInput, match="You voted on 2 images"):
        human_votes.put(store, room.pupils[0], 2, 1)
    rooms.close(room.teacher)
    with pytest.raises(BadInput, match="This room is closed"):
        human_votes.put(store, room.pupils[0], 0, 1)
