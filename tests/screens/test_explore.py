"""Every view of Explore with every dataset: it shows something, says its sample, and raises nothing."""

import io

import numpy as np
import pytest

from digitcore.data import own
from digitcore.data.draft import read

VIEWS = ("overview", "images", "classes", "averages", "typical", "ink", "preparation", "parts", "map")


def keep_letters() -> str:
    """A small dataset of a user's own: three letters of 12×12."""
    random = np.random.default_rng(0)
    labels = np.repeat(np.array(["A", "B", "C"]), 20)
    images = random.integers(0, 256, size=(60, 12, 12), dtype=np.uint8)
    folder = io.BytesIO()
    np.savez(folder, images=images, labels=labels)
    return own.keep(read({"letters.npz": folder.getvalue()}), title="Three letters", owner="").name


@pytest.mark.parametrize("view", VIEWS)
def test_view_with_the_embedded_digits(open_app, view):
    app = open_app("explore", view=view)
    assert app.title[0].value == "Explore"
    assert "images" in all_text(app)


@pytest.mark.parametrize("view", VIEWS)
def test_view_with_synthetic_digits(open_app, view):
    app = open_app("explore", view=view, dataset="synthetic", images="600")
    assert app.title[0].value == "Explore"
    assert app.sidebar.number_input(key="images").value == 600


@pytest.mark.parametrize("view", VIEWS)
def test_view_with_a_dataset_of_a_users_own(open_app, view):
    app = open_app("explore", view=view, dataset=keep_letters())
    assert "Three letters" in str(app.sidebar.selectbox(key="dataset").options)


@pytest.mark.parametrize("view", VIEWS)
def test_view_with_mnist(open_app, with_mnist, view):
    app = open_app("explore", view=view, dataset="mnist", sample="1000", map_sample="500")
    assert app.title[0].value == "Explore"


@pytest.mark.parametrize("view", VIEWS)
def test_view_with_spoiled_digits(open_app, view):
    app = open_app("explore", view=view, wrong_labels="30", fewer="50", noise="20")
    assert "Spoiled on purpose" in [expander.label for expander in app.sidebar.expander]


def all_text(app) -> str:
    """Everything the page says in Markdown."""
    return " ".join(element.value for element in app.markdown)


def test_overview_counts_the_digits(open_app):
    table = open_app("explore").table[0].value
    assert table.iloc[0].tolist() == ["images", "1,347", "450"]


def test_classes_name_the_commonest(open_app):
    text = all_text(open_app("explore", view="classes"))
    assert "commonest class" in text
    assert "1,347 training and 450 test images." in text


def test_averages_say_how_far_they_get(open_app):
    text = all_text(open_app("explore", view="averages"))
    assert "of 450 test images it never saw" in text
    assert "95% interval" in text


def test_a_page_number_beyond_the_last_is_brought_back(open_app):
    app = open_app("explore", view="images", page="99999")
    assert app.number_input(key="page").value <= app.number_input(key="page").max


def test_an_image_opens_with_its_place_and_neighbours(open_app):
    text = all_text(open_app("explore", view="images", image="3"))
    assert "nearer to the average" in text
    assert "carry the same label" in text


def test_dataset_with_fewer_images_than_the_open_image_number(open_app):
    app = open_app("explore", view="images", image="1300", part="train")
    app.sidebar.slider(key="fewer").set_value(90).run()
    assert not app.error
    assert app.number_input(key="image").value == app.number_input(key="image").max < 1300
