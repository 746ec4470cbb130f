"""How soon everything on Train follows the slider over a finished run's epochs: milliseconds to all five pictures, in Chromium.

They are the curves' mark, the matrix, the bars, the strip of answers and the network at work. The clock runs from the slider's
event to the first task after the frame in which the last of them shows the epoch. The first time an epoch is looked at, its
weights come from the server; `again` they are in the browser.
"""

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
from playwright.sync_api import Page

from tests.bench.browser_stage import Stage, started
from tests.bench.draw_page_bench import slow_down
from tests.bench.lens_bench import WATCH
from tests.bench.trained_runs import VISITOR, trained
from tests.browser.hand import put_down
from tests.browser.pages import settled
from tests.strokes import SEVEN

EPOCHS = 24
SLOWED = 6
SHEET = ".st-key-learning_canvas canvas.upper-canvas"
MOVE = """([slider, words, caption, beside, strip], epoch) => new Promise((resolve) => {
    const began = performance.now(), seen = {};
    const shows = {
        curves: () => words.textContent.startsWith(`After epoch ${epoch} `),
        matrix: () => caption.textContent.includes(`after epoch ${epoch}:`),
        bars: () => beside.textContent.startsWith(`after epoch ${epoch},`),
        strip: () => [...strip.rows[0].cells].findIndex((cell) => cell.classList.contains("marked")) === epoch,
        network: () => window.painted.some(([, at]) => at > began),
    };
    const look = () => {
        for (const [name, isThere] of Object.entries(shows)) if (isThere()) seen[name] ??= performance.now() - began;
        if (Object.keys(seen).length < 5) return requestAnimationFrame(look);
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve({ ...seen, all: performance.now() - began });
        channel.port2.postMessage(null);
    };
    slider.value = String(epoch);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    requestAnimationFrame(look);
})"""
PICTURES = ("curves", "matrix", "bars", "strip", "network", "all")


def run() -> None:
    print(
        f"{'median ms, p95 of all':<30}"
        + "".join(f"{name:>9}" for name in PICTURES)
        + f"{'p95':>8}{'load':>8}"
    )
    with started() as stage:
        page = opened(stage, trained(stage.server.store, "cnn-64", epochs=EPOCHS))
        print_row("cnn-64, the first time", moved_often(page))
        print_row("cnn-64, again", moved_often(page))
        slow_down(page, SLOWED)
        print_row(f"again, slowed {SLOWED} times", moved_often(page))
    print("wanted: all in a frame, 16 ms")


def opened(stage: Stage, run_id: str) -> Page:
    """The run's page with a drawing that all its epochs have read, and the network open."""
    context = stage.browser.new_context(viewport={"width": 1280, "height": 1000}, reduced_motion="reduce")
    context.add_cookies([{"name": "digitlab_visitor", "value": VISITOR, "url": stage.server.address}])
    page = context.new_page()
    page.set_default_timeout(180_000)
    page.add_init_script(f"({WATCH})()")
    page.goto(f"{stage.server.address}/train?run={run_id}")
    page.locator(".player input").wait_for()
    settled(page)
    put_down(page, SEVEN, SHEET)
    page.locator("table.strip tr").first.locator("td").nth(EPOCHS - 1).wait_for()
    page.get_by_text("Inside the network, while it reads your drawing").click()
    page.locator("[class*=st-key-lens_] canvas").first.wait_for()
    page.locator(".player input").focus()  # what was confused after each epoch comes then
    settled(page)
    return page


def moved_often(page: Page) -> list[dict[str, float]]:
    """To each epoch but the last, which is no mark, in an order without neighbours."""
    places = (
        ".player input",
        ".curves .words",
        ".matrix figcaption",
        "[class*=st-key-learning_answer] .beside",
        "table.strip",
    )
    parts: list[Any] = [page.locator(place).first.element_handle() for place in places]
    epochs = [1 + (7 * step) % (EPOCHS - 1) for step in range(EPOCHS - 1)]
    return [page.evaluate(f"([parts, epoch]) => ({MOVE})(parts, epoch)", [parts, epoch]) for epoch in epochs]


def print_row(what: str, moves: Sequence[dict[str, float]]) -> None:
    medians = "".join(f"{np.median([move[name] for move in moves]):>9.0f}" for name in PICTURES)
    tail = np.percentile([move["all"] for move in moves], 95)
    print(f"{what:<30}{medians}{tail:>8.0f}{os.getloadavg()[0]:>8.1f}", flush=True)


if __name__ == "__main__":
    run()
