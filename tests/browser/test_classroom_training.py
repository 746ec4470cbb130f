"""Train with the class in a real browser with a real worker process; and the recorded run for when there is none."""

import re

import pytest
from playwright.sync_api import expect

from digitcore.lab.lessons import conducting, plans
from digitcore.lab.rooms import class_training, room_keys, rooms, rounds, seats
from digitcore.lab.runs import runs
from tests.browser.classrooms import open_part, project
from tests.browser.pages import at_rest
from tests.core.classes import bar, put
from tests.core.memories import wait_until


@pytest.fixture
def drawn(trainer):
    """The key of a room that has drawn enough to learn from."""
    teacher, key = rooms.open_room(trainer.store, "7b")
    rounds.start(teacher, "balanced", count=5)
    for number in range(1, 5):
        pupil = seats.join(trainer.store, teacher.room_id, f"visitor {number}", f"Pupil {number}")
        for step in range(5):
            put(pupil, trainer.store, 1, step=step, drawing=bar(30 * number, width=8 + 3 * step))
    return teacher, key


def test_the_plan_trains_though_the_part_of_the_desk_for_it_is_not_open(trainer, open_page, drawn):
    teacher, key = drawn
    conducting.begin(teacher, "can-it-read-us")
    cards = plans.shipped()["can-it-read-us"].cards
    conducting.go_to(teacher, next(place for place, card in enumerate(cards) if card.trains))
    page = open_page(f"{trainer.address}/classroom?teach={key}")
    at_rest(page)
    page.get_by_role("button", name="Close the vote and train").click()
    wait_until(lambda: class_training.latest(trainer.store, rooms.room_of(teacher)) is not None, "both runs")
    pair = class_training.latest(trainer.store, rooms.room_of(teacher))
    for run in pair.both:
        runs.stop(trainer.store, run.id)


@pytest.mark.long
def test_the_class_trains_and_sees_what_it_taught(trainer, open_page, drawn):
    _, key = drawn
    page = open_page(f"{trainer.address}/classroom?teach={key}")
    at_rest(page)
    project(page, "What we taught it")
    open_part(page, "Train")
    screen = open_page(f"{trainer.address}/classroom?wall={room_keys.wall_key(key)}", width=1024, height=768)
    expect(screen.get_by_text("Nothing was trained with the class yet.")).to_be_visible()
    at_rest(page)
    page.get_by_role("button", name="Train with the class").click()
    curves = screen.locator(".curves .uplot")
    expect(curves).to_have_count(2, timeout=300_000)
    loss, accuracy = (curves.nth(place).bounding_box() for place in range(2))
    assert loss["y"] == accuracy["y"] and accuracy["y"] + accuracy["height"] <= 768
    for each in (page, screen):
        expect(each.get_by_text("without the class", exact=True)).to_have_count(2, timeout=300_000)
        expect(each.get_by_text(re.compile(r"of 5 changed"))).to_be_visible()
    expect(
        page.get_by_text(re.compile(r"Of 5 images the model without the class alone gets"))
    ).to_be_visible()
    expect(page.get_by_text(re.compile(r"points \(95% interval"))).to_be_visible()


def test_a_recorded_run_is_played_and_called_a_recording(trainer, open_page):
    page = open_page(f"{trainer.address}/train", moves=True)
    page.get_by_role("button", name="Watch a recorded run").first.click()
    expect(page.get_by_text("This is a recording; nothing is trained now.")).to_be_visible()
    expect(page.locator(".curves .charts[data-mark=recording] .uplot")).to_have_count(2)
    expect(page.get_by_role("button", name="Play")).to_be_visible()  # it has been played
    expect(
        page.get_by_text(re.compile("After epoch 15 of 15, .* of the validation images right"))
    ).to_be_visible()
    expect(page).to_have_url(re.compile("run=recording"))
