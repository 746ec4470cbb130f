"""A class on two servers with one PostgreSQL: a pupil on each, one projector; then one of the servers stops."""

import pytest
from playwright.sync_api import expect

from digitcore.lab.rooms import room_keys, rooms, rounds, seats, wall
from digitcore.lab.rooms.room_settings import RoomSettings
from digitcore.lab.store.store import open_store
from tests.browser.classrooms import KEPT, expect_prompt, tiles
from tests.browser.conftest import serving
from tests.browser.hand import draw
from tests.browser.pages import at_rest
from tests.strokes import FOUR


@pytest.fixture
def school(postgresql, tmp_path_factory):
    """The address of the database, and two servers on it, each with a home of its own."""
    with (
        postgresql.database() as url,
        serving(tmp_path_factory.mktemp("first"), DIGITLAB_DATABASE=url) as first,
        serving(tmp_path_factory.mktemp("other"), DIGITLAB_DATABASE=url) as other,
    ):
        yield url, first, other


def test_a_class_on_two_servers_is_one_class(school, open_page, complaints):
    url, first, other = school
    store = open_store(url)
    teacher, key = rooms.open_room(store, "7b", RoomSettings(projector="gallery"))
    code = rooms.room_of(teacher).code

    def join(server, nickname):
        page = open_page(f"{server.address}/classroom?room={code}")
        page.get_by_label("Nickname").fill(nickname)
        page.get_by_role("button", name="Join").click()
        expect(page.get_by_role("heading", name="You are in")).to_be_visible()
        return page

    ada, ben = join(first, "Ada"), join(other, "Ben")
    assert [seat.name for seat in seats.listed(store, teacher.room_id)] == ["Ada", "Ben"]
    screen = open_page(f"{first.address}/classroom?wall={room_keys.wall_key(key)}", width=1920, height=1080)
    rounds.start(teacher, "digit", digit=4)
    for count, page in enumerate((ada, ben), start=1):
        expect_prompt(page, 4)
        draw(page, FOUR)
        expect(page.get_by_text(KEPT)).to_be_visible()
        expect(tiles(screen)).to_have_count(count)
    at_rest(ben)
    assert complaints == []
    other.stop()
    ben.goto(f"{first.address}/classroom?room={code}")
    expect_prompt(ben, 4)
    complaints.clear()  # the page has said that it lost its server
    expect(ben.get_by_text(KEPT)).to_be_visible()
    assert [drawing.seat for drawing in wall.listed(store, teacher.room_id)] == [1, 2]
    rounds.close(teacher)
    for page in (ada, ben):
        expect(page.get_by_role("heading", name="The model's answer")).to_be_visible()
