"""Files sent to a session's address, and pages of other sites."""

from __future__ import annotations

import asyncio
import time
import urllib.request
from collections import Counter

import psutil

from pages._shared.server.middleware.upload_limit import MOST_OF_ADDRESS
from tests.attack.attackers import Target, comes_from_elsewhere, multipart, put_file
from tests.attack.table import Outcome, attack
from tests.bench.socket_client import Tab
from tests.browser.conftest import Server

UPLOADS, SESSIONS, MEGABYTES = 15, 6, 9


@attack(f"{UPLOADS} uploads of {MEGABYTES} MB to each of {SESSIONS} sessions of one address")
async def many_uploads(server: Server) -> Outcome:
    process = psutil.Process(server.pid)
    before = process.memory_info().rss
    content = multipart(bytes(MEGABYTES * 1_000_000))
    tabs = [await Tab.open(f"{server.address}/data", client="10.6.0.5") for _ in range(SESSIONS)]
    statuses: Counter[int] = Counter()
    for tab in tabs:
        for _ in range(UPLOADS):
            sent = await asyncio.to_thread(put_file, server.address, tab, content, client="10.6.0.5")
            statuses[sent] += 1
    more = (process.memory_info().rss - before) / 1e6
    for tab in tabs:
        await tab.close()
    kept = statuses[204] * MEGABYTES
    return Outcome(
        f"{statuses[204]} were taken, {kept} MB, and {statuses[413]} refused; {more:.0f} MB more in all",
        kept * 1e6 <= MOST_OF_ADDRESS and statuses[413] > 0,
    )


@attack("handshakes with a foreign origin for 15 s; meanwhile the server is asked for its health")
async def foreign_origins(server: Server) -> Outcome:
    target = Target(server.address, "", 15.0)
    attacking = asyncio.create_task(comes_from_elsewhere(target))
    waits = []
    while not attacking.done():
        began = time.perf_counter()
        await asyncio.to_thread(urllib.request.urlopen, f"{server.address}/_stcore/health")
        waits.append(time.perf_counter() - began)
        await asyncio.sleep(0.1)
    count = target.done["handshakes with a foreign origin"]
    return Outcome(f"{count} refused; the longest wait for an answer {max(waits):.2f} s", max(waits) < 2)
