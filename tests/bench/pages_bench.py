"""How long pages take in Chromium: the first page of a started server, switching views, and the same while a model trains.

A view counts as shown when the script has ended and its charts are drawn. Each is opened once before it is timed, so that
its numbers are cached. Idle and training are measured in immediate succession.
"""

import statistics
import time

from playwright.sync_api import Page

from tests.bench.browser_stage import started
from tests.browser.conftest import Server

VIEWS = {
    "Overview": "The first images",
    "Images": "Press an image to see it large.",
    "Classes": "Do training and test data have the same mix?",
    "Averages": "How far do averages get as a model?",
    "Typical and strange": "Labels to doubt",
    "Ink": "All pixel values",
    "Preparation": "Labels as one-hot rows",
    "Training and test data": "Average images",
    "Map": "Each point is an image",
}
ROUNDS = 5


def run() -> None:
    with started() as stage:
        time_first_page(stage.browser, stage.server)
        page = stage.browser.new_page(viewport={"width": 1280, "height": 900})
        idle = time_views(page, stage.server)
        start_training(stage.browser, stage.server)
        print("\nwhile mnist-cnn trains")
        busy = time_views(page, stage.server)
        ratios = [busy[view] / idle[view] for view in VIEWS]
        print(f"median over the views: {statistics.median(ratios):.2f} times idle   (wanted: up to 1.5)")


def time_first_page(browser, server: Server) -> None:
    """Each round is a new visitor with an empty cache."""
    for round_number in range(ROUNDS):
        page = browser.new_context().new_page()
        began = time.perf_counter()
        page.goto(server.address)
        page.get_by_role("heading", name="Digit Lab", exact=True, level=1).wait_for()
        seconds = time.perf_counter() - began
        which = "first visitor of the server" if round_number == 0 else "a further visitor"
        print(f"home, {which:<28} {seconds:5.2f} s   (wanted: under 2)")
        page.context.close()


def start_training(browser, server: Server) -> None:
    """Train `mnist-cnn` from another visitor's browser, and wait for its first point."""
    page = browser.new_context().new_page()
    page.goto(f"{server.address}/train")
    page.locator(".st-key-train_mnist-cnn button").first.click()
    page.get_by_text("images a second").wait_for(timeout=120_000)
    page.context.close()


def time_views(page: Page, server: Server) -> dict[str, float]:
    """The median seconds of switching to each view."""
    page.goto(f"{server.address}/explore?dataset=mnist")
    for view, words in VIEWS.items():
        show(page, view, words)
    medians = {}
    for view, words in VIEWS.items():
        times = []
        for _ in range(ROUNDS):
            other = "Overview" if view != "Overview" else "Classes"
            show(page, other, VIEWS[other])
            times.append(show(page, view, words))
        medians[view] = statistics.median(times)
        print(f"mnist, to {view:<22} median {medians[view]:5.2f} s   (wanted: under 0.7)", flush=True)
    return medians


def show(page: Page, view: str, words: str) -> float:
    """Switch to a view; the seconds until its last part is on screen and every chart is drawn."""
    began = time.perf_counter()
    page.get_by_role("radio", name=view, exact=True).click()
    page.get_by_text(words).first.wait_for()
    page.wait_for_function(
        """() => document.querySelector('.stApp').dataset.testScriptState === 'notRunning'
              && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]')
              && [...document.querySelectorAll('.stPlotlyChart')].every(chart => chart.querySelector('.main-svg'))""",
        polling=20,
    )
    return time.perf_counter() - began
