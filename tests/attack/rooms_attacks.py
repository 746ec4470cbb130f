"""Rooms: codes tried, seats taken and rooms opened by a script that is another visitor each time."""

from __future__ import annotations

import asyncio
import time

from digitcore.lab.rooms import rooms, seats
from digitcore.lab.rooms.entering.client_pace import JOINING, OPENING
from tests.attack.attackers import FAILS, Target, guesses_codes, takes_seats
from tests.attack.table import Outcome, attack
from tests.bench.socket_client import Tab
from tests.browser.conftest import Server

_SECONDS = 30.0


async def _pupil_joins(server: Server, code: str) -> float:
    """How long a pupil of another address takes from the link to the seat."""
    began = time.perf_counter()
    tab = await Tab.open(f"{server.address}/classroom?room={code}", client="10.1.1.1")
    tab.press(tab.page.button("Join"))
    await tab.until(lambda page: page.shows("You are in"), "the seat")
    await tab.close()
    return time.perf_counter() - began


@attack(f"one address tries codes for {_SECONDS:.0f} s, ten at once; then a pupil with the right one")
async def guessed_codes(server: Server) -> Outcome:
    teacher, _ = rooms.open_room(server.store)
    code = rooms.get(server.store, teacher.room_id).code
    target = Target(server.address, code, _SECONDS)
    guessing = [asyncio.create_task(guesses_codes(target)) for _ in range(10)]
    await asyncio.sleep(_SECONDS / 2)
    seconds = await _pupil_joins(server, code)
    await asyncio.gather(*guessing, return_exceptions=True)
    return Outcome(
        f"{target.done['codes guessed']} pages with a wrong code; the pupil meanwhile sits after {seconds:.1f} s",
        seconds < 10,
    )


@attack(f"one address takes seats for {_SECONDS:.0f} s, ten at once; then a pupil, and the teacher's press")
async def taken_seats(server: Server) -> Outcome:
    teacher, _ = rooms.open_room(server.store)
    code = rooms.get(server.store, teacher.room_id).code
    target = Target(server.address, code, _SECONDS)
    await asyncio.gather(*(takes_seats(target) for _ in range(10)), return_exceptions=True)
    taken = seats.presence(server.store, teacher.room_id).seats
    seconds = await _pupil_joins(server, code)
    gone = seats.delete_unused(teacher)
    left = seats.presence(server.store, teacher.room_id).seats
    most = JOINING.known.most + _SECONDS / JOINING.known.every_seconds + 1
    return Outcome(
        f"{taken} seats were taken; the pupil sits after {seconds:.1f} s; one press takes {gone} out, {left} stay",
        taken <= most and left == 0,
    )


@attack("one address opens rooms, each as another visitor; then another teacher")
async def opened_rooms(server: Server) -> Outcome:
    began, opened = time.perf_counter(), 0

    async def open_one(client: str) -> None:
        tab = await Tab.open(f"{server.address}/classroom", client=client)
        tab.press(tab.page.button("Open the room"))
        await tab.until(lambda page: tab.is_still and page.shows("Keep the link"), "the desk")
        await tab.close()

    while time.perf_counter() - began < 2 * _SECONDS and opened < 2 * OPENING.known.most:
        try:
            await open_one("10.6.0.8")
        except FAILS:
            break
        opened += 1
    begins = time.perf_counter()
    await open_one("10.1.1.2")
    seconds = time.perf_counter() - begins
    return Outcome(
        f"{opened} rooms in {begins - began:.0f} s; another teacher has one after {seconds:.1f} s",
        seconds < 10,
    )
