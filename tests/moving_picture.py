"""README's picture, in which the app moves: `python -m tests.moving_picture` draws on Home and writes `assets/draw.webp`."""

import io
import tempfile
from itertools import pairwise
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from digitcore import settings
from tests.browser import chromium
from tests.browser.conftest import serving
from tests.browser.hand import CANVAS, WIDE_PX, ready_canvas
from tests.strokes import FOUR, SEVEN

PICTURE = settings.ASSETS / "draw.webp"
_WIDTH, _HEIGHT = 1240, 660
_STEP_PX = 24
_FRAME_MS, _LAST_MS = 90, 1500


def main() -> None:
    """Film a four and a seven while they are drawn."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.FLAGS)
        page = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT})
        page.goto(server.address)
        ready_canvas(page)
        page.keyboard.press("Escape")
        frames, times = list[Image.Image](), list[int]()
        for strokes in (FOUR, SEVEN):
            film(page, strokes, frames, times)
            page.get_by_role("button", name="Clear").click()
        browser.close()
    frames[0].save(
        PICTURE, save_all=True, append_images=frames[1:], duration=times, loop=0, quality=60, method=6
    )
    print(f"{PICTURE.name}: {len(frames)} frames, {PICTURE.stat().st_size / 1000:.0f} kB")  # noqa: T201


def film(
    page: Page, strokes: list[list[tuple[float, float]]], frames: list[Image.Image], times: list[int]
) -> None:
    """A frame for each short step of the pen, and the end for longer."""
    box = page.locator(CANVAS).bounding_box()
    assert box is not None
    scale = box["width"] / WIDE_PX
    for stroke in strokes:
        places = [(box["x"] + x * scale, box["y"] + y * scale) for x, y in stroke]
        page.mouse.move(*places[0])
        page.mouse.down()
        for (x, y), (to_x, to_y) in pairwise(places):
            count = max(1, round(max(abs(to_x - x), abs(to_y - y)) / _STEP_PX))
            for step in range(1, count + 1):
                page.mouse.move(x + (to_x - x) * step / count, y + (to_y - y) * step / count)
                page.wait_for_function(
                    "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
                )
                frames.append(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
                times.append(_FRAME_MS)
        page.mouse.up()
    times[-1] = _LAST_MS


if __name__ == "__main__":
    main()
