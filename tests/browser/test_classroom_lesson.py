"""One lesson from its first minute to its last: a teacher, the projector and three pupils, each in a browser of their own.

In it a pupil reloads, the server goes down and comes back, and what the server has sent to a pupil is searched for what is
not for them. Pages that are no longer needed are closed, since each of them polls the server about once a second.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field

import numpy as np
import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, WebSocket, expect

from digitcore.lab.rooms import rooms
from digitcore.lab.store import schema
from tests.browser.classrooms import KEPT, PHONE, expect_prompt, key_in, open_part, project, tiles
from tests.browser.hand import touch
from tests.browser.pages import at_rest
from tests.strokes import ONE, SEVEN

FOOL = "\u202e<i>Danquagga</i>"
"""Draws a 7 where the round asks for a 1; the first sign turns the direction of writing."""
NAMES = ("Adaquagga", FOOL, "Evequagga")
IN_NAMES = "quagga"
PIECE = 24
"""Bytes of a drawing that are looked for at once: what a row holds may lie on several pages of the file."""


@dataclass
class Pupil:
    """A pupil's page, and all that the server has sent to it."""

    page: Page
    name: str
    received: list[str] = field(default_factory=list)

    @property
    def visitor(self) -> str:
        """Who they are to the server."""
        cookies = {cookie["name"]: cookie["value"] for cookie in self.page.context.cookies()}
        return cookies["digitlab_visitor"]

    @property
    def shown(self) -> str:
        """The nickname as it is shown."""
        return self.name.lstrip("\u202e")

    @property
    def word(self) -> str:
        """What stands in the nickname of nobody else, with markup around it or without."""
        return re.search(rf"\w+{IN_NAMES}", self.name)[0]

    def listen(self) -> None:
        self.page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._note)

    def _note(self, frame: str | bytes) -> None:
        self.received.append(frame if isinstance(frame, str) else frame.decode("latin-1"))


@pytest.fixture
def come_in(open_page):
    """Opens the page for a pupil, who does nothing yet."""

    def as_pupil(address: str, name: str) -> Pupil:
        pupil = Pupil(open_page("about:blank", **PHONE), name)
        pupil.listen()
        pupil.page.goto(f"{address}/classroom")
        return pupil

    return as_pupil


def join(pupil: Pupil, code: str) -> None:
    at_rest(pupil.page)
    pupil.page.get_by_label("Code").fill(code)
    pupil.page.get_by_label("Nickname").fill(pupil.name)
    pupil.page.get_by_role("button", name="Join").click()


def draw(pupil: Pupil) -> None:
    touch(pupil.page, SEVEN if pupil.name == FOOL else ONE)
    expect(pupil.page.get_by_text(KEPT)).to_be_visible()


def connection(page: Page, is_there: bool) -> None:
    """Wait until the page has lost the server, or has it again."""
    state = re.compile("^CONNECTED$") if is_there else re.compile("^(?!CONNECTED$)")
    expect(page.locator(".stApp")).to_have_attribute("data-test-connection-state", state)


def open_projector(desk: Page) -> Page:
    """Press the desk's link to the projector's window."""
    with desk.context.expect_page() as opened:
        desk.get_by_role("link", name="Open the projector's window").click()
    opened.value.set_viewport_size({"width": 1920, "height": 1080})
    return opened.value


def taken_away(desk: Page) -> tuple[np.ndarray, list[dict[str, str]]]:
    """The labels and the table of the room's ZIP."""
    open_part(desk, "The room")
    desk.get_by_role("button", name="Drawings as a ZIP").click()
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Save it").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        arrays = np.load(io.BytesIO(archive.read("drawings.npz")))
        assert archive.read("drawings.png").startswith(b"\x89PNG")
        assert arrays["images"].shape == (len(arrays["labels"]), 28, 28)
        return arrays["labels"], list(csv.DictReader(io.StringIO(archive.read("drawings.csv").decode())))


def traces(server, room_id: str) -> list[bytes]:
    """Nicknames and pieces of strokes, as the database holds them."""
    with server.store.reading() as connection:
        strokes = connection.execute(
            sa.select(schema.room_drawings.c.strokes).where(schema.room_drawings.c.room_id == room_id)
        ).scalars()
        drawn = [text.encode() for text in strokes]
    pieces = [text[place : place + PIECE] for text in drawn for place in range(0, len(text) - PIECE, PIECE)]
    return [IN_NAMES.encode(), *pieces]


def on_disk(server, looked_for: list[bytes]) -> list[bytes]:
    """Which of these stand in any file that the server has written, its log included."""
    files = [path.read_bytes() for path in (*server.home.rglob("*"), server.log) if path.is_file()]
    return [piece for piece in looked_for if any(piece in content for content in files)]


def of_others(pupil: Pupil, pupils: list[Pupil], key: str) -> list[str]:
    """What a pupil must never receive: the teacher's key, the other visitors' ids and nicknames."""
    others = [other for other in pupils if other is not pupil]
    return [key, *(other.visitor for other in others), *(other.word for other in others)]


def of_a_room(table):
    """Selects a room's rows; that some room was opened is known for an hour, and is none of them."""
    rows = sa.select(table)
    if table is schema.room_guesses:
        rows = rows.where(~table.c.visitor.startswith("open "))
    return rows


def test_a_lesson_from_its_first_minute_to_its_last(start_server, open_page, come_in, complaints):
    server = start_server()
    desk = open_page(f"{server.address}/classroom")
    pupils = [come_in(server.address, name) for name in NAMES]
    desk.get_by_role("textbox", name="Title").fill("7b")
    desk.get_by_role("button", name="Open the room").click()
    key = key_in(desk)
    wall_screen = open_projector(desk)
    expect(wall_screen.locator("[data-count='0']")).to_be_visible()
    code = wall_screen.locator(".join .code").inner_text()
    for pupil in pupils:
        join(pupil, code)
    expect(wall_screen.locator("[data-count='3']")).to_be_visible()
    open_part(desk, "Pupils")
    expect(desk.get_by_role("heading", name="Pupils: 3 joined, 3 here now")).to_be_visible()
    for pupil in pupils:
        expect(desk.locator(".st-key-seats_take_out").get_by_role("button", name=pupil.shown)).to_be_visible()

    open_part(desk, "Draw and send")
    desk.get_by_role("radio", name="1", exact=True).click()
    at_rest(desk)
    desk.get_by_role("button", name="Start the round").click()
    for pupil in pupils:
        expect_prompt(pupil.page, 1)
    for pupil in pupils[:2]:
        draw(pupil)
    expect(desk.get_by_text("2 of 3 have drawn")).to_be_visible()
    pupils[0].page.reload()
    expect_prompt(pupils[0].page, 1)
    expect(pupils[0].page.get_by_text(KEPT)).to_be_visible()
    expect(tiles(wall_screen)).to_have_count(2)
    assert IN_NAMES not in wall_screen.content()

    assert complaints == []
    server.stop()
    everybody = [desk, wall_screen, *(pupil.page for pupil in pupils)]
    for page in everybody:
        connection(page, False)
    server.start()
    for page in everybody:
        connection(page, True)
    complaints.clear()  # each page has said that it lost the server
    for pupil in pupils[:2]:
        expect(pupil.page.get_by_text(KEPT)).to_be_visible()
    draw(pupils[2])
    expect(desk.get_by_text("3 of 3 have drawn")).to_be_visible()
    expect(tiles(wall_screen)).to_have_count(3)
    at_rest(desk)
    desk.get_by_role("button", name="Close the round").click()
    for pupil in pupils:
        expect(pupil.page.get_by_role("heading", name="The model's answer")).to_be_visible()
    for pupil in pupils:
        received = "".join(pupil.received) + pupil.page.content()
        assert pupil.word in received
        assert [secret for secret in of_others(pupil, pupils, key) if secret in received] == []
    for pupil in pupils[1:]:
        pupil.page.close()

    project(desk, "Accuracy")
    expect(wall_screen.get_by_text("2 of 3 drawings")).to_be_visible()
    project(desk, "Confusion")
    wall_screen.get_by_role("button", name="1s called 7: 1").click()
    expect(wall_screen.get_by_role("heading", name="Our 1s, called 7: 1")).to_be_visible()
    expect(tiles(wall_screen)).to_have_count(1)
    open_part(desk, "Drawings")
    desk.get_by_role("group", name="On the wall").get_by_role("button", name="Danquagga").click()
    expect(wall_screen.get_by_role("heading", name="Our 1s, called 7: 0")).to_be_visible()

    labels, table = taken_away(desk)
    assert labels.tolist() == [1, 1]
    assert [(row["prompt"], row["said"]) for row in table] == 2 * [("1", "1")]
    assert len({row["seat"] for row in table}) == 2
    teacher = rooms.as_teacher(server.store, key)
    looked_for = traces(server, teacher.room_id)
    assert len(on_disk(server, looked_for)) > len(looked_for) // 2
    desk.get_by_role("button", name="Delete it for good").click()
    desk.get_by_role("button", name="Delete everything").click()
    expect(wall_screen.get_by_text("opens no room")).to_be_visible()
    expect(pupils[0].page.get_by_text("This room is gone")).to_be_visible()
    with server.store.reading() as connected:
        for table in schema.metadata.sorted_tables:
            if table.name.startswith("room"):
                assert not connected.execute(of_a_room(table)).all(), table.name
    assert on_disk(server, [key.encode(), *looked_for]) == []
