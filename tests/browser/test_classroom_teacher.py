"""A teacher's lesson in a browser, with the projector in a second window; the pupils are played through the library."""

import io
import zipfile

import numpy as np
import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from digitcore.lab.rooms import room_keys, rooms, rounds, seats, wall
from digitcore.lab.rooms.room_settings import RoomSettings
from digitcore.lab.store import schema
from tests.browser.classrooms import key_in, open_part, tiles
from tests.browser.pages import at_rest
from tests.core.classes import put


@pytest.fixture
def store(server):
    return server.store


def played(store, names=("Ada", "Ben"), **room_settings):
    """A room with pupils, and a round that asks for a 1."""
    teacher, key = rooms.open_room(store, "7b", RoomSettings(**room_settings))
    pupils = [seats.join(store, teacher.room_id, f"visitor {name}", name) for name in names]
    rounds.start(teacher, "digit", digit=1)
    return teacher, key, pupils


def test_a_room_is_opened_filled_shown_and_deleted(server, open_page, store):
    page = open_page(f"{server.address}/classroom")
    page.get_by_role("textbox", name="Title").fill("7b <b>bold</b>")
    page.get_by_role("button", name="Open the room").click()
    expect(page.get_by_role("heading", name="7b <b>bold</b>")).to_be_visible()
    key = key_in(page)
    assert key not in page.content()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save it as a file").click()
    assert f"{server.address}/classroom?teach={key}" in download.value.path().read_text()
    page.reload()
    expect(page.get_by_role("heading", name="7b <b>bold</b>")).to_be_visible()
    assert key not in page.url
    teacher = rooms.as_teacher(store, key)
    code = rooms.room_of(teacher).code
    expect(page.locator(".st-key-joining .code")).to_have_text(f"{code[:3]} {code[3:]}")
    expect(page.get_by_role("img", name="QR code")).to_be_visible()

    screen = open_page(f"{server.address}/classroom?wall={room_keys.wall_key(key)}", width=1920, height=1080)
    expect(screen.locator("[data-count='0']")).to_be_visible()
    expect(screen.get_by_test_id("stSidebar")).to_be_hidden()
    pupils = [seats.join(store, teacher.room_id, f"visitor {name}", name) for name in ("Ada", "Ben")]
    expect(screen.locator("[data-count='2']")).to_be_visible()
    expect(page.locator("ul.pupil-dots li")).to_have_count(2)
    at_rest(page)
    seats.mark_present(store, pupils[0], page="explore")
    expect(page.locator("ul.pupil-dots li.elsewhere")).to_have_count(1)  # nothing was pressed at the desk

    page.get_by_role("button", name="Wall shows").click()
    expect(page.get_by_role("button", name="Confusion", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    rooms.change_settings(teacher, projector="gallery")  # as the plan does
    open_part(page, "Draw and send")
    page.get_by_role("radio", name="1", exact=True).click()
    at_rest(page)
    assert rooms.room_of(teacher).settings.projector == "gallery", "a look into the list chooses nothing"
    page.get_by_role("button", name="Start the round").click()
    expect(page.get_by_text("0 of 2 pupils have drawn")).to_be_visible()
    expect(screen.get_by_role("heading", name="Draw a 1")).to_be_visible()
    put(pupils[0], store, 1, said=1)
    expect(tiles(screen)).to_have_count(1)
    put(pupils[1], store, 1, said=7)
    expect(tiles(screen)).to_have_count(2)
    expect(page.get_by_text("2 of 2 pupils have drawn")).to_be_visible()
    expect(screen.get_by_text("Ada", exact=True)).to_have_count(0)

    open_part(page, "Drawings")
    page.get_by_role("group", name="On the wall").get_by_role("button", name="by Ben").click()
    expect(tiles(screen)).to_have_count(1)
    page.get_by_role("group", name="Hidden").get_by_role("button", name="by Ben").click()
    expect(tiles(screen)).to_have_count(2)
    at_rest(page)
    page.get_by_role("button", name="Close the round").click()
    expect(tiles(screen).filter(has_text="1 → 7")).to_have_count(1)

    at_rest(page)
    open_part(page, "The room")
    page.get_by_role("button", name="Drawings as a ZIP").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save it").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        held = np.load(io.BytesIO(archive.read("drawings.npz")))
        assert (held["images"].shape, held["labels"].tolist()) == ((2, 28, 28), [1, 1])
        assert "Ada" not in archive.read("drawings.csv").decode()

    page.get_by_role("button", name="Delete it for good").click()
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("heading", name="Open a room")).to_be_visible()
    expect(screen.get_by_text("opens no room")).to_be_visible()
    with store.reading() as connection:
        for table in (schema.rooms.c.id, schema.room_drawings.c.room_id, schema.room_seats.c.room_id):
            assert not connection.execute(sa.select(table).where(table == teacher.room_id)).all()


def test_a_cell_of_the_class_opens_its_own_digits(server, open_page, store):
    teacher, key, pupils = played(store, projector="confusion")
    put(pupils[0], store, 1, said=7)
    screen = open_page(f"{server.address}/classroom?wall={room_keys.wall_key(key)}", width=1920, height=1080)
    screen.get_by_role("button", name="1s called 7: 1").click()
    expect(screen.get_by_role("heading", name="Our 1s, called 7: 1")).to_be_visible()
    expect(tiles(screen)).to_have_count(1)
    put(pupils[1], store, 1, said=7)
    expect(screen.get_by_role("heading", name="Our 1s, called 7: 2")).to_be_visible()
    expect(tiles(screen)).to_have_count(2)
    wall.hide(teacher, [drawing.id for drawing in wall.shown(store, teacher.room_id)])
    expect(screen.get_by_role("heading", name="Our 1s, called 7: 0")).to_be_visible()
    expect(tiles(screen)).to_have_count(0)


def test_only_what_is_approved_is_on_the_projector(server, open_page, store):
    _, key, pupils = played(store, projector="gallery", approval=True)
    put(pupils[0], store, 1)
    page = open_page(f"{server.address}/classroom?teach={key}")
    screen = open_page(
        f"{server.address}/classroom?wall={room_keys.wall_key(key)}", width=1024, height=768, dark=True
    )
    expect(screen.get_by_role("heading", name="Draw a 1")).to_be_visible()
    open_part(page, "Drawings")
    page.get_by_role("group", name="Waiting").get_by_role("button", name="by Ada").click()
    expect(tiles(screen)).to_have_count(1)


def test_without_the_key_nothing_of_it_is_there(server, open_page, store):
    teacher, _, _ = played(store)
    code = rooms.room_of(teacher).code
    for address in (f"teach={'f' * 32}", f"wall={'f' * 32}", f"teach={code}"):
        page = open_page(f"{server.address}/classroom?{address}")
        expect(page.get_by_text("opens no room")).to_be_visible()
        expect(page.get_by_text("Start the round")).to_have_count(0)
        expect(page.locator(".join")).to_have_count(0)
    page = open_page(f"{server.address}/classroom?room={code}&wall=")
    at_rest(page)
    expect(page.get_by_text("Start the round")).to_have_count(0)
    expect(page.locator(".join")).to_have_count(0)


SECTIONS = """() => ["conductor", "wall_panel", "joining", "rounds", "class_lesson", "seats_take_out"]
    .filter((key) => !document.querySelector(`.st-key-${key}`))
    .concat(document.querySelectorAll("[role=tab]").length === 7 ? [] : ["parts"])
    .concat(document.querySelectorAll("ul.pupil-dots li").length === 2 ? [] : ["dots"])"""


def test_a_hundred_presses_take_no_section_away(server, open_page, store):
    _, key, _ = played(store)
    page = open_page(f"{server.address}/classroom?teach={key}", width=1366, height=768)
    expect(page.locator(".st-key-seats_take_out")).to_be_attached()
    at_rest(page)
    for _ in range(50):  # two presses at once, which is where a section was seen to go
        page.locator(".st-key-conduct_pause button").first.evaluate(
            "button => { button.click(); button.click(); }"
        )
        assert page.evaluate(SECTIONS) == []
    at_rest(page)
    assert page.evaluate(SECTIONS) == []


def test_the_desk_leads_a_lesson_on_one_screen_of_a_laptop(server, open_page, store):
    _, key, _ = played(store)
    page = open_page(f"{server.address}/classroom?teach={key}", width=1366, height=768)
    expect(page.get_by_text("Missing: Ada, Ben")).to_be_visible()
    at_rest(page)
    for part in (page.get_by_role("button", name="Close the round"), page.locator(".st-key-wall_panel"),
                 page.locator("ul.pupil-dots"), page.get_by_role("tab", name="Drawings")):  # fmt: skip
        box = part.bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= 768
    inside = page.frame_locator("iframe[title='What the projector shows']")
    expect(inside.locator("[data-count='2']")).to_be_visible()
