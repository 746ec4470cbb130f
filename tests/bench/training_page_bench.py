"""From pressing Train to the first live figure on screen, in Chromium: with a cold server, and once its worker is warm.

`cold` is the first press on a server that has just started: its worker process has to load TensorFlow. Each press is
another seed, so that it is another training.
"""

import re
import statistics
import time
from contextlib import suppress

from playwright.sync_api import Page, TimeoutError

from tests.bench.browser_stage import started
from tests.browser.conftest import Server

ROUNDS = 3
RECIPES = ("perceptron", "mnist-cnn", "dense-128")
FIRST_FIGURE = re.compile(r"images a second|test images it never saw")
"""A sentence of a run that learns, or of a run that ended before it was seen."""


def run() -> None:
    """Measure and print the table."""
    with started() as stage:
        page = stage.browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(180_000)
        cold = seconds_to_first_figure(page, stage.server, "perceptron", 0)
        print(f"cold, perceptron {cold:14.1f} s   (wanted: 10)", flush=True)
        for recipe in RECIPES:
            seeds = range(1, ROUNDS + 1)
            times = [seconds_to_first_figure(page, stage.server, recipe, seed) for seed in seeds]
            row = f"median {statistics.median(times):.1f} s, slowest {max(times):.1f} s   (wanted: 3)"
            print(f"warm, {recipe:<14} {row}", flush=True)


def seconds_to_first_figure(page: Page, server: Server, recipe: str, seed: int) -> float:
    """From the press to the figure; a run that still learns is stopped afterwards."""
    page.goto(f"{server.address}/train?run_seed={seed}")
    button = page.locator(f".st-key-train_{recipe} button").first
    button.wait_for()
    page.wait_for_selector(".stApp[data-test-script-state=notRunning]")
    began = time.perf_counter()
    button.click()
    page.get_by_text(FIRST_FIGURE).first.wait_for()
    taken = time.perf_counter() - began
    stop = page.get_by_role("button", name="Stop and keep")
    if stop.is_visible():
        with suppress(TimeoutError):  # the run may end before the button is pressed
            stop.click(timeout=5_000)
    page.get_by_role("heading", name=re.compile("stopped|finished")).wait_for()
    return taken


if __name__ == "__main__":
    run()
