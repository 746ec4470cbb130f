"""The plan of 45 minutes in one hurry: from Home to the exit ticket, with a desk, a projector and phones in browsers.

In it one joins late, one has a rude name, one scribbles, a tablet is passed on, a phone loses its network, and the server
is started again. What pupils do many times over is done through the library, once one of them has done it on a phone.
"""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from digitcore.lab.polls import ballots, polls
from digitcore.lab.rooms import class_training, room_keys, rooms, rounds, seats, wall
from tests.browser.classrooms import KEPT, PHONE, expect_prompt, key_in, open_part
from tests.browser.hand import put_down, touch
from tests.browser.pages import at_rest
from tests.browser.wires import wire_to
from tests.core.classes import put
from tests.core.memories import wait_until
from tests.strokes import ONE, SEVEN, ZIGZAG

RUDE = "Rudequagga"
MOST_PRESSES = 14
TRAINED_MS = 600_000


@dataclass
class Desk:
    """The teacher's page; each press is one that leads the lesson on, on a screen that never scrolls."""

    page: Page
    presses: int = 0

    def press(self, name: str) -> None:
        at_rest(self.page)
        button = self.page.get_by_role("button", name=name)
        box = button.bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= 768, name
        button.click()
        self.presses += 1
        at_rest(self.page)
        assert self.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0, name


def sit_down(page: Page, name: str) -> Page:
    at_rest(page)  # or the press may be lost while the form is still being made
    page.get_by_label("Nickname").fill(name)
    page.get_by_role("button", name="Join").click()
    return page


def fill(store, teacher) -> None:
    """What is still missing in the open round."""
    current = rounds.latest(store, teacher.room_id)
    for seat in seats.listed(store, teacher.room_id):
        drawn = {drawing.step for drawing in wall.of_seat(store, seat, current.number)}
        for step in set(range(current.count)) - drawn:
            put(seat, store, current.number, step=step, said=current.prompts(seat.number)[step])


def vote(store, teacher, answer: int) -> None:
    """Let every seat give this answer."""
    poll = polls.current(store, teacher.room_id)
    for seat in seats.listed(store, teacher.room_id):
        for item in range(poll.question.items):
            ballots.put(store, seat, poll, item, answer)


@pytest.mark.long
def test_the_plan_of_45_minutes_is_led_by_fourteen_presses(start_server, open_page, complaints):
    server = start_server()
    store = server.store
    desk = Desk(open_page(server.address, width=1366, height=768))
    desk.page.get_by_role("button", name="Open a room").click()
    key = key_in(desk.page)
    teacher = rooms.as_teacher(store, key)
    code = rooms.room_of(teacher).code
    screen = open_page(f"{server.address}/classroom?wall={room_keys.wall_key(key)}", width=1024, height=768)
    with wire_to(server.port) as wire:
        phones = [
            sit_down(open_page(f"{address}/classroom?room={code}", **PHONE), name)
            for address, name in (
                (wire.address, "Ada"), (server.address, "Ben"), (server.address, RUDE), (server.address, "Eve"),
            )
        ]  # fmt: skip
        expect(screen.locator("[data-count='4']")).to_be_visible()
        desk.page.get_by_role("button", name="I have it").click()
        desk.press("Next: All draw a 7")
        phones.append(sit_down(open_page(f"{server.address}/classroom?room={code}", **PHONE), "Late"))
        for phone, strokes in zip(phones, (SEVEN, ZIGZAG, SEVEN, SEVEN, SEVEN), strict=True):
            expect_prompt(phone, 7)
            touch(phone, strokes)
            expect(phone.get_by_text(KEPT)).to_be_visible()
        expect(desk.page.get_by_text("1 drawing waits for you.")).to_be_visible()

        open_part(desk.page, "Pupils")
        desk.page.get_by_role("button", name="Take away a name").click()
        desk.page.locator(".st-key-rename_3 button").click()
        wait_until(
            lambda: RUDE not in {seat.name for seat in seats.listed(store, teacher.room_id)}, "an animal"
        )
        desk.page.keyboard.press("Escape")
        desk.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")

        phones[3].get_by_role("button", name="I am somebody else").click()
        expect(phones[3].get_by_role("button", name="Join")).to_be_visible()
        at_rest(phones[3])
        sit_down(phones[3], "Gus")
        expect_prompt(phones[3], 7)
        touch(phones[3], SEVEN)
        expect(phones[3].get_by_text(KEPT)).to_be_visible()

        wire.cut()
        put_down(phones[0], ONE)
        expect(phones[0].get_by_text("No connection.")).to_be_visible()
        wire.mend()
        mine = next(seat for seat in seats.listed(store, teacher.room_id) if seat.name == "Ada")
        wait_until(lambda: len(wall.of_seat(store, mine)[0].drawing.strokes) == 2, "the stroke of that time")

        server.stop()
        server.start()
        for page in (desk.page, screen, *phones):
            expect(page.locator(".stApp[data-test-connection-state=CONNECTED]")).to_be_visible()
        complaints.clear()  # each page has said that it lost the server
        desk.press("Next: Guess, discuss, guess again")
        expect(phones[4].get_by_text("1 of 3")).to_be_visible()
        vote(store, teacher, 7)
        desk.press("Discuss and vote again")
        expect(phones[4].get_by_text("Discuss with your neighbour.")).to_be_visible()
        desk.press("Reveal")
        expect(screen.get_by_text("A 7 was asked for.").first).to_be_visible()

        desk.press("Next: Three digits each")
        expect(phones[4].get_by_text("1 of 3")).to_be_visible()
        fill(store, teacher)
        desk.press("Close the round")
        expect(screen.get_by_text("How often does it read us?")).to_be_visible()
        desk.press("Next: Which pair, and why?")
        expect(screen.get_by_text("Which digits does it confuse?")).to_be_visible()
        desk.press("Next: Our handwriting and MNIST's")
        expect(screen.locator(".st-key-projector_shift")).to_be_visible()
        desk.press("Next: Predict, then train")
        expect(phones[4].get_by_label("A whole number from -20 to 60")).to_be_visible()
        vote(store, teacher, 5)
        desk.press("Close the vote and train")
        expect(screen.get_by_text("did it forget?")).to_be_visible(timeout=TRAINED_MS)
        expect(phones[4].get_by_text("did it forget?")).to_be_visible(timeout=TRAINED_MS)

        desk.press("Next: Draw again, with our model")
        pair = class_training.latest(store, rooms.room_of(teacher))
        assert rooms.room_of(teacher).settings.model == pair.after.id
        fill(store, teacher)
        desk.press("Close the round")
        desk.press("Next: What do we know now?")
        phones[4].get_by_role("button", name="When it is tired").click()
        vote(store, teacher, 1)
        desk.press("Reveal")
        expect(screen.get_by_text("are right.")).to_be_visible()
        assert desk.presses <= MOST_PRESSES
        for page in phones:
            page.goto("about:blank")
        complaints.clear()  # the phone that had lost its network has said so
