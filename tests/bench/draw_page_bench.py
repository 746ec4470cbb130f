"""How quickly the Draw page answers in Chromium: from the pen's lifting to the bars on screen, and during a stroke.

Measured in the page itself, each animation frame: the first change of the bars after the pointer went up, and the last one
within the next half second (the canvas's own data comes some 210 ms after the stroke and may move a bar once more).
Once with nothing else to do, once while a network is trained. Each stroke is a zero, so that the bars keep moving.
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
        const bars = document.querySelector("table.bars")?.innerText ?? "";
        if (bars !== last) { last = bars; window.seen.push(["bars", performance.now()]); }
        requestAnimationFrame(look);
    };
    look();
    for (const name of ["pointerdown", "pointerup"]) {
        document.addEventListener(name, () => window.seen.push([name, performance.now()]), true);
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


def draw_often(page: Page, what: str, *, wanted_ms: int) -> None:
    """Draw zeros; the first one is not counted."""
    first, last, rates = [], [], []
    for number in range(STROKES + 1):
        page.evaluate("window.seen = []")
        draw_zero(page)
        page.wait_for_timeout(1_200)
        seen = page.evaluate("window.seen")
        down, up = (
            next(at for name, at in seen if name == wanted) for wanted in ("pointerdown", "pointerup")
        )
        changes = [at for name, at in seen if name == "bars"]
        after = [at - up for at in changes if up < at < up + 500]
        if number and after:
            first.append(after[0])
            last.append(after[-1])
        if number:
            rates.append(1_000 * sum(down < at <= up for at in changes) / (up - down))
        page.keyboard.press("Delete")
        page.wait_for_timeout(600)
    print(
        f"{what:<28} pen up to bars: median {statistics.median(first):4.0f} ms, last change {statistics.median(last):4.0f} ms "
        f"(wanted: under {wanted_ms}); during a stroke {statistics.median(rates):4.1f} changes a second (wanted: 5); "
        f"{len(first)} strokes, load {os.getloadavg()[0]:.1f}"
    )


def draw_zero(page: Page) -> None:
    box = page.locator(CANVAS).bounding_box()
    assert box is not None
    began = time.perf_counter()
    page.mouse.move(box["x"] + 200, box["y"] + 70)
    page.mouse.down()
    while (share := (time.perf_counter() - began) / STROKE_SECONDS) < 1:
        angle = 2 * math.pi * share
        page.mouse.move(box["x"] + 200 - 90 * math.sin(angle), box["y"] + 200 - 130 * math.cos(angle))
        page.wait_for_timeout(12)
    page.mouse.up()
