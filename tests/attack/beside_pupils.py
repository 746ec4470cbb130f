"""Ten honest pupils who draw, with one attacker of each kind beside them, against the same without."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE

import numpy as np

from digitcore.lab.rooms import rooms
from tests.attack.table import Outcome, attack
from tests.bench.load import Crowd, Stretch
from tests.browser.conftest import ROOT, Server

PUPILS, SECONDS = 10, 60.0
_MOST = 2.0
"""How many times longer pupils may wait."""


@attack(f"{PUPILS} pupils draw for a minute, without and with one attacker of each kind")
async def honest_pupils(server: Server) -> Outcome:
    teacher, _ = rooms.open_room(server.store, "Attacked")
    code = rooms.get(server.store, teacher.room_id).code
    crowd = Crowd(server)
    await crowd.come(drawers=PUPILS)
    await crowd.work(15.0)  # the first answers load what is loaded once
    alone = await crowd.work(SECONDS)
    attackers = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.attack.attackers", server.address, code, str(SECONDS),
        cwd=ROOT, stdout=PIPE,
    )  # fmt: skip
    beside = await crowd.work(SECONDS)
    done, _ = await attackers.communicate()
    again = await crowd.work(SECONDS)
    await crowd.leave()
    without = max(_p95(alone), _p95(again))
    ratio = _p95(beside) / without
    did = ", ".join(f"{count:,} {what}" for what, count in json.loads(done or b"{}").items())
    lost = alone.lost + beside.lost + again.lost
    errors = len(alone.record.errors) + len(beside.record.errors) + len(again.record.errors)
    return Outcome(
        f"p95 of pen up to the stored answer {_p95(beside):.2f} s with, {_p95(alone):.2f} s before and "
        f"{_p95(again):.2f} s after: {ratio:.1f} times; {lost} lost, {errors} errors; attackers: {did}; "
        f"load of the machine {os.getloadavg()[0]:.1f}",
        ratio <= _MOST and not lost and not errors,
    )


def _p95(stretch: Stretch) -> float:
    return float(np.percentile(stretch.record.answers, 95))
