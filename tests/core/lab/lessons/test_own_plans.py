"""A plan of a room's own: changed while the class is in it, and kept with the room."""

import pytest

from digitcore.errors import BadInput
from digitcore.lab.lessons import arranging, conducting, own_plans, plans
from digitcore.lab.lessons.new_cards import NEW_CARDS
from digitcore.lab.rooms import rooms
from digitcore.lab.store.store import open_store
from tests.core.classes import class_of
from tests.core.memories import store_in


@pytest.fixture
def teacher(tmp_path):
    teacher = class_of(store_in(tmp_path), 1).teacher
    conducting.begin(teacher, "can-it-read-us")
    conducting.go_to(teacher, 2)
    return teacher


def now(teacher):
    """What the class is at, and what comes next, as another server reads it."""
    elsewhere = open_store(teacher.store.url, patience_seconds=4)
    room = rooms.get(elsewhere, teacher.room_id)
    plan, place = conducting.plan_of(elsewhere, room), room.settings.card
    return plan.cards[place].title, plan.cards[place + 1].title


def followed(teacher):
    return conducting.plan_of(teacher.store, rooms.room_of(teacher))


def test_a_class_stays_at_its_card_whatever_changes_around_it(teacher):
    guess = "Guess, discuss, guess again"
    assert now(teacher) == (guess, "Three digits each")
    own_plans.save(teacher, arranging.moved(followed(teacher), 1, 1))
    assert rooms.room_of(teacher).settings.plan == own_plans.OWN
    assert now(teacher) == (guess, "All draw a 7")
    own_plans.save(teacher, arranging.without(followed(teacher), 0))
    assert now(teacher) == (guess, "All draw a 7")
    own_plans.save(teacher, arranging.with_one_more(followed(teacher), 0, NEW_CARDS["Look at the wall"]))
    assert now(teacher) == (guess, "Look together")
    added = NEW_CARDS["Guess, discuss, guess again"]
    own_plans.save(teacher, arranging.with_one_more(followed(teacher), 0, added))
    assert now(teacher) == (guess, f"{guess} 2")
    conducting.proceed(teacher)
    assert now(teacher)[0] == f"{guess} 2"


def test_a_title_that_is_changed_leaves_the_class_there(teacher):
    card = NEW_CARDS["Something else"]
    own_plans.save(teacher, arranging.with_changed(followed(teacher), 2, card))
    assert now(teacher) == ("Talk", "Three digits each")
    assert plans.find("can-it-read-us").cards[2].title == "Guess, discuss, guess again"


def test_a_plan_that_is_brought_waits_until_it_is_begun(teacher):
    conducting.leave(teacher)
    brought = plans.read("# Mine\n\n## One (1 min)\nwall: gallery\n\n## Two (2 min)", name="own")
    own_plans.save(teacher, brought)
    assert followed(teacher) is None
    conducting.begin(teacher, own_plans.OWN)
    assert now(teacher) == ("One", "Two")
    shorter = plans.read("# Mine\n\n## Else (1 min)", name="own")
    conducting.proceed(teacher)
    own_plans.save(teacher, shorter)
    assert rooms.room_of(teacher).settings.card == 0


def test_the_ends_and_the_bounds(teacher):
    plan = plans.read("# Mine\n\n## One (1 min)", name="own")
    assert arranging.moved(plan, 0, -1) is arranging.moved(plan, 0, 1) is plan
    with pytest.raises(BadInput, match="the only part"):
        arranging.without(plan, 0)
    while len(plan.cards) < plans.MOST_CARDS:
        plan = arranging.with_one_more(plan, 0, NEW_CARDS["Join"])
    assert len({card.title for card in plan.cards}) == plans.MOST_CARDS
    with pytest.raises(BadInput, match="at most 40 parts"):
        arranging.with_one_more(plan, 0, NEW_CARDS["Join"])


def test_a_plan_of_a_newer_version_is_none(teacher):
    own_plans.save(teacher, followed(teacher))
    with teacher.store.writing() as connection:
        connection.exec_driver_sql("UPDATE room_plans SET text = '# A plan' || char(10) || '## Sing (loud)'")
    assert followed(teacher) is None
    assert conducting.next_step(teacher) == ""
