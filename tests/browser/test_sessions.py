"""Many visitors at once, each through a real websocket session without a browser (`tests/bench/socket_client`)."""

import asyncio

from digitcore.lab.drawings import drawings
from digitcore.lab.rooms import rooms, rounds, seats
from tests.bench import load, people, room_bench
from tests.bench.hand import Hand
from tests.bench.handwriting import digits
from tests.bench.simulated_class import open_class
from tests.bench.socket_client import Tab
from tests.loops import in_a_thread

PUPIL = "5" * 32


def test_who_draws_beside_others_gets_an_answer_and_keeps_each_drawing(trainer):
    stretch = in_a_thread(load.lesson(trainer, drawers=4, browsers=1, trainings=0, seconds=8.0))
    assert stretch.record.errors == []
    assert stretch.lost == 0
    assert len(stretch.record.answers) == stretch.record.drawn.total() > 4


def test_who_clears_and_draws_on_at_once_has_two_drawings(trainer):
    """The pen does not rest in between: one message has both."""

    async def draw():
        tab = await people.open_draw_page(trainer.address)
        hand = Hand(tab, looks_below=True)
        first, second = digits(2, seconds=0.05)
        await hand.draw(first)
        await tab.until(lambda page: page.shows("1 of 1 drawing."), "the first one")
        await hand.clear()
        await hand.draw(second)
        await tab.until(lambda page: page.shows("2 of 2 drawings."), "the second one")
        await tab.close()
        return tab

    tab = in_a_thread(draw())
    assert tab.errors == []
    assert drawings.count(trainer.store, tab.visitor) == 2


def test_what_a_class_draws_gets_to_the_projector(trainer):
    async def lesson():
        await people.warm(trainer.address)
        found = await open_class(trainer.address, pupils=3)
        result = await room_bench.hold_lesson(found, trainer.store, drawings=2, every_seconds=3.0)
        await found.close()
        return result

    result = in_a_thread(lesson())
    assert result.errors == ()
    assert (result.drawn, result.lost) == (6, 0)


def test_what_waits_for_a_room_is_run_by_the_server_when_the_room_changes_and_not_before(server):
    teacher, key = rooms.open_room(server.store, "7b")
    room = rooms.room_of(teacher)
    seats.join(server.store, room.id, PUPIL, "Ada")

    async def wait():
        desk = await Tab.open(f"{server.address}/classroom?teach={key}", has_timers=False)
        phone = await Tab.open(
            f"{server.address}/classroom?room={room.code}", visitor=PUPIL, screen="narrow", has_timers=False
        )
        await desk.until(lambda page: page.shows("1 joined"), "the pupil")
        await phone.until(lambda _: phone.is_still, "the seat")
        await asyncio.sleep(1.0)  # what the pages did when they came
        before = desk.runs, phone.runs
        await asyncio.sleep(1.0)
        assert (desk.runs, phone.runs) == before
        seats.join(server.store, room.id, "0" * 32, "Bob")
        await desk.until(lambda page: page.shows("2 joined"), "the second one")
        assert phone.runs == before[1], "what the pupils need not see"
        rounds.start(teacher, "digit", digit=4)
        await phone.until(lambda page: page.shows("Draw a 4"), "the round")
        rounds.close(teacher)
        await phone.until(lambda page: page.shows("Time is up"), "the end of the round")
        await phone.until(lambda page: page.shows("Wait for the next round"), "the time for a last stroke")
        rooms.close(teacher)
        await phone.until(lambda page: page.shows("This room is closed"), "the end")
        await desk.close()
        await phone.close()
        return desk.errors + phone.errors

    assert in_a_thread(wait()) == []


def test_a_tab_tells_what_went_wrong_and_follows_the_address(trainer):
    async def look():
        wrong = await Tab.open(f"{trainer.address}/classroom?room=NOROOM")
        right = await Tab.open(f"{trainer.address}/explore?dataset=digits&view=ink")
        await right.go("draw")
        await wrong.close()
        await right.close()
        return wrong, right

    wrong, right = in_a_thread(look())
    assert any("NOROOM" in words or "code" in words for words in wrong.errors)
    assert (right.errors, right.query) == ([], "")
    assert right.page.component("digitlab_pen") is not None
