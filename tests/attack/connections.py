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

from pages._shared.server.connections import MOST
from tests.attack.table import Outcome, attack
from tests.bench.socket_client import Tab
from tests.browser.conftest import Server

SILENT = 1_050
STATE_BYTES = 9_000_000


@attack(f"{SILENT:,} connections that say nothing, of one address; then a visitor")
async def silent_connections(server: Server) -> Outcome:
    alone = await _opens_explore(server)
    held = []
    for _ in range(SILENT):
        with suppress(OSError):
            held.append(await asyncio.open_connection("127.0.0.1", server.port, local_addr=("127.0.0.2", 0)))
    began = time.perf_counter()
    seconds = await _opens_explore(server)
    open_then = sum(not reader.at_eof() for reader, _ in held)
    await asyncio.gather(*(_until_closed(reader) for reader, _ in held))
    last = time.perf_counter() - began
    return Outcome(
        f"{open_then:,} of {len(held):,} were open when the visitor had the page, after {seconds:.1f} s ({alone:.1f} s "
        f"before); all were closed after {last:.0f} s",
        seconds < max(10, 2 * alone) and open_then <= MOST,
    )


async def _opens_explore(server: Server) -> float:
    began = time.perf_counter()
    tab = await Tab.open(f"{server.address}/explore")
    await tab.close()
    return time.perf_counter() - began


async def _until_closed(reader: asyncio.StreamReader) -> None:
    with suppress(ConnectionError):
        await reader.read()


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
