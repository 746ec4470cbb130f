"""How often a second the picture of a network at work is drawn anew while the pen moves: four networks, in Chromium.

A frame counts when the lens was painted in it. `slowed down six times` is Chromium's own throttling of the page, as on a
telephone; the worker that computes the answers is not slowed by it.
"""

import os
import statistics
from collections.abc import Sequence

from playwright.sync_api import Page

from tests.bench.browser_stage import Stage, started
from tests.bench.draw_page_bench import CANVAS, slow_down
from tests.bench.trained_runs import VISITOR, trained
from tests.browser.pages import settled

STROKES = 5
MOVES = 60
SLOWED = 6
WANTED = {"default": (30, 15), "cnn-64": (30, 15), "mnist-cnn": (30, 15), "dense-dropout": (10, 10)}
WATCH = """() => {
    window.painted = [];
    window.pen = {};
    const put = CanvasRenderingContext2D.prototype.putImageData;
    CanvasRenderingContext2D.prototype.putImageData = function (...what) {
        window.painted.push([document.timeline.currentTime, performance.now()]);
        return put.apply(this, what);
    };
    for (const name of ["pointerdown", "pointerup"]) {
        document.addEventListener(name, () => { window.pen[name] = performance.now(); }, true);
    }
}"""


def run() -> None:
    print(
        f"{'frames a second, median':<26}{'plain (wanted)':>18}{f'slowed {SLOWED} times (wanted)':>26}{'load':>8}"
    )
    with started() as stage:
        for name, wanted_rates in WANTED.items():
            model = name if name == "default" else trained(stage.server.store, name, epochs=1)
            page = opened(stage, model)
            rates = [frames_a_second(page)]
            slow_down(page, SLOWED)
            rates.append(frames_a_second(page))
            page.context.close()
            plain, slowed = (
                f"{rate:.0f} ({wanted})" for rate, wanted in zip(rates, wanted_rates, strict=True)
            )
            print(f"{name:<26}{plain:>18}{slowed:>26}{os.getloadavg()[0]:>8.1f}", flush=True)


def opened(stage: Stage, model: str) -> Page:
    """Draw with the lens of this model below, which has drawn once."""
    context = stage.browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "digitlab_visitor", "value": VISITOR, "url": stage.server.address}])
    page = context.new_page()
    page.set_default_timeout(180_000)
    page.add_init_script(f"({WATCH})()")
    page.goto(f"{stage.server.address}/draw?look=inside" + ("" if model == "default" else f"&model={model}"))
    settled(page)
    page.locator(CANVAS).wait_for()
    draw_one(page)
    page.locator(".st-key-lens canvas").first.wait_for()
    settled(page)
    return page


def frames_a_second(page: Page) -> float:
    """The median of some strokes."""
    return statistics.median([_of_a_stroke(page) for _ in range(STROKES)])


def _of_a_stroke(page: Page) -> float:
    page.keyboard.press("Delete")
    page.locator(".st-key-lens .rows.idle").wait_for(state="attached")
    settled(page)
    page.evaluate("window.painted = []")
    draw_one(page)
    settled(page)
    painted: Sequence[tuple[float, float]] = page.evaluate("window.painted")
    down, up = page.evaluate("[window.pen.pointerdown, window.pen.pointerup]")
    return len({frame for frame, at in painted if down < at <= up}) / ((up - down) / 1_000)


def draw_one(page: Page) -> None:
    box = page.locator(CANVAS).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 180, box["y"] + 340, steps=MOVES)
    page.mouse.up()


if __name__ == "__main__":
    run()
