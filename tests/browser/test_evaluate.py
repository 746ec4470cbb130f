"""Evaluate in a browser: the ways to see a matrix, and the images behind a cell, checked against the data."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from digitcore.data import datasets
from digitcore.figures.matrix import MODES
from digitcore.learning.examination import of_default_model

pytestmark = pytest.mark.usefixtures("with_mnist")


def squares(page):
    """The places that can be pressed, row by row."""
    return page.locator(".st-key-judged_confusion .scatterlayer .point")


def settled(page):
    """Wait until the script has run and nothing is stale or still to come."""
    page.wait_for_selector(".stApp[data-test-script-state=notRunning]")
    expect(
        page.locator("[data-testid=stSkeleton], [data-stale=true], [data-testid=stProgress]")
    ).to_have_count(0)


def press(page, square):
    """With the mouse itself: over the points lies what Plotly listens with."""
    settled(page)
    square.scroll_into_view_if_needed()
    box = square.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_each_way_to_see_the_matrix(server, open_page):
    page = open_page(f"{server.address}/evaluate")
    for name, mode in MODES.items():
        page.get_by_role("radio", name=mode.title, exact=True).click()
        expect(page.get_by_text(mode.meaning)).to_be_visible()
        expect(squares(page)).to_have_count(100)
        if name != "counts":
            expect(page).to_have_url(re.compile(f"matrix_mode={name}"))


def test_a_pressed_cell_shows_its_images_the_surest_first(server, open_page):
    found = of_default_model()
    matrix = found.judgement.confusion_matrix.copy()
    np.fill_diagonal(matrix, 0)
    true, said = (int(place) for place in np.unravel_index(matrix.argmax(), matrix.shape))
    page = open_page(f"{server.address}/evaluate")
    press(page, squares(page).nth(true * 10 + said))
    expect(
        page.get_by_role("heading", name=f"Real {true}s, called {said}: {matrix[true, said]}")
    ).to_be_visible()
    expect(page).to_have_url(re.compile(f"cell={true}-{said}"))

    wanted = np.flatnonzero((found.true_labels == true) & (found.predicted == said))
    wanted = wanted[np.argsort(-found.probabilities[wanted, said], kind="stable")]
    pictures = page.get_by_role("group", name="Images and what they were called").get_by_role("button")
    expect(pictures).to_have_count(len(wanted))
    first = pictures.first
    name = first.get_attribute("aria-label") or first.locator("[role=img]").get_attribute("aria-label")
    assert name == f"test image {wanted[0]}, a {true}, called {said}"
    assert datasets.load("mnist").test.labels[wanted[0]] == true

    first.click()
    expect(page.get_by_text(f"Test image {wanted[0]} is a {true} and was called {said}.")).to_be_visible()


def test_mistakes_on_a_telephone_in_the_dark(server, open_page):
    page = open_page(
        f"{server.address}/evaluate?judging=mistakes", width=390, height=844, dark=True, touch=True
    )
    mistakes = len(of_default_model().mistakes)
    expect(page.get_by_text(re.compile(rf"{min(60, mistakes)} of {mistakes} images"))).to_be_visible()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
