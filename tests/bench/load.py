"""`make load`: how long it takes until a drawing is answered and stored while many draw, and what it costs the server.

The bars follow the pen in each visitor's own browser (`draw_page_bench`); here it is the server's turn. Real websocket
sessions (`socket_client`) against a server on this machine, which shares its cores with the visitors and the trainings.
Some draw, others browse Explore, trainings are queued. `ARGS=--short` takes a few seconds and fails on an error or a lost
drawing, `--soak 240` is two hours in rounds of half a minute: thirty draw, five explore other data each time, two train,
some go and others come; it prints the memory and fails where it grows, a drawing is lost or the log has a traceback.
`--drawers 10 --seconds 30` is one stretch.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digitcore.lab.drawings import drawings
from tests.bench import people, socket_client
from tests.bench.hand import Hand
from tests.bench.handwriting import digits
from tests.bench.meter import Meter, percentiles
from tests.bench.people import VisitorRecord
from tests.bench.socket_client import Tab
from tests.browser.conftest import Server, serving
from tests.measured import recorded

GROWTH, GROWTH_SECONDS = (1, 30, 60, 90), 45.0
STAYS = 30
"""With so many, it is measured without visits of other pages as well: what is left is the work for the drawings alone."""
DRAWERS, BROWSERS, LESSON_SECONDS = 30, 10, 180.0
ROUND_SECONDS = 30.0
EXPLORERS, TRAININGS, LEAVE_EACH_ROUND = 5, 2, 3
SETTLED_ROUNDS = 20
"""Ten minutes, after which caches are full."""
SOAK_PATIENCE_SECONDS = 300.0
"""Thirty who come while two trainings begin wait long on a slow machine; what is measured begins after that."""
GROWTH_SHARE = 0.1
"""By how much the memory of the last rounds may exceed that of the settled ones."""
WANTED = (
    "Wanted: p95 at most 0.3, 0.6 and 1 s for 30, 60 and 90 people, 25 ms of the server and 20 kB for a drawing, no error, "
    "no lost drawing."
)
COLUMNS = (
    "people",
    "pen up to the stored answer",
    "drawn, lost, errors",
    "server's work for a drawing",
    "traffic for a drawing",
    "server's memory, for each more session",
    "a view of Explore",
    "busy",
)
_DIGITS = 20
"""Different digits of each drawer."""


@dataclass(frozen=True)
class Stretch:
    """The measurements of some time with the same visitors."""

    record: VisitorRecord
    lost: int
    megabytes: float
    server_seconds: float
    """Processor time of the server."""
    busy: str

    def print(self, title: str, per_session: float | None = None) -> None:
        """Print a row of the table; errors go to standard error."""
        record, drawn = self.record, self.record.drawn.total()
        each = "" if per_session is None else f", {per_session:.1f} MB"
        cells = (
            title,
            percentiles(record.answers, 50, 95, 99),
            f"{drawn:,}, {self.lost}, {len(record.errors)}",
            f"{1_000 * self.server_seconds / max(1, drawn):.0f} ms",
            f"{record.traffic_bytes / 1_000 / max(1, drawn):.1f} kB",
            f"{self.megabytes:.0f} MB{each}",
            percentiles(record.views, 50, 95, 99) if record.views else "–",
            self.busy,
        )
        print(f"| {' | '.join(cells)} |", flush=True)
        for words in sorted(set(record.errors)):
            print(f"  {words}", file=sys.stderr)

    @property
    def is_fine(self) -> bool:
        """No error, no lost drawing."""
        return not self.lost and not self.record.errors


class Crowd:
    """Visitors of one server; they arrive and stay."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.drawers: list[Hand] = []
        """Each goes on with what is on its sheet."""
        self.browsers: list[Tab] = []
        self.trainers: list[Tab] = []
        self.explorers = 0
        """People who open Explore with other data each time."""

    async def come(self, *, drawers: int = 0, browsers: int = 0, trainings: int = 0) -> None:
        """Open tabs until there are this many of each kind."""
        address = self.server.address
        while len(self.drawers) < drawers:
            self.drawers.append(Hand(await people.open_draw_page(address)))
        while len(self.browsers) < browsers:
            self.browsers.append(await people.open_explore(address, dataset="mnist"))
        for recipe in people.TRAINED[len(self.trainers) : trainings]:
            self.trainers.append(await people.train(address, recipe))

    async def work(self, seconds: float, *, visits: bool = True) -> Stretch:
        """All visitors work for this time; drawers and browsers begin one after the other.

        With `visits` each drawer goes to another page and back after every tenth drawing.
        """
        meter, record, store = Meter(self.server.pid), VisitorRecord(), self.server.store
        visitors = [hand.tab.visitor for hand in self.drawers]
        before = Counter({visitor: drawings.count(store, visitor) for visitor in visitors})
        ends = time.perf_counter() + seconds
        written = digits(_DIGITS * max(1, len(self.drawers)))
        work = [
            _after(
                n / len(self.drawers) * people.DRAW_EVERY_SECONDS,
                people.draw_on(hand, written[n :: len(self.drawers)], ends, record, place=n, visits=visits),
            )
            for n, hand in enumerate(self.drawers)
        ]
        work += [
            _after(n / len(self.browsers) * people.BROWSE_EVERY_SECONDS, people.browse(tab, ends, record))
            for n, tab in enumerate(self.browsers)
        ]
        work += [people.explore_seeds(self.server.address, ends, record) for _ in range(self.explorers)]
        await asyncio.gather(*work)
        lost, megabytes = record.lost(store, before), meter.megabytes()
        return Stretch(record, lost, megabytes, meter.server_seconds(), meter.busy())

    async def exchange(self, count: int) -> None:
        """So many drawers go; as many others come with the next `come`."""
        for hand in self.drawers[:count]:
            await hand.tab.close()
        del self.drawers[:count]

    async def leave(self) -> None:
        """Close all tabs."""
        for tab in (*(hand.tab for hand in self.drawers), *self.browsers, *self.trainers):
            await tab.close()


async def grow(server: Server, seconds: float) -> None:
    """The same with more and more drawers."""
    crowd, alone = Crowd(server), 0.0
    for count in GROWTH:
        await crowd.come(drawers=count)
        stretch = await crowd.work(seconds)
        alone = alone or stretch.megabytes
        stretch.print(f"{count} drawing", (stretch.megabytes - alone) / (count - 1) if count > 1 else None)
        if count == STAYS:
            (await crowd.work(seconds, visits=False)).print(f"{count} drawing, on no other page")
    await crowd.leave()


async def lesson(server: Server, *, drawers: int, browsers: int, trainings: int, seconds: float) -> Stretch:
    """Some draw, some browse, some trainings are queued."""
    crowd = Crowd(server)
    await crowd.come(drawers=drawers, browsers=browsers, trainings=trainings)
    stretch = await crowd.work(seconds)
    stretch.print(f"{drawers} drawing, {browsers} browsing, {trainings} training")
    await crowd.leave()
    return stretch


async def soak(server: Server, rounds: int) -> bool:
    """People who stay, come and go for many rounds: the server's memory must not grow; gives whether all was well."""
    socket_client.PATIENCE_SECONDS = SOAK_PATIENCE_SECONDS
    crowd, stretches = Crowd(server), []
    crowd.explorers = EXPLORERS
    for number in range(1, rounds + 1):
        await crowd.come(drawers=DRAWERS, trainings=TRAININGS)
        stretches.append(await crowd.work(ROUND_SECONDS))
        stretches[-1].print(f"round {number} of {rounds}")
        await crowd.exchange(LEAVE_EACH_ROUND)
    await crowd.leave()
    settled = stretches[min(SETTLED_ROUNDS, rounds // 2) :]
    first, last = (
        sum(each.megabytes for each in part) / len(part)
        for part in (settled[: len(settled) // 4 + 1], settled[-(len(settled) // 4 + 1) :])
    )
    lost, errors = (
        sum(each.lost for each in stretches),
        sum(len(each.record.errors) for each in stretches),
    )
    tracebacks = server.log.read_text(errors="replace").count("Traceback")
    drawn = sum(each.record.drawn.total() for each in stretches)
    print(
        f"\nIn {rounds * ROUND_SECONDS / 60:.0f} minutes {drawn:,} drawings, {lost} lost, {errors} errors, "
        f"{tracebacks} tracebacks in the log. The server took {stretches[0].megabytes:.0f} MB in the first round, "
        f"{first:.0f} MB once it had settled and {last:.0f} MB at the end."
    )
    return not (lost or errors or tracebacks) and last <= (1 + GROWTH_SHARE) * first


async def _after(seconds: float, work: Coroutine[Any, Any, None]) -> None:
    await asyncio.sleep(seconds)
    await work


def main() -> None:
    """Measure what the arguments name, and print it; the whole and `--soak` are written to docs/measured.md."""
    arguments = _arguments()
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as server,
        recorded(_section(arguments)),
    ):
        print(f"{WANTED}\n\n| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}")
        asyncio.run(_measure(server, arguments))


async def _measure(server: Server, arguments: argparse.Namespace) -> None:
    if arguments.short:
        if not (await lesson(server, drawers=4, browsers=1, trainings=1, seconds=10.0)).is_fine:
            raise SystemExit(1)
    elif arguments.soak:
        if not await soak(server, arguments.soak):
            raise SystemExit(1)
    elif arguments.drawers is not None:
        await lesson(
            server,
            drawers=arguments.drawers,
            browsers=arguments.browsers,
            trainings=arguments.trainings,
            seconds=arguments.seconds,
        )
    else:
        await grow(server, GROWTH_SECONDS)
        await lesson(server, drawers=DRAWERS, browsers=BROWSERS, trainings=3, seconds=LESSON_SECONDS)


def _section(arguments: argparse.Namespace) -> str | None:
    if arguments.short or arguments.drawers is not None:
        return None
    return "soak" if arguments.soak else "load"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make load", description="Load the app as a class does.")
    parser.add_argument(
        "--short", action="store_true", help="a few sessions, some seconds; fails on an error"
    )
    parser.add_argument("--soak", type=int, default=0, metavar="ROUNDS", help="rounds of half a minute")
    parser.add_argument("--drawers", type=int, help="one stretch with so many drawing")
    parser.add_argument("--browsers", type=int, default=0)
    parser.add_argument("--trainings", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=60.0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
