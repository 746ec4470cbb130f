"""The curves of a run while it learns: always there, only new points, and the store is read once for all who follow."""

import io
import itertools
import json
import re
import threading
import zlib
from contextlib import suppress
from http.client import HTTPConnection
from urllib.request import urlopen

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from digitcore.data import datasets
from digitcore.errors import BadInput
from digitcore.lab.runs import runs
from digitcore.learning.recipes.recipes import RECIPES
from tests.browser.hand import put_down
from tests.strokes import SEVEN

FRAMES = 40
FRAME_MS = 250
COUNT_MOUNTS = """
window.mounts = 0;
const count = (records) => records.forEach((record) => record.addedNodes.forEach((node) => {
    if (node.classList?.contains("uplot")) window.mounts += 1;
}));
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    new MutationObserver(count).observe(root, { childList: true, subtree: true });
    return root;
};
"""


SEEDS = itertools.count()


@pytest.fixture
def learning(trainer):
    """A run that takes about a minute on one core, of each test's own, stopped at the end."""
    config = (
        RECIPES["cnn-64"].config.for_dataset(datasets.load("digits")).replace(epochs=4_000, seed=next(SEEDS))
    )
    run = runs.request_run(trainer.store, config, recipe="cnn-64", visitor="a" * 32, title="A long one")
    yield run.id
    with suppress(BadInput):  # it is over
        runs.stop(trainer.store, run.id)


def has_a_curve(picture: bytes) -> bool:
    """Whether there are pixels in the colour of the training curve."""
    pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")).astype(int)
    return bool((np.abs(pixels - (0x0C, 0x94, 0xAB)).sum(axis=2) < 40).any())


def test_curves_stay_and_grow_while_a_network_learns(trainer, open_page, learning):
    page = open_page("about:blank", moves=True)
    page.add_init_script(COUNT_MOUNTS)
    page.goto(f"{trainer.address}/train?run={learning}")
    charts = page.locator(".curves .charts")
    expect(charts.locator(".uplot")).to_have_count(2)
    expect(page.locator(".curves .words")).to_contain_text(" of 4000, ")
    charts.scroll_into_view_if_needed()
    blank, sentences = 0, set()
    for _ in range(FRAMES):
        blank += not has_a_curve(charts.screenshot())
        sentences.add(page.locator(".curves .words").inner_text())
        page.wait_for_timeout(FRAME_MS)  # a film has pictures at equal steps
    assert blank == 0
    assert len(sentences) > 3
    assert page.evaluate("window.mounts") == 2
    expect(page.locator(".matrix")).to_contain_text("What it confuses after epoch")
    page.get_by_text("Numbers", exact=True).click()
    expect(page.locator(".curves .numbers td").first).to_have_text("1")


class Feed:
    """The events of a run, as a browser hears them."""

    def __init__(self, server, path: str, **headers: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", server.port)
        self.connection.request("GET", path, headers={"Accept-Encoding": "gzip"} | headers)
        self.answer = self.connection.getresponse()
        self._unpacker, self._heard = zlib.decompressobj(wbits=31), ""

    def next(self) -> tuple[str, dict]:
        """The id of the next event and what it says of its only run."""
        cursor, news = self.of_all()
        (only,) = news.values()
        return cursor, only

    def of_all(self) -> tuple[str, dict]:
        """The id of the next event and what it says, by run."""
        while "\n\n" not in self._heard:
            self._heard += self._unpacker.decompress(self.answer.read1()).decode()
        event, _, self._heard = self._heard.partition("\n\n")
        cursor, news = event.split("\n")
        return cursor.removeprefix("id: "), json.loads(news.removeprefix("data: "))


def test_a_feed_goes_on_where_it_was_lost(trainer, open_page, learning):
    open_page(f"{trainer.address}/train?run={learning}")  # somebody has to look, or nobody trains
    path, points, cursor = f"/lab/runs/{learning}/feed", [], ""
    feed = Feed(trainer, path)
    while len(points) < 3:
        cursor, news = feed.next()
        points += news.get("points", [])
    feed.connection.close()
    again = Feed(trainer, path, **{"Last-Event-ID": cursor})
    news = {}
    while not news.get("points"):
        _, news = again.next()
    again.connection.close()
    assert news["points"][0][0] > points[-1][0]


def test_many_who_follow_a_run_all_hear_the_same(trainer, open_page, learning):
    open_page(f"{trainer.address}/train?run={learning}")
    heard = [None] * 12

    def follow(place):
        feed, points = Feed(trainer, f"/lab/runs/{learning}/feed"), []
        while len(points) < 5:
            points += feed.next()[1].get("points", [])
        heard[place] = points[0]
        feed.connection.close()

    threads = [threading.Thread(target=follow, args=(place,)) for place in range(len(heard))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard.count(heard[0]) == len(heard)


def test_several_runs_are_heard_in_one_feed_by_their_epochs_alone(trainer, open_page, learning):
    open_page(f"{trainer.address}/train?run={learning}")
    feed, epochs = Feed(trainer, f"/lab/runs/{learning},recording/feed"), 0
    cursor, news = feed.of_all()
    assert (list(news), len(news["recording"]["epochs"])) == ([learning, "recording"], 15)
    while not epochs:
        cursor, news = feed.of_all()
        epochs = len(news[learning].get("epochs", []))
        assert "points" not in news[learning] and "matrix" not in news[learning]
        assert "epochs" not in news["recording"], "they were sent already"
    feed.connection.close()
    assert re.fullmatch(r"\d+-\d+\.\d+-15", cursor)


def test_what_a_run_confused_after_each_epoch_is_sent_at_once(server):
    told = json.load(urlopen(f"{server.address}/lab/runs/recording/matrices"))
    assert told["epochs"] == list(range(1, 16))
    assert {sum(map(sum, matrix)) for matrix in told["matrices"]} == {10_000}


@pytest.mark.parametrize("run", ["0" * 12, "x", "a" * 1000, "..%2f..%2fetc", "%00", ",".join(["a"] * 41)])
@pytest.mark.parametrize("what", ["feed", "matrices"])
def test_what_is_no_run_has_no_feed(server, run, what):
    answer = Feed(server, f"/lab/runs/{run}/{what}").answer
    assert answer.status in (400, 404)  # Streamlit itself refuses some paths


def test_a_drawing_is_read_again_and_again_while_a_network_learns(trainer, open_page, learning):
    page = open_page("about:blank")
    has_gone = re.compile(r"/lab/models/run\?run=\w+&epoch=\d*7$")  # as those of which the run has let go
    page.context.route(has_gone, lambda route: route.fulfill(status=404))
    page.goto(f"{trainer.address}/train?run={learning}")
    expect(page.locator(".st-key-learning_canvas[data-pen]")).to_have_count(1)
    put_down(page, SEVEN, canvas=".st-key-learning_canvas canvas.upper-canvas")
    answer = page.locator(".st-key-own_drawing")
    expect(answer.get_by_text(re.compile(r"after epoch \d+, .*% sure"))).to_be_visible()
    expect(
        answer.get_by_text(re.compile(r"From epoch \d+ to \d+: how the answer came to be"))
    ).to_be_visible()
    epochs = answer.locator("table.strip tr").first.locator("td")
    expect(epochs.nth(2)).to_be_attached()
    page.locator(".curves").evaluate("(curves) => { window.curves = curves; }")
    runs.stop(trainer.store, learning)
    expect(page.get_by_role("slider", name="Epoch")).to_be_visible()
    assert page.evaluate("window.curves.isConnected"), "the curves stay where they are when a run ends"
    expect(answer.get_by_text(re.compile("From epoch 1 to"))).to_be_visible()
    expect(answer.locator(".said")).to_have_text("7")
    page.context.unroute(has_gone)
