"""Evaluate in a browser: the ways to see a matrix, the images behind a cell, the inside of a model, checked against the data."""

import base64
import io
import re

import numpy as np
from PIL import Image
from playwright.sync_api import expect

from digitcore import wording
from digitcore.data import datasets
from digitcore.data.statistics.projection import drawn
from digitcore.figures.matrix import MODES
from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import runs, training_log
from digitcore.learning.prediction.embedding_maps import MOST_ON_A_MAP
from digitcore.learning.prediction.examination import of_default_model
from digitcore.learning.recipes import recipes
from tests.browser.hand import put_down
from tests.browser.pages import press_point, settled
from tests.strokes import SEVEN


def cells(page):
    """All of the matrix, row by row."""
    return page.locator(".st-key-judged_confusion .cell")


def press_cell(page, true, predicted):
    settled(page)
    page.get_by_role("button", name=f"true {true}, predicted {predicted}: ").click()


def pixels(picture):
    """The grey values (28, 28) of what a tile shows: its part of the one PNG of the gallery."""
    place = picture.locator(".picture").evaluate(
        "(tile) => [tile.style.backgroundImage, tile.style.backgroundPosition, tile.style.width]"
    )
    address, position, size = place
    sprite = Image.open(io.BytesIO(base64.b64decode(address.split("base64,")[1].rstrip('")')))).convert("L")
    x, y = (abs(round(float(number[:-2]) / float(size[:-2]))) for number in position.split())
    return np.asarray(sprite)[28 * y : 28 * (y + 1), 28 * x : 28 * (x + 1)]


def test_each_way_to_see_the_matrix(server, open_page):
    page = open_page(f"{server.address}/evaluate")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a picture").click()
    assert saved.value.suggested_filename == "confusion-matrix.png"
    picture = np.asarray(Image.open(saved.value.path()).convert("RGB")).astype(int)
    is_blue = (picture[..., 2] - picture[..., 0] > 60).mean(axis=0)
    assert 0.02 < is_blue.max() < 0.25, "a diagonal crosses each column once"
    for name, mode in MODES.items():
        page.get_by_role("radio", name=mode.title, exact=True).click()
        expect(page.get_by_text(mode.meaning)).to_be_visible()
        right = cells(page).nth(0)
        expect(right).to_have_text(
            re.compile(r"^\d\d\.\d%$" if mode.in_per_cent else "^$" if name == "errors" else r"^\d+$")
        )
        expect(cells(page)).to_have_count(100)
        if name != "counts":
            expect(page).to_have_url(re.compile(f"matrix_mode={name}"))


def test_a_pressed_cell_shows_its_images_the_surest_first(server, open_page):
    examination = of_default_model()
    matrix = examination.judgement.confusion_matrix.copy()
    np.fill_diagonal(matrix, 0)
    true, said = (int(place) for place in np.unravel_index(matrix.argmax(), matrix.shape))
    page = open_page(f"{server.address}/evaluate")
    press_cell(page, true, said)
    expect(
        page.get_by_role("heading", name=f"Real {true}s, predicted {said}: {matrix[true, said]}")
    ).to_be_visible()
    expect(page).to_have_url(re.compile(f"cell={true}-{said}"))

    wanted = np.flatnonzero((examination.true_labels == true) & (examination.predicted == said))
    wanted = wanted[np.argsort(-examination.probabilities[wanted, said], kind="stable")]
    pictures = page.get_by_role("group", name="Images and what the model said").get_by_role("button")
    expect(pictures).to_have_count(len(wanted))
    shown = pictures.locator("[role=img]").evaluate_all("all => all.map((one) => one.ariaLabel)")
    assert shown == [f"test image {index}, {wording.a(true)}, called {said}" for index in wanted]
    images = datasets.load("mnist").test.take(wanted)
    assert set(images.labels.tolist()) == {true}
    for place, image in enumerate(images.images):
        assert np.abs(pixels(pictures.nth(place)).astype(int) - (255 - image)).max() <= 1

    pictures.first.click()
    expect(
        page.get_by_text(f"Test image {wanted[0]} is {wording.a(true)} and was called {said}.")
    ).to_be_visible()


def test_the_back_button_closes_a_cell_and_the_next_press_opens_another(server, open_page):
    page = open_page(f"{server.address}/evaluate")
    press_cell(page, 1, 1)
    expect(page.get_by_role("heading", name="Real 1s, predicted 1")).to_be_visible()
    expect(page).to_have_url(re.compile("cell=1-1"))
    settled(page)
    page.go_back()
    expect(page.get_by_role("heading", name="Real 1s, predicted 1")).to_have_count(0)
    press_cell(page, 2, 2)
    expect(page.get_by_role("heading", name="Real 2s, predicted 2")).to_be_visible()


def test_mistakes_on_a_telephone_in_the_dark(server, open_page):
    page = open_page(
        f"{server.address}/evaluate?judging=mistakes", width=390, height=844, dark=True, touch=True
    )
    mistakes = len(of_default_model().mistakes)
    expect(page.get_by_text(re.compile(rf"{min(60, mistakes)} of {mistakes} images"))).to_be_visible()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


def train(server, recipe, **changes):
    """A finished run in the server's store."""
    store = server.store
    run = runs.request_run(store, recipes.find(recipe).config.replace(**changes), recipe=recipe, visitor="x")
    worker.train_run(store, queue.claim(store, run.id))
    return run.id


def test_the_matrix_after_each_epoch_by_keyboard(server, open_page):
    run = train(server, "perceptron", epochs=3, seed=31)
    reports = training_log.epochs_since(server.store, run)
    page = open_page(f"{server.address}/evaluate?model={run}")
    settled(page)
    page.get_by_role("radio", name="After each epoch").click()
    expect(page.get_by_text("After epoch 3 of 3: ")).to_be_visible()
    settled(page)
    page.get_by_role("slider", name="Epoch").press("ArrowLeft")
    expect(
        page.get_by_text(f"After epoch 2 of 3: {reports[1].validation_accuracy:.2%} right.")
    ).to_be_visible()
    expect(page).to_have_url(re.compile("epoch=2"))
    expect(page.get_by_text("kept back from the training part")).to_be_visible()
    counts = [str(count or "") for count in reports[1].confusion_matrix.ravel()]
    expect(page.locator(".st-key-epoch_confusion .cell")).to_have_text(counts)
    expect(page.locator(".st-key-epoch_confusion button.cell")).to_have_count(0)


def test_a_point_of_the_map_chooses_its_image(server, open_page):
    page = open_page(f"{server.address}/evaluate?judging=inside&inside=map")
    points = page.locator(".st-key-inside_map .scatterlayer .point")
    expect(points).to_have_count(MOST_ON_A_MAP + (0 in drawn(10_000, sample=MOST_ON_A_MAP, seed=0)))
    expect(page.locator(".st-key-inside_map [data-peeks]")).to_be_visible()
    expect(page.locator(".st-key-learning_canvas[data-pen]")).to_be_visible()
    put_down(page, SEVEN, canvas=".st-key-learning_canvas canvas.upper-canvas")
    expect(page.locator(".map-drawing")).to_contain_text(
        re.compile("nearest to it on this map: 7, 7, 7, 7, 7")
    )
    press_point(page, points.nth(1_500))
    expect(page).to_have_url(re.compile(r"inside_image=\d+"))
    index = int(re.search(r"inside_image=(\d+)", page.url)[1])
    assert index in drawn(10_000, sample=MOST_ON_A_MAP, seed=0)
    true = datasets.load("mnist").test.labels[index]
    expect(page.get_by_text(f"Test image {index:,} is {wording.a(true)}, ")).to_be_visible()
    expect(points).to_have_count(MOST_ON_A_MAP + 1)  # and its ring


def test_one_image_in_the_layers_of_a_network_on_a_telephone_in_the_dark(server, open_page):
    examination = of_default_model()
    first, second = examination.mistakes[:2]
    page = open_page(
        f"{server.address}/evaluate?judging=inside&inside=image&inside_image={first}",
        width=390, height=844, dark=True, touch=True,
    )  # fmt: skip
    expect(page.get_by_role("heading", name="One score for each answer")).to_be_visible()
    expect(page.get_by_role("button", name="Map 16 of 16").first).to_be_visible()
    settled(page)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    page.get_by_role("button", name="Its next mistake").click()
    names = examination.class_names
    true = wording.a(names[examination.true_labels[second]])
    said = f"Test image {second:,} is {true}, and it was called {names[examination.predicted[second]]}"
    expect(page.get_by_text(said)).to_be_visible()
    expect(page).to_have_url(re.compile(f"inside_image={second}"))
