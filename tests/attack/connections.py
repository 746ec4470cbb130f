"""Connections and messages: many silent ones, one that is too large, and a name that another site leads here."""

from __future__ import annotations

import asyncio
import json
import time
import urllib.error
import urllib.request
from contextlib import suppress

import psutil
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.attack.table import Outcome, attack
from tests.bench.socket_client import Tab
from tests.browser.conftest import Server

SILENT = 1_050
STATE_BYTES = 9_000_000


@attack(f"{SILENT:,} connections that say nothing; then a visitor")
async def silent_connections(server: Server) -> Outcome:
    held = []
    for _ in range(SILENT):
        with suppress(OSError):
            held.append(await asyncio.open_connection("127.0.0.1", server.port))
    began = time.perf_counter()
    tab = await Tab.open(f"{server.address}/explore")
    seconds = time.perf_counter() - began
    await tab.close()
    for _, writer in held:
        writer.close()
    return Outcome(f"{len(held):,} were taken; the visitor has the page after {seconds:.1f} s", seconds < 10)


@attack("one message with a component's state of 9 MB")
async def large_state(server: Server) -> Outcome:
    process = psutil.Process(server.pid)
    before = process.memory_info().rss
    tab = await Tab.open(f"{server.address}/explore")
    address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    origin = f"http://127.0.0.1:{server.port}"
    closed = 0
    async with connect(
        address, origin=origin, subprotocols=["streamlit"], max_size=None, proxy=None
    ) as socket:  # type: ignore[arg-type,list-item]
        with suppress(ConnectionClosed):
            await socket.send(json.dumps({"state": "x" * STATE_BYTES}).encode())
            async with asyncio.timeout(10):
                while True:
                    await socket.recv()
        closed = socket.close_code or 0
    began = time.perf_counter()
    tab.rerun()
    await tab.until(lambda _: tab.is_still)
    seconds = time.perf_counter() - began
    await tab.close()
    megabytes = (process.memory_info().rss - before) / 1e6
    return Outcome(
        f"closed with code {closed}; another visitor waits {seconds:.1f} s; {megabytes:.0f} MB more with both sessions",
        closed == 1009,
    )


@attack("a page under a name that another site leads here")
async def rebound_name(server: Server) -> Outcome:
    request = urllib.request.Request(server.address, headers={"Host": f"elsewhere.example:{server.port}"})
    try:
        await asyncio.to_thread(urllib.request.urlopen, request)
    except urllib.error.HTTPError as refused:
        return Outcome(f"refused with {refused.code}", refused.code == 421)
    return Outcome("answered", False)
