"""The same wait in a minimal Gradio app: from the last ink to the last change of its label. `make peers` installs it."""

import statistics
import subprocess
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.bench.watched_page import last_drawn, wait_until_still
from tests.browser.conftest import free_port, wait_until_it_answers

PEER = Path(__file__).parents[2] / ".peers/bin/python"
STROKES = 8
DIGITS = ([(-60, 60), (60, 60), (-10, 250)], [(0, 60), (0, 250)])
"""A seven and a one, in pixels from the middle of the canvas's upper edge."""
WATCH = """() => {
    window.seen = [];
    let last = "";
    const look = () => {
        const texts = [...document.querySelectorAll("dt.text, dd.confidence")].map((part) => part.innerText);
        if (String(texts) !== last) { last = String(texts); window.seen.push(["bars", performance.now(), texts]); }
        requestAnimationFrame(look);
    };
    look();
    for (const name of ["pointermove", "pointerup"]) {
        document.addEventListener(name, () => window.seen.push([name, performance.now(), []]), true);
    }
}"""


def measure(browser: Browser, folder: Path) -> float | None:
    """Print and give the median in milliseconds; None where there is no Gradio."""
    if not PEER.exists():
        print("no Gradio to compare with: `make peers`")
        return None
    save_for_keras(folder / "model.keras")
    port = free_port()
    log = (folder / "gradio.log").open("wb")
    app = Path(__file__).with_name("gradio_app.py")
    peer = subprocess.Popen([PEER, app, folder / "model.keras", str(port)], stdout=log, stderr=log)
    try:
        wait_until_it_answers(peer, f"http://127.0.0.1:{port}")
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"http://127.0.0.1:{port}")
        page.get_by_role("button", name="Brush").wait_for()
        page.evaluate(WATCH)
        waits = [wait_once(page, DIGITS[number % 2]) for number in range(STROKES + 1)][1:]
    finally:
        peer.terminate()
        peer.wait()
    median = statistics.median(waits)
    print(f"a minimal Gradio app: final after {median:.0f} ms (p50 of {len(waits)} strokes)")
    return median


def wait_once(page: Page, digit: list[tuple[int, int]]) -> float:
    """Another digit each time: only a changed label shows that it has answered. Clearing deselects its brush."""
    page.get_by_role("button", name="Brush").click()
    box = page.locator("canvas").last.bounding_box()
    assert box is not None
    places = [(box["x"] + box["width"] / 2 + x, box["y"] + y) for x, y in digit]
    page.evaluate("window.seen = []")
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=15)
    page.mouse.up()
    page.wait_for_function(
        """() => {
            const up = window.seen.find(([what]) => what === "pointerup");
            return up && window.seen.some(([what, at, texts]) => what === "bars" && at > up[1] && texts.length);
        }""",
        timeout=120_000,
    )
    wait_until_still(page)
    seen = page.evaluate("window.seen")
    page.get_by_role("button", name="Clear canvas").click()
    wait_until_still(page)
    return max(at for what, at, _ in seen if what == "bars") - last_drawn(seen)


def save_for_keras(path: Path) -> None:
    """The default model as a file that plain Keras can load."""
    import keras

    from digitcore.learning.reader import default_model, reader

    weights = default_model.load().weights
    convolutions = [
        keras.layers.Conv2D(layer.filters, 3, layer.stride, layer.padding.lower(), activation="relu")
        for layer in reader.CONVOLUTIONS
    ]
    layers = [
        keras.Input((reader.SIDE, reader.SIDE, 1)),
        *convolutions,
        keras.layers.Flatten(),
        keras.layers.Dense(reader.EMBEDDING, activation="relu"),
        keras.layers.Dense(reader.CLASSES + 1),
    ]
    model = keras.Sequential(layers)
    model.set_weights(list(weights.values()))
    model.save(path)
