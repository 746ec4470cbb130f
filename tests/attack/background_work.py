"""Work that pages start: many visitors with data of their own, and links that keep the server busy."""

from __future__ import annotations

import asyncio
import time

import psutil

from tests.attack.table import Outcome, attack
from tests.bench.page_tree import PageTree
from tests.bench.socket_client import Tab
from tests.browser.conftest import Server

VISITORS, LINKS = 30, 8
_MOST_WORK_SECONDS = 3.0
"""Of the processor, for what nobody waits for: on a machine that does other work as well that takes longer by the clock."""
_UNFAIR = 1.5
"""How many times its share of the processor's time something may take."""
_IDLE_SHARE = 0.25
"""Of a core: a server that draws no digits any more."""


@attack("30 visitors at once, each with another seed of 6,000 synthetic images")
async def thirty_seeds(server: Server) -> Outcome:
    alone = await _sees_6000(server, seed=1_000)
    began = time.perf_counter()
    tabs = await asyncio.gather(
        *(Tab.open(f"{server.address}/explore?dataset=synthetic&seed={seed}") for seed in range(VISITORS))
    )
    waits = await asyncio.gather(*(_until_shown(tab, began) for tab in tabs))
    errors = sum(len(tab.errors) for tab in tabs)
    await _close(tabs)
    return Outcome(
        f"all saw their page, the first after {min(waits):.0f} s, the last after {max(waits):.0f} s, one alone after "
        f"{alone:.0f} s; {errors} errors",
        not errors and max(waits) < _UNFAIR * VISITORS * alone,
    )


@attack("eight links to 120,000 synthetic images are opened and left at once")
async def left_links(server: Server) -> Outcome:
    process = psutil.Process(server.pid)
    tabs = await asyncio.gather(
        *(
            Tab.open(f"{server.address}/explore?dataset=synthetic&images=120000&seed={seed}")
            for seed in range(LINKS)
        )
    )
    await _close(tabs)
    left, worked = time.perf_counter(), sum(process.cpu_times()[:2])
    while await asyncio.to_thread(process.cpu_percent, 0.5) > 100 * _IDLE_SHARE:
        pass
    seconds = time.perf_counter() - left
    more = sum(process.cpu_times()[:2]) - worked
    return Outcome(
        f"the server is idle {seconds:.1f} s after the last tab was closed, and worked {more:.1f} s of them",
        more < _MOST_WORK_SECONDS,
    )


@attack("eight links to 120,000 synthetic images stay open; then a visitor with 6,000")
async def long_links(server: Server) -> Outcome:
    alone = await _sees_6000(server, seed=98)
    tabs = await asyncio.gather(
        *(
            Tab.open(f"{server.address}/explore?dataset=synthetic&images=120000&seed={seed}")
            for seed in range(LINKS)
        )
    )
    seconds = await _sees_6000(server, seed=99)
    await _close(tabs)
    return Outcome(
        f"the visitor sees the page after {seconds:.0f} s, before after {alone:.0f} s",
        seconds < _UNFAIR * (LINKS + 1) * alone,
    )


async def _sees_6000(server: Server, *, seed: int) -> float:
    began = time.perf_counter()
    tab = await Tab.open(f"{server.address}/explore?dataset=synthetic&seed={seed}")
    seconds = await _until_shown(tab, began)
    await tab.close()
    return seconds


async def _until_shown(tab: Tab, began: float) -> float:
    await tab.until(lambda page: tab.is_still and _is_shown(page), "the view")
    return time.perf_counter() - began


def _is_shown(page: PageTree) -> bool:
    kinds = {node.kind for node in page.nodes.values()}
    return "progress" not in kinds and "table" in kinds


async def _close(tabs: list[Tab]) -> None:
    await asyncio.gather(*(tab.close() for tab in tabs))
