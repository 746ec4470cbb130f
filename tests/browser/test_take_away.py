"""Take away from the page: each form of a run is made, downloaded and opened, the script in a process of its own."""

import csv
import io
import json
import zipfile
from contextlib import suppress

import numpy as np
import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from playwright.sync_api import expect

from digitcore.data import datasets
from digitcore.export.exported_run import read_run
from digitcore.export.exports import EXPORTS
from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import runs
from digitcore.learning.recipes import recipes
from tests.core.exported_runs import run_scripts

TITLE = "<b>../Mine</b> $x^2$"


@pytest.fixture(scope="module")
def exported(server):
    """A small published recipe, trained in the server's store."""
    store = server.store
    config = recipes.find("perceptron").config.for_dataset(datasets.load("digits"))
    run = runs.request_run(store, config, recipe="perceptron", visitor="d" * 32, title=TITLE)
    worker.train_run(store, queue.claim(store, run.id))
    return read_run(store, run.id)


def fetch(page, form: str, folder):
    """Have it made, and download it; the file's path."""
    page.wait_for_selector(".stApp[data-test-script-state=notRunning]")
    page.locator(f".st-key-prepare_{form} button").click()
    ready = page.locator(f".st-key-download_{form} button")
    expect(ready).to_contain_text("B")  # its size
    download = press_until_it_comes(page, ready)
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def press_until_it_comes(page, button):
    """A press that meets a run of the page is lost: Streamlit gives the file a new number at each run."""
    while True:
        page.wait_for_selector(".stApp[data-test-script-state=notRunning]")
        with suppress(PlaywrightTimeoutError):
            with page.expect_download(timeout=10_000) as download:
                button.click()
            return download.value


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("exported")


def test_every_form_of_a_run_is_downloaded_and_opens(server, open_page, exported, folder):
    page = open_page(f"{server.address}/evaluate?judging=away&model={exported.id}")
    paths = {form: fetch(page, form, folder) for form in EXPORTS}
    assert {path.name for path in paths.values()} == {
        export.file_name(exported) for export in EXPORTS.values()
    }

    (printed,) = run_scripts(folder, [[paths["code"].name]])
    assert printed["parameters"] == exported.parameters == 650
    p, n = exported.examination.judgement.accuracy, exported.examination.judgement.n
    assert printed["accuracy"] == pytest.approx(p, abs=2 * (p * (1 - p) / n) ** 0.5)

    import keras

    images = datasets.load("digits").test.images[:20]
    said = keras.models.load_model(paths["keras"])(images[..., None].astype(np.float32)).numpy()
    assert np.allclose(said, exported.examination.probabilities[:20], atol=1e-6)
    book = json.loads(paths["notebook"].read_text())
    assert any("keras" in cell["source"] for cell in book["cells"])
    assert json.loads(paths["json"].read_text())["test"]["accuracy"] == pytest.approx(p)
    with zipfile.ZipFile(paths["csv"]) as tables:
        rows = list(csv.DictReader(io.StringIO(tables.read("tables/probabilities_test.csv").decode())))
    assert len(rows) == n
    with zipfile.ZipFile(paths["zip"]) as everything:
        assert everything.testzip() is None
        assert everything.read("train.py") == paths["code"].read_bytes()
        assert everything.read("model.keras")[:2] == b"PK"
    with zipfile.ZipFile(paths["tensorboard"]) as logs:
        assert len(logs.namelist()) == 2

    offline = page.context.browser.new_context(offline=True).new_page()
    offline.goto(paths["html"].as_uri())
    expect(offline.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(offline.locator("#learning-curves .main-svg").first).to_be_visible()
    expect(offline.locator("#confusion-matrix .main-svg").first).to_be_visible()
    offline.context.close()


def test_the_default_model_says_what_there_is_not_and_gives_the_rest(server, open_page, tmp_path):
    page = open_page(f"{server.address}/evaluate?judging=away", width=390, height=844, dark=True, touch=True)
    expect(page.get_by_text("there is no script that reproduces it").first).to_be_visible()
    expect(page.locator(".st-key-prepare_code")).to_have_count(0)
    path = fetch(page, "keras", tmp_path)
    assert path.name == "digitlab-default.keras" and zipfile.is_zipfile(path)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
