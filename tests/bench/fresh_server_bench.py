"""A server that has just been started: when Draw answers first, what it loads on a telephone, and the memory of thirty tabs.

The page is requested as soon as the server answers at all, by a browser that knows nothing of it; a stroke is drawn as soon
as the canvas takes it. *first bars* is in the page's own clock, from its request to the first frame with bars, and says
whether the server had loaded TensorFlow by then. *first load* is all that comes until page, worker and model rest, compressed
as a browser gets it: another visit, since Python counts its bytes, which takes half a second. Then thirty people open Draw,
and draw.
"""

import asyncio
import os
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.bench import people
from tests.bench.browser_stage import started
from tests.bench.hand import Hand
from tests.bench.handwriting import digits
from tests.bench.meter import Meter
from tests.bench.socket_client import Tab
from tests.browser.conftest import Server, serving
from tests.browser.wires import wire_to

TIMES, TABS = 5, 30
WANTED_SECONDS = 2.0
CANVAS = ".st-key-drawing canvas.upper-canvas"
TELEPHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
FIRST_BARS = """() => {
    const look = () => {
        const bars = [...document.querySelectorAll("table.bars .track span")];
        if (bars.some((bar) => parseFloat(bar.style.width) > 0)) window.firstBars = performance.now();
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""


def run() -> None:
    """Measure and print."""
    with started() as stage:
        stage.server.stop()
        waits = [first_bars(stage.browser, stage.server) for _ in range(TIMES)]
        print(f"first load      {first_load_bytes(stage.browser, stage.server) / 1_000:,.0f} kB")
    asyncio.run(measure_memory())
    median, worst = statistics.median(waits), max(waits)
    print(
        f"first bars      p50 {median:.2f} s, longest of {TIMES} {worst:.2f} s   (wanted: {WANTED_SECONDS:.0f} s)"
    )


def first_bars(browser: Browser, server: Server) -> float:
    """Seconds from the request of Draw to its first bars; what came is printed."""
    server.start()
    page = browser.new_context(**TELEPHONE).new_page()
    page.add_init_script(f"({FIRST_BARS})()")
    page.goto(f"{server.address}/draw", wait_until="commit")
    draw_one(page)
    page.wait_for_function("window.firstBars")
    has_tensorflow = server.has_tensorflow
    seconds: float = page.evaluate("window.firstBars") / 1_000
    print(f"first bars after {seconds:.2f} s, TensorFlow {'loaded' if has_tensorflow else 'not loaded'}; "
          f"load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip
    page.context.close()
    server.stop()
    return seconds


def first_load_bytes(browser: Browser, server: Server) -> int:
    """What Draw loads on a telephone that knows nothing of it, with one drawing."""
    server.start()
    page = browser.new_context(**TELEPHONE).new_page()
    with wire_to(server.port) as wire:
        page.goto(f"{wire.address}/draw")
        draw_one(page)
        page.locator("html[data-settled=true]").wait_for(state="attached")
        page.wait_for_load_state("networkidle")
        page.context.close()
    server.stop()
    return wire.bytes_down


def draw_one(page: Page) -> None:
    """A line down the middle, as soon as the canvas takes it."""
    page.locator(f".st-key-drawing[data-pen=ready] {CANVAS.partition(' ')[2]}").wait_for()
    box = page.locator(CANVAS).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 160, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 270, steps=10)
    page.mouse.up()


async def measure_memory() -> None:
    """Thirty tabs, before and after they draw."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server:
        meter = Meter(server.pid)
        print(f"memory          nobody {meter.megabytes():.0f} MB", end="")
        tabs = [await Tab.open(f"{server.address}/draw", screen="narrow") for _ in range(TABS)]
        words = "TensorFlow loaded" if server.has_tensorflow else "TensorFlow not loaded"
        print(f", {TABS} with Draw open {meter.megabytes():.0f} MB ({words})", end="", flush=True)
        await asyncio.gather(
            *(Hand(tab).draw(written) for tab, written in zip(tabs, digits(TABS), strict=True))
        )
        await asyncio.gather(*(tab.until(people.is_loaded, "the model") for tab in tabs))
        print(f", once they have drawn {meter.megabytes():.0f} MB")
        for tab in tabs:
            await tab.close()
