"""Train in a real browser, with a real worker process: live, for two visitors at once, stopped, renamed, deleted."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Server
from tests.browser.test_explore import chart


@pytest.fixture(scope="module")
def trainer(tmp_path_factory, mnist_folder_or_none):
    """One server for these tests: its worker process has to load TensorFlow only once."""
    folder = tmp_path_factory.mktemp("trainer")
    server = Server(folder / "home", folder / "log", **mnist_folder_or_none)
    yield server
    server.stop()


def start(page, recipe: str) -> str:
    """Press Train on a recipe's card; the id of the run that comes of it."""
    page.locator(f".st-key-train_{recipe} button").first.click()
    expect(page).to_have_url(re.compile(r"run=[0-9a-f]{12}"))
    return re.search(r"run=([0-9a-f]{12})", page.url)[1]


def test_a_run_is_followed_to_its_end_and_found_again(trainer, open_page):
    page = open_page(f"{trainer.address}/train")
    run = start(page, "perceptron")
    expect(page.get_by_role("heading", name="Perceptron: finished")).to_be_visible(timeout=180_000)
    expect(page.get_by_text(re.compile(r"On 450 test images it never saw it is right in"))).to_be_visible()
    expect(page.get_by_text("Published: 90.67% on the test part.")).to_be_visible()
    expect(page.get_by_role("heading", name="What it confuses after epoch 100")).to_be_visible()

    page.reload()
    expect(page.get_by_role("heading", name="Perceptron: finished")).to_be_visible()

    stranger = open_page(f"{trainer.address}/train")
    assert start(stranger, "perceptron") == run, "the same settings and seed are one training"
    expect(stranger.get_by_role("heading", name="Perceptron: finished")).to_be_visible()


def test_the_epoch_slider_moves_mark_and_matrix_together(trainer, open_page):
    page = open_page(f"{trainer.address}/train")
    start(page, "perceptron")
    expect(page.get_by_role("heading", name="What it confuses after epoch 100")).to_be_visible(
        timeout=180_000
    )
    page.get_by_role("slider", name="Epoch").press("Home")
    expect(page.get_by_role("heading", name="What it confuses after epoch 1", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("epoch=1"))


def test_a_run_is_renamed_deleted_and_taken_back(trainer, open_page):
    page = open_page(f"{trainer.address}/train")
    page.get_by_role("spinbutton", name="Seed").fill("7")
    page.get_by_role("spinbutton", name="Seed").press("Enter")
    expect(page).to_have_url(re.compile("run_seed=7"))
    start(page, "nearest-average")
    expect(page.get_by_role("heading", name="Nearest average: finished")).to_be_visible(timeout=180_000)
    page.get_by_role("button", name="All recipes and runs").click()
    page.get_by_role("button", name="Change").click()
    page.get_by_label("Title").fill("Mine, *really*")
    page.get_by_label("Title").press("Enter")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Mine, *really*").first).to_be_visible()
    delete = page.get_by_role("button", name="Delete")
    if not delete.is_visible():  # the fold may have closed when the list was drawn anew
        page.get_by_role("button", name="Change").click()
    delete.click()
    expect(page.get_by_text("The run is deleted.")).to_be_visible()
    expect(page.get_by_text("Mine, *really*")).to_have_count(0)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Mine, *really*").first).to_be_visible()


def test_a_long_run_is_stopped_kept_and_goes_on(trainer, open_page, mnist_folder):
    page = open_page(f"{trainer.address}/train")
    start(page, "shallow-mse")
    expect(page.get_by_text(re.compile(r"Epoch \d+ of 500, .* images a second"))).to_be_visible(
        timeout=180_000
    )
    expect(chart(page, "curves")).to_be_visible()
    page.get_by_role("button", name="Stop and keep").click()
    expect(page.get_by_role("heading", name="One hidden layer, squared error: stopped")).to_be_visible()
    expect(page.get_by_text(re.compile(r"On 10,000 test images"))).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text(re.compile(r"Epoch \d+ of 500, .* images a second"))).to_be_visible(
        timeout=180_000
    )
    page.get_by_role("button", name="Stop and discard").click()
    expect(page.get_by_text("The run is deleted.")).to_be_visible()


def test_a_run_that_is_not_there_gets_a_sentence(trainer, open_page):
    page = open_page(f"{trainer.address}/train?run=000000000000")
    expect(page.get_by_text("There is no run '000000000000'.")).to_be_visible()


def test_a_network_of_ones_own_is_refused_mended_trained_and_in_the_link(trainer, open_page):
    page = open_page(f"{trainer.address}/train?start=own&net_epochs=3")
    expect(page.get_by_text("4,810 parameters")).to_be_visible()  # 64 · 64 + 64, then 64 · 10 + 10
    page.get_by_role("button", name="Add a layer").click()
    page.get_by_role("button", name="Convolution").click()
    expect(page.get_by_text("Put it before the Flatten layer.")).to_be_visible()
    expect(page.get_by_role("button", name="Train this network")).to_be_disabled()
    page.locator(".st-key-up_2 button").first.click()
    expect(page.get_by_text(re.compile(r"Layer 2 .* does not fit"))).to_be_visible()
    page.locator(".st-key-up_1 button").first.click()
    expect(page.get_by_text("74,762 parameters")).to_be_visible()  # 320 + 6·6·32 · 64 + 64 + 650
    elsewhere = open_page(page.url)
    expect(elsewhere.get_by_text("74,762 parameters")).to_be_visible()
    page.get_by_role("button", name="Train this network").click()
    expect(page.get_by_role("heading", name="My network: finished")).to_be_visible(timeout=180_000)
    expect(page.get_by_text("3 of 3 epochs")).to_be_visible()
