"""The reader in real browsers, loaded from the server under its own security policy, gives what the library gives.

`tests/assets/test_browser_reader.py` shows more of it in Node. Firefox runs WebAssembly and JavaScript with an engine of its
own; where there is none, its tests skip.
"""

import base64
import json

import numpy as np
import pytest
from playwright.sync_api import Error

from digitcore.learning.layers import network
from tests.assets import reader_cases
from tests.browser import firefox

DEFAULT = "/lab/models/default"
PAGE = "/lab/browser/frame.mjs"  # a page of the server's that does nothing itself
READ = """
async (text) => {
    const { model, strokes, images, isPlain } = JSON.parse(text);
    const { open, Reader } = await import("/lab/browser/reader.mjs");
    const { quickKernel, PlainKernel } = await import("/lab/browser/kernel.mjs");
    const kernel = isPlain ? new PlainKernel() : await quickKernel();
    const reader = isPlain ? new Reader(await (await fetch(model)).arrayBuffer(), kernel) : await open(model);
    const answers = strokes.map((drawing) => reader.answer(drawing, { canvas: 280 }));
    answers.push(...images.map((image) => reader.answerImage(Float32Array.from(image))));
    return JSON.stringify({
        kernel: kernel.name,
        probabilities: answers.flatMap((answer) => [...answer.probabilities]),
        doubt: answers.map((answer) => answer.doubt),
    });
}
"""


@pytest.fixture(scope="module")
def firefox_page(server, tmp_path_factory):
    path = firefox.find()
    if path is None:
        pytest.skip("needs Firefox: on Debian, apt install firefox-esr")
    with firefox.started(path, tmp_path_factory.mktemp("firefox")) as page:
        page.goto(f"{server.address}{PAGE}")
        yield page


@pytest.fixture
def chromium_page(server, open_page):
    return open_page(f"{server.address}{PAGE}")


@pytest.fixture(params=["chromium", "firefox"])
def read(request):
    """Gives what a browser's reader answers to strokes or images, as arrays, with the `kernel` that it used."""
    page = request.getfixturevalue(f"{request.param}_page")
    return lambda *arguments, **options: answers_in(page, *arguments, **options)


def answers_in(page, model, *, strokes=(), images=(), is_plain=False):
    question = {"model": model, "strokes": strokes, "images": images, "isPlain": is_plain}
    answers = json.loads(page.evaluate(READ, json.dumps(question)))
    return answers | {key: np.array(answers[key]) for key in ("probabilities", "doubt")}


@pytest.fixture(scope="module")
def cases():
    """Every network's file as an address, with its images and what Keras says of them."""
    built = []
    for layers, data, preparation in reader_cases.NETWORKS:
        facts = reader_cases.FACTS[data]
        model = network.build(layers, side=facts.side, class_count=10, seed=5)
        file, images, probabilities = reader_cases.network_case(model, facts, preparation)
        address = f"data:application/octet-stream;base64,{base64.b64encode(file).decode()}"
        built.append((address, images.reshape(len(images), -1).tolist(), probabilities))
    return built


def test_a_thousand_drawings_are_read_as_the_server_does(read, with_pens):
    drawings = reader_cases.BY_HAND + reader_cases.drawn_by_people(500)
    drawings += reader_cases.drawn_by_code(1_100 - len(drawings))
    answers = read(DEFAULT, strokes=drawings)
    assert answers["kernel"] == "simd"
    reader_cases.assert_reads_as_the_server(answers, drawings)


def test_plain_javascript_reads_drawings_as_the_server_does(read):
    drawings = reader_cases.BY_HAND + reader_cases.drawn_by_code(100)
    answers = read(DEFAULT, strokes=drawings, is_plain=True)
    assert answers["kernel"] == "plain"
    reader_cases.assert_reads_as_the_server(answers, drawings)


@pytest.mark.parametrize("is_plain", [False, True], ids=["simd", "plain"])
def test_every_network_answers_as_keras_does(read, cases, is_plain):
    for (address, images, here), (layers, *_) in zip(cases, reader_cases.NETWORKS, strict=True):
        there = read(address, images=images, is_plain=is_plain)["probabilities"].reshape(here.shape)
        assert np.abs(there - here).max() < 1e-5, layers


def test_what_is_no_model_is_refused(read):
    with pytest.raises((AssertionError, Error), match="This is no model of Digit Lab"):
        read(PAGE)


def test_the_reader_answers_also_where_the_kernel_does_not_arrive(chromium_page, complaints):
    chromium_page.route("**/kernel.wasm", lambda route: route.abort())
    drawings = reader_cases.drawn_by_code(20)
    answers = answers_in(chromium_page, DEFAULT, strokes=drawings)
    assert answers["kernel"] == "plain"
    reader_cases.assert_reads_as_the_server(answers, drawings)
    complaints.clear()  # the browser's own, of the file that did not come
    chromium_page.unroute("**/kernel.wasm")
