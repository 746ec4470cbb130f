"""How quickly the Draw page answers in Chromium: from the pen's lifting to the bars on screen, and during a stroke.

Measured in the page itself, each animation frame. The answer is final when the largest bar is the one that stays;
the canvas's own data comes some 210 ms after the stroke and may still move a bar by a few points.
Once with nothing else to do, once while a network is trained.
"""

import math
import os
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser import chromium
from tests.browser.conftest import Server

STROKES = 15
STROKE_SECONDS = 1.2
CANVAS = ".st-key-drawing canvas.upper-canvas"
WATCH = """() => {
    window.seen = [];
    let last = "";
    const look = () => {
        const widths = [...document.querySelectorAll("table.bars .track span")].map((bar) => parseFloat(bar.style.width));
        if (String(widths) !== last) { last = String(widths); window.seen.push(["bars", performance.now(), widths]); }
        requestAnimationFrame(look);
    };
    look();
    for (const name of ["pointerdown", "pointerup"]) {
        document.addEventListener(name, () => window.seen.push([name, performance.now(), []]), true);
    }
}"""


def run() -> None:
    path = chromium.find()
    if path is None:
        print("skipped: no Chromium")
        return
    real = {key: os.environ[key] for key in ("DIGITLAB_MNIST",) if key in os.environ}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "home", Path(folder) / "log", **real)
        browser = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{server.address}/draw")
            page.get_by_text("The answer follows the pen.").wait_for(timeout=180_000)
            page.evaluate(WATCH)
            draw_often(page, "nothing else to do", wanted_ms=150)
            if real:
                trainer = browser.new_page()
                begin_training(trainer, server)
                draw_often(page, "while a network is trained", wanted_ms=300)
        finally:
            browser.close()
            server.stop()


def begin_training(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/train")
    page.locator(".st-key-train_shallow-mse button").first.click()
    page.get_by_text("images a second").wait_for(timeout=180_000)
    page.close()  # its charts would be drawn by the same browser


def draw_often(page: Page, what: str, *, wanted_ms: int) -> None:
    """Draw sevens; the first one is not counted."""
    waits, rates = [], []
    for number in range(STROKES + 1):
        page.evaluate("window.seen = []")
        draw_seven(page)
        page.wait_for_timeout(1_200)
        seen = page.evaluate("window.seen")
        if number:
            waits.append(final_after_ms(seen))
            rates.append(changes_a_second(seen))
        page.keyboard.press("Delete")
        page.wait_for_timeout(600)
    print(
        f"{what:<28} pen up to the final answer: median {statistics.median(waits):4.0f} ms, nine of ten under "
        f"{sorted(waits)[len(waits) * 9 // 10]:4.0f} (wanted: median under {wanted_ms}); during a stroke "
        f"{statistics.median(rates):4.1f} changes a second (wanted: 5); {len(waits)} strokes, load {os.getloadavg()[0]:.1f}"
    )


def moment(seen: list, name: str) -> float:
    return next(at for what, at, _ in seen if what == name)


def final_after_ms(seen: list) -> float:
    """From the pointer's going up to the first frame after it from which on the largest bar is the final one."""
    up = moment(seen, "pointerup")
    largest = [
        (at - up, widths.index(max(widths))) for what, at, widths in seen if what == "bars" and at > up
    ]
    since = math.inf
    for at, digit in reversed(largest):
        if digit != largest[-1][1]:
            break
        since = at
    return since


def changes_a_second(seen: list) -> float:
    down, up = moment(seen, "pointerdown"), moment(seen, "pointerup")
    return 1_000 * sum(what == "bars" and down < at <= up for what, at, _ in seen) / (up - down)


def draw_seven(page: Page) -> None:
    """From its foot upwards, trembling, so that the bars keep moving; its bar last, at once, so that the end decides."""
    box = page.locator(CANVAS).bounding_box()
    assert box is not None
    began = time.perf_counter()
    page.mouse.move(box["x"] + 180, box["y"] + 340)
    page.mouse.down()
    while (share := (time.perf_counter() - began) / STROKE_SECONDS) < 1:
        tremble = 30 * math.sin(25 * share)
        page.mouse.move(box["x"] + 180 + 100 * share + tremble, box["y"] + 340 - 260 * share)
        page.wait_for_timeout(12)
    page.mouse.move(box["x"] + 90, box["y"] + 85)
    page.mouse.up()
