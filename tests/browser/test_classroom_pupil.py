"""A pupil's side of a classroom in a real browser; what the teacher does is done through the library."""

import datetime as dt
import re
from functools import partial

import pytest
from playwright.sync_api import expect

from digitcore.lab.rooms import room_keys, rooms, rounds, wall
from digitcore.lab.store import schema
from tests.browser.classrooms import KEPT, PHONE, expect_prompt
from tests.browser.hand import CANVAS, draw, expect_answer, put_down, ready_canvas, touch
from tests.browser.pages import at_rest
from tests.browser.wires import wire_to
from tests.core.memories import wait_until
from tests.strokes import FOUR, ONE, SEVEN

LOST = '[data-test-connection-state]:not([data-test-connection-state="CONNECTED"])'


@pytest.fixture
def opened(server):
    return rooms.open_room(server.store, "7b")


@pytest.fixture
def teacher(opened):
    return opened[0]


@pytest.fixture
def join(server, open_page, teacher):
    """Opens the room's link for another pupil, who takes the seat."""

    def as_pupil(nickname="Ada", **screen):
        page = open_page(f"{server.address}/classroom?room={rooms.room_of(teacher).code}", **screen)
        page.get_by_label("Nickname").fill(nickname)
        page.get_by_role("button", name="Join").click()
        return page

    return as_pupil


def test_from_the_code_to_the_answer_on_a_telephone(server, open_page, teacher):
    page = open_page(f"{server.address}/classroom", **PHONE)
    page.get_by_label("Code").fill(rooms.room_of(teacher).code.lower())
    page.get_by_label("Nickname").fill("Ada")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="You are in")).to_be_visible()
    rounds.start(teacher, "digit", digit=4)
    expect_prompt(page, 4)
    touch(page, FOUR)
    expect(page.get_by_text(KEPT)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("main => main.scrollTop") == 0
    bottom = page.get_by_role("button", name="Clear").bounding_box()
    assert bottom["y"] + bottom["height"] < 667  # a small telephone's height
    page.reload()
    expect_prompt(page, 4)
    expect(page.get_by_text(KEPT)).to_be_visible()
    rounds.close(teacher)
    expect(page.get_by_role("heading", name="The model's answer")).to_be_visible()
    expect_answer(page, "4")
    expect(page.locator("table.bars tr.chosen th")).to_have_text("4")
    (drawing,) = wall.listed(server.store, teacher.room_id)
    assert (len(drawing.drawing.strokes), drawing.name) == (2, "Ada")


def test_a_closed_round_waits_for_a_stroke_that_is_under_way_and_no_longer(
    server, teacher, join, monkeypatch
):
    rounds.start(teacher, "digit", digit=4)
    page = join()
    expect_prompt(page, 4)
    draw(page, FOUR[:1])
    expect(page.get_by_text(KEPT)).to_be_visible()
    box = ready_canvas(page)
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.8 * box["height"], steps=5)
    in_an_hour = schema.now() + dt.timedelta(hours=1)
    with monkeypatch.context() as clock:  # no time that passes ends it
        clock.setattr(schema, "now", lambda: in_an_hour)
        rounds.close(teacher)
    expect(
        page.get_by_text("Time is up. The stroke that you are drawing still counts.").first
    ).to_be_visible()
    page.mouse.up()
    expect(page.get_by_role("heading", name="The model's answer")).to_be_visible()
    (drawing,) = wall.listed(server.store, teacher.room_id)
    assert len(drawing.drawing.strokes) == 2


def test_a_reload_neither_loses_nor_changes_what_is_kept(server, teacher, join):
    rounds.start(teacher, "digit", digit=4)
    page = join()
    expect_prompt(page, 4)
    draw(page, FOUR[:1])
    expect(page.get_by_text(KEPT)).to_be_visible()
    at_rest(page)
    wall.show(teacher, wall.listed(server.store, teacher.room_id))
    page.reload()
    expect_prompt(page, 4)
    expect(page.get_by_text(KEPT)).to_be_visible()
    at_rest(page)
    page.reload()
    expect_prompt(page, 4)
    at_rest(page)
    (drawing,) = wall.listed(server.store, teacher.room_id)
    assert drawing.is_approved  # a drawing that is stored again has to be approved again
    draw(page, FOUR[1:])
    page.get_by_role("button", name="Undo").click()
    draw(page, ONE)
    listed = partial(wall.listed, server.store, teacher.room_id)
    wait_until(lambda: len(listed()[0].drawing.strokes) == 2, "the second stroke in the store")
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_text("Your last drawing still counts until you draw a new one.")).to_be_visible()
    (drawing,) = wall.listed(server.store, teacher.room_id)
    assert len(drawing.drawing.strokes) == 2
    assert not drawing.is_approved


def test_the_drawings_of_a_round_come_one_after_the_other(server, teacher, join):
    rounds.start(teacher, "balanced", count=3)
    page = join(**PHONE)
    prompts = rounds.latest(server.store, teacher.room_id).prompts(1)
    for step, strokes in enumerate((ONE, SEVEN)):
        expect(page.get_by_text(f"{step + 1} of 3")).to_be_visible()
        touch(page, strokes)
        expect(page.get_by_text(KEPT)).to_be_visible()
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_text(KEPT)).to_have_count(0)
    page.reload()
    expect(page.get_by_text("3 of 3")).to_be_visible()
    at_rest(page)
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_text("2 of 3")).to_be_visible()
    expect(page.get_by_text(KEPT)).to_be_visible()
    at_rest(page)
    stored = wall.listed(server.store, teacher.room_id)
    assert sorted((each.step, each.prompt, len(each.drawing.strokes)) for each in stored) == [
        (0, prompts[0], 1),
        (1, prompts[1], 1),
    ]


def test_what_was_drawn_outlives_the_server(start_server, open_page, complaints):
    server = start_server()
    teacher, _ = rooms.open_room(server.store)
    rounds.start(teacher, "digit", digit=4, count=2)
    page = open_page(f"{server.address}/classroom?room={rooms.room_of(teacher).code}")
    page.get_by_role("button", name="Join").click()
    expect_prompt(page, 4)
    draw(page, FOUR[:1])
    wait_until(lambda: strokes_of_first(server, teacher) == 1, "a stroke in the store")
    ready_canvas(page)
    server.stop()
    put_down(page, FOUR[1:])
    server.start()
    wait_until(lambda: strokes_of_first(server, teacher) == 2, "both strokes in the store")
    expect_prompt(page, 4)
    expect(page.get_by_text("1 of 2")).to_be_visible()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.goto("about:blank")
    complaints.clear()  # the page has said that it lost its server


def strokes_of_first(server, teacher) -> int:
    """How many strokes the first drawing in the room has; 0 where there is none."""
    stored = wall.listed(server.store, teacher.room_id)
    return len(stored[0].drawing.strokes) if stored else 0


def test_the_answer_waits_for_the_guess(server, teacher, join):
    rooms.change_settings(teacher, guess_first=True)
    rounds.start(teacher, "digit", digit=7)
    page = join()
    expect_prompt(page, 7)
    draw(page, SEVEN)
    expect(page.get_by_text(KEPT)).to_be_visible()
    rounds.close(teacher)
    expect(page.get_by_role("heading", name="What will the model say?")).to_be_visible()
    expect(page.locator(".answer")).to_have_count(0)
    at_rest(page)
    page.get_by_role("button", name="1", exact=True).click()
    expect(page.get_by_text("You guessed 1.")).to_be_visible()
    (drawing,) = wall.listed(server.store, teacher.room_id)
    assert drawing.vote == 1


def test_answers_are_nowhere_in_the_page_while_one_draws_unless_the_teacher_lets_them(server, teacher, join):
    rounds.start(teacher, "digit", digit=7)
    received = []
    page = join()
    page.on("response", lambda response: received.append(response.url))
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(str(frame))))
    page.reload()
    expect_prompt(page, 7)
    draw(page, SEVEN)
    expect(page.get_by_text(KEPT)).to_be_visible()
    at_rest(page)
    expect(page.locator(".answer")).to_have_count(0)
    assert not any("/lab/models/" in each or "probabilities" in each for each in received)
    rooms.change_settings(teacher, live_answers=True)
    expect_answer(page, "7")
    page.get_by_role("button", name="Clear").click()
    expect_answer(page, "–")
    draw(page, ONE)
    expect_answer(page, "1")


def test_strokes_of_a_minute_without_a_connection_arrive_and_those_after_the_round_do_not_count(
    server, open_page, opened, complaints
):
    teacher, wall_key = opened[0], room_keys.wall_key(opened[1])
    rounds.start(teacher, "digit", digit=4)
    rooms.change_settings(teacher, projector="gallery")
    listed = partial(wall.listed, server.store, teacher.room_id)
    with wire_to(server.port) as wire:
        page = open_page(f"{wire.address}/classroom?room={rooms.room_of(teacher).code}")
        on_wall = open_page(f"{wire.address}/classroom?wall={wall_key}")
        page.get_by_role("button", name="Join").click()
        expect_prompt(page, 4)
        draw(page, FOUR[:1])
        expect(page.get_by_text(KEPT)).to_be_visible()
        wire.cut()
        put_down(page, FOUR[1:])
        expect(page.get_by_text("No connection. You can go on drawing")).to_be_visible()
        expect(page.get_by_text(KEPT)).to_be_hidden()
        expect(on_wall.locator(LOST)).to_have_count(1)
        expect(on_wall.get_by_role("dialog")).to_be_hidden()
        expect(on_wall.get_by_role("heading", name="Draw a 4")).to_be_visible()
        assert len(listed()[0].drawing.strokes) == 1
        wire.mend()
        wait_until(lambda: len(listed()[0].drawing.strokes) == 2, "the stroke of that minute")
        expect(page.get_by_text("No connection.")).to_be_hidden()
        wire.cut()
        put_down(page, ONE)
        expect(page.get_by_text("No connection.")).to_be_visible()
        rounds.close(teacher)
        wait_until(
            lambda: not rounds.latest(server.store, teacher.room_id).takes_drawings, "the end of the grace"
        )
        wire.mend()
        expect(page.get_by_text("This round was closed before your last strokes arrived")).to_be_visible()
        assert len(listed()[0].drawing.strokes) == 2
        for each in (page, on_wall):
            each.goto("about:blank")
        complaints.clear()  # the page has said that it lost its server


def test_a_wrong_code_in_a_link_gets_a_sentence_and_the_form(server, open_page):
    page = open_page(f"{server.address}/classroom?room=<b>zzz</b>")
    expect(page.get_by_text("A code has 6 letters and figures.")).to_be_visible()
    page.get_by_label("Code").fill("AAAAAA")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("There is no room with the code AAAAAA.")).to_be_visible()
    expect(page.get_by_label("Code")).to_be_visible()


def test_markup_in_a_nickname_stays_text(teacher, join):
    page = join("<img src=x> **b** $x$")
    expect(page.get_by_text(re.compile(r"you are <img src=x> \*\*b\*\* "))).to_be_visible()
    expect(page.locator("img[src=x]")).to_have_count(0)


def test_another_page_can_be_visited_meanwhile(teacher, join):
    rounds.start(teacher, "digit", digit=7)
    page = join()
    expect_prompt(page, 7)
    draw(page, SEVEN)
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.get_by_role("link", name="Draw", exact=True).click()
    expect(page.get_by_text("Nothing yet. Draw a digit above.")).to_be_visible()
    expect_answer(page, "–")
    page.get_by_role("link", name="A round has begun: draw").click()
    expect_prompt(page, 7)
    expect(page.locator(CANVAS)).to_be_visible()
    expect(page.get_by_text(KEPT)).to_be_visible()


def test_a_german_browser_is_spoken_to_in_german_and_keeps_another_language_that_is_chosen(
    server, open_page, teacher
):
    page = open_page("about:blank", **PHONE)
    as_it_says = page.evaluate("navigator.userAgent")
    page.context.new_cdp_session(page).send(
        "Emulation.setUserAgentOverride", {"userAgent": as_it_says, "acceptLanguage": "de-DE,de"}
    )
    page.goto(f"{server.address}/lab/phone")
    expect(page.get_by_role("heading", name="Ist dieses Handy bereit?")).to_be_visible()
    page.goto(f"{server.address}/classroom?room={rooms.room_of(teacher).code}")
    at_rest(page)
    page.get_by_role("button", name="Beitreten").click()
    expect(page.get_by_role("heading", name="Du bist dabei")).to_be_visible()
    expect(page.get_by_role("button", name="Rückgängig")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    at_rest(page)
    page.get_by_role("button", name="DE", exact=True).click()
    page.get_by_role("menuitem", name="Français").click()
    expect(page.get_by_role("menuitem", name="Français")).to_be_hidden()
    expect(page.get_by_role("heading", name="Te voilà")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    rounds.start(teacher, "digit", digit=4)
    expect(page.get_by_role("heading", name="Dessine un 4")).to_be_visible()
    at_rest(page)  # the sheet to practise on has gone
    expect(page.get_by_role("button", name="Effacer")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Dessine un 4")).to_be_visible()
