"""Every view of Explore with every dataset: it shows something, says its sample, and raises nothing."""

import base64
import io
import json
import re

import numpy as np
import pytest

from digitcore.data import datasets
from digitcore.data.ink import Drawing
from digitcore.data.sources import own_datasets
from digitcore.data.sources.draft import read
from digitcore.data.statistics.projection import drawn
from pages._shared.board.sheet import DrawSheet
from tests.screens.pages import all_text, data_of_components, settle
from tests.strokes import SEVEN

VIEWS = ("overview", "images", "classes", "averages", "typical", "ink", "preparation", "parts", "map")


ODD = "Our **letters** :red[x] <b>y</b>"
"""A title with all the marks that must not become markup."""


def keep_letters() -> str:
    """A small dataset of a user's own: three classes with odd names, images of 12×12."""
    random = np.random.default_rng(0)
    labels = np.repeat(np.array(["all", "<b>B", "$c$"]), 20)
    images = random.integers(0, 256, size=(60, 12, 12), dtype=np.uint8)
    folder = io.BytesIO()
    np.savez(folder, images=images, labels=labels)
    return own_datasets.save(read([("letters.npz", folder.getvalue())]), title=ODD, owner="").name


# What each view says of the sample it stands on: one part, both, or what was drawn from one.
ONE, BOTH = "{train} images, training part of {title}", "{train} training and {test} test images of {title}"
SAMPLES = {
    "overview": BOTH, "images": ONE, "classes": BOTH, "averages": ONE, "typical": ONE, "ink": ONE,
    "preparation": ONE, "parts": BOTH, "map": ONE,
}  # fmt: skip


def says_its_sample(app, view: str, *, train: str, test: str, title: str) -> bool:
    return SAMPLES[view].format(train=train, test=test, title=title) in all_text(app)


@pytest.mark.parametrize("view", VIEWS)
def test_view_with_the_embedded_digits(open_app, view):
    app = open_app("explore", view=view)
    assert says_its_sample(app, view, train="1,347", test="450", title="Digits 8×8.")


@pytest.mark.parametrize("view", VIEWS)
def test_view_with_synthetic_digits(open_app, view):
    app = open_app("explore", view=view, dataset="synthetic", images="600", seed="3")
    assert says_its_sample(app, view, train="600", test="100", title="Synthetic 28×28.")


@pytest.mark.parametrize("view", VIEWS)
def test_view_with_a_dataset_of_a_users_own_shows_its_names_as_they_are(open_app, view):
    app = open_app("explore", view=view, dataset=keep_letters())
    title = r"Our \*\*letters\*\* \:red\[x\] \<b\>y\<\/b\>."
    assert says_its_sample(app, view, train="45", test="15", title=title)
    assert "<b>B" not in all_text(app)
    assert "$c$" not in all_text(app)


@pytest.mark.parametrize("view", VIEWS)
def test_view_with_mnist(open_app, view):
    app = open_app("explore", view=view, dataset="mnist", sample="1000", map_sample="500")
    assert says_its_sample(app, view, train="60,000", test="10,000", title="MNIST.")


@pytest.mark.parametrize("view", VIEWS)
def test_view_with_spoiled_digits_says_so(open_app, view):
    app = open_app("explore", view=view, wrong_labels="30", fewer="50", noise="20")
    spoiled = "Digits 8×8 (training part damaged)."
    assert says_its_sample(app, view, train="673", test="450", title=spoiled)


def test_other_options_are_no_spoiling(open_app):
    assert "spoiled" not in all_text(open_app("explore", dataset="synthetic", images="600", spoil_seed="5"))


def test_overview_counts_the_digits(open_app):
    table = open_app("explore").table[0].value
    assert table.iloc[0].tolist() == ["images", "1,347", "450"]


def test_classes_name_the_commonest(open_app):
    text = all_text(open_app("explore", view="classes"))
    assert "class **4** is the commonest (143 images)" in text
    assert "1,347 training and 450 test images of Digits 8×8." in text


def test_averages_say_how_far_they_get(open_app):
    text = all_text(open_app("explore", view="averages"))
    assert "of 450 test images it never saw" in text
    assert "95% interval" in text


def test_a_page_number_beyond_the_last_is_brought_back(open_app):
    app = open_app("explore", view="images", page="99999")
    assert app.number_input(key="page").value == 23
    assert "27 of 1,347 images, page 23 of 23" in all_text(app)


def test_an_image_opens_with_its_place_and_neighbours(open_app):
    text = all_text(open_app("explore", view="images", image="3"))
    assert "of the others are nearer to the average" in text
    assert "of 8 have the same label" in text


def test_an_open_image_is_brought_back_into_a_smaller_part(open_app):
    app = open_app("explore", view="images", image="1300", part="train")
    app.sidebar.slider(key="fewer").set_value(90).run()
    assert not app.error
    assert app.number_input(key="image").value == app.number_input(key="image").max < 1300


def test_another_part_closes_the_open_image(open_app):
    app = open_app("explore", view="images", image="400")
    app.segmented_control(key="part").set_value("test").run()
    assert app.number_input(key="image").value is None


def test_a_class_of_equal_size_is_not_called_the_rarest(open_app):
    assert "Every class has 15 training images" in all_text(
        open_app("explore", view="classes", dataset=keep_letters())
    )


def test_the_random_draw_is_in_the_address_and_bounded(open_app):
    app = open_app("explore", random_seed="7")
    assert app.query_params["random_seed"] == "7"
    assert "Draw number 7," in all_text(app)
    assert "Draw number 0," in all_text(open_app("explore", random_seed="-1"))


def test_the_same_class_twice_has_no_difference_to_show(open_app):
    app = open_app("explore", view="averages", digit_a="3", digit_b="3")
    assert [info.value for info in app.info] == ["Choose two different classes to see what tells them apart."]


def test_two_averages_are_of_two_classes_that_are_picked(open_app):
    faint = open_app("explore", view="averages", picked="ink.0.14")
    boxes = [faint.selectbox(key=key) for key in ("digit_a", "digit_b")]
    assert all(box.options == ["1", "7"] for box in boxes) and not faint.info
    assert {box.value for box in boxes} == {1, 7}
    one = open_app("explore", view="averages", picked="class.4")
    assert [info.value for info in one.info] == [
        "All images here are of class 4: there is no other average to compare with."
    ]


def test_a_link_to_a_dataset_that_is_gone_says_so(open_app):
    open_app("explore", dataset="mnist")  # loaded already: the page is run once
    app = open_app("explore", dataset="own-123456789abc")
    assert "own\\-123456789abc" in app.toast[0].value
    assert app.sidebar.selectbox(key="dataset").value == "mnist"


def test_names_of_classes_are_no_markup_in_tables_either(open_app):
    app = open_app("explore", view="preparation", dataset=keep_letters())
    assert r"\<b\>B" in list(app.table[-1].value.columns)


def test_a_sample_that_is_too_large_for_a_small_dataset_comes_back_with_the_large_one(open_app):
    app = open_app("explore", view="map", dataset="synthetic", map_sample="2000")

    def look_at(dataset):
        app.selectbox(key="dataset").set_value(dataset)
        settle(app.run())
        return app.select_slider(key="map_sample").value

    assert app.select_slider(key="map_sample").value == 2_000
    assert look_at("digits") == 1_347
    assert look_at("synthetic") == 2_000
    look_at("digits")
    app.select_slider(key="map_sample").set_value(500)
    settle(app.run())
    assert look_at("synthetic") == 500, "what was chosen meanwhile stays"


def test_a_map_by_neighbours_says_how_far_they_are_kept_and_where_the_own_drawing_lies(open_app):
    app = open_app("explore", view="map", dataset="digits", map_by="neighbours", map_sample="500")
    settle(app)
    assert re.search(r"\d+% of each image's ten nearest do", all_text(app))


def star(app) -> list:
    return data_of_components(app, "map_drawing")


def test_the_browser_gets_what_it_lays_a_drawing_on_the_map_with(open_app):
    app = open_app("explore", view="map", map_sample="500")
    (data,) = star(app)
    average, *directions = np.frombuffer(base64.b64decode(data["directions"]), "<f4").reshape(3, 64)
    positions = np.frombuffer(base64.b64decode(data["positions"]), "<f4").reshape(500, 2)
    labels = np.frombuffer(base64.b64decode(data["labels"]), np.uint8)
    digits = datasets.load("digits").train
    rows = drawn(len(digits), sample=500, seed=0)
    assert np.array_equal(labels, digits.labels[rows])
    laid = (digits.images[rows].reshape(500, 64) - average) @ np.array(directions).T
    np.testing.assert_allclose(laid, positions, atol=1e-3)
    assert json.loads(data["framing"])["side"] == 8
    app.segmented_control(key="map_by").set_value("neighbours")
    settle(app.run())
    assert star(app)[0]["directions"] == "", "places mean nothing there but who lies beside whom"


def test_a_drawing_lies_on_the_map_in_space_along_its_three_directions(open_app):
    (data,) = star(open_app("explore", view="map", dimensions="3", map_sample="500"))
    assert (data["axes"], len(base64.b64decode(data["positions"]))) == (3, 500 * 3 * 4)
    assert len(base64.b64decode(data["directions"])) == (1 + 3) * 64 * 4


def test_no_star_where_no_drawing_can_lie(open_app):
    assert star(open_app("explore", view="map", dataset=keep_letters())) == []


def test_what_was_drawn_on_draw_lies_on_the_sheet_beside_the_map(open_app):
    app = open_app("explore", view="map", map_sample="500")
    sheet = DrawSheet(drawing=Drawing.from_strokes(SEVEN))
    app.session_state[f"{DrawSheet.__module__}.{DrawSheet.__qualname__}"] = (
        sheet  # as `session.remembered` keeps it
    )
    app.segmented_control(key="view").set_value("ink").run()
    app.segmented_control(key="view").set_value("map").run()
    (pen,) = data_of_components(app, "pen")
    assert len(pen["begins_with"]) == len(SEVEN)


def test_a_press_that_comes_with_an_older_address_is_kept(open_app):
    """A slow browser has not taken over our last address when the next press comes: that is not the back button."""
    app = open_app("explore", view="classes")
    app.session_state["show_as"] = "share"
    app.run()
    assert dict(app.query_params)["show_as"] in ("share", ["share"])
    del app.query_params["show_as"]
    app.session_state["view"] = "ink"
    app.run()
    assert app.session_state["view"] == "ink"
    app.session_state["view"] = "classes"
    app.run()
    assert app.session_state["show_as"] == "share"


def test_an_older_address_without_a_press_is_the_back_button(open_app):
    app = open_app("explore", view="classes")
    app.session_state["show_as"] = "share"
    app.run()
    del app.query_params["show_as"]
    app.run()
    assert app.session_state["show_as"] == "count"


def button(app, label: str):
    (found,) = [button for button in app.button if button.label == label]
    return found


def test_a_picked_class_is_what_all_views_show(open_app):
    app = open_app("explore", view="classes")
    button(app, "4").click().run()
    assert app.query_params["picked"] in ("class.4", ["class.4"])
    for view in VIEWS:
        app.segmented_control(key="view").set_value(view)
        settle(app.run())
        assert not app.exception and not app.error, view
        assert "Picked: **143 images** of class 4." in all_text(app), view
    assert "143 picked images among them; the others are pale." in all_text(app)
    button(app, "Show all").click().run()
    assert "Picked" not in all_text(app)
    assert "picked" not in app.query_params


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("images", "60 of 143 images, page 1 of 3."),
        ("averages", "143 picked images, training part of Digits 8×8."),
        ("typical", "Class 4: 143 of 1,347 images"),
        ("ink", "1,347 images, training part of Digits 8×8. 143 of them are picked."),
        ("overview", "from 143 picked images, training part"),
    ],
)
def test_a_view_says_that_its_numbers_are_those_of_the_picked_images(open_app, view, said):
    assert said in all_text(open_app("explore", view=view, picked="class.4"))


def test_typical_and_strange_offers_the_classes_that_are_picked(open_app):
    app = open_app("explore", view="typical", picked="class.4")
    assert app.selectbox(key="digit").options == ["4"]


def test_the_darkest_are_picked_by_keyboard_and_keep_their_link(open_app):
    app = open_app("explore", view="ink")
    button(app, "Pick the darkest").click().run()
    said = re.search(
        r"Picked: \*\*(\d+) images\*\* with a mean grey of ([\d.]+?)(?: to ([\d.]+?))?\.(?: |$)",
        all_text(app),
    )
    assert said and 1 <= int(said[1]) <= 134
    low, high = (
        int(4 * float(grey)) for grey in (said[2], said[3] or said[2])
    )  # in quarters, as it is counted
    other = open_app("explore", view="averages", picked=f"ink.{low}.{high}")
    assert f"{said[1]} picked images, training part" in all_text(other)


def from_evaluate(open_app, cell: str):
    """Explore, after the images in a cell of the default model's matrix were picked."""
    app = open_app("evaluate", dataset="mnist", cell=cell)
    button(app, "Show these in Explore").click().run()
    app.switch_page("pages/explore.py")  # the harness does not go where the page goes
    return settle(app.run())


def test_images_picked_by_number_are_of_their_part_and_of_their_data(open_app):
    app = from_evaluate(open_app, "2-7")
    said = re.search(r"Picked: \*\*(\d+) images\*\* of a cell of the confusion matrix\.", all_text(app))
    assert said and f"{said[1]} of {said[1]} images, page 1 of 1." in all_text(app)
    link = "".join(app.query_params["picked"])  # a string, or a list of one
    same = {"view": "images", "part": "test", "dataset": "mnist", "picked": link}
    assert f"{said[1]} of {said[1]} images" in all_text(open_app("explore", **same))
    for elsewhere in ({"part": "train"}, {"dataset": "digits"}, {"noise": "20"}):
        other = open_app("explore", **(same | elsewhere))
        assert "The picked images are not in this part of these data: all are shown." in all_text(other)


def test_more_images_than_a_link_can_hold_stay_picked_in_the_tab(open_app):
    app = from_evaluate(open_app, "1-1")
    assert re.search(r"Picked: \*\*1,1\d\d images\*\*", all_text(app))
    app.segmented_control(key="view").set_value("averages")
    settle(app.run())
    assert re.search(r"Picked: \*\*1,1\d\d images\*\*", all_text(app))
    assert "picked" not in app.query_params


@pytest.mark.parametrize(
    "nonsense",
    ["x", "class", "class.99", "class.-1", "class.١x", "ink.5", "ink.9.2", "ink.a.b", "map", "map.train", "map.train.abc.1",
     f"class.{'9' * 5000}", "cell.test..", "....", "<b>"],
)  # fmt: skip
def test_a_selection_that_means_nothing_shows_all(open_app, nonsense):
    app = open_app("explore", view="images", picked=nonsense)
    assert "60 of 1,347 images" in all_text(app)
    button(app, "Show all").click().run()
    assert not app.error


@pytest.mark.parametrize(
    ("dataset", "said"),
    [("mnist", "Default model, 10,000 test images of MNIST."), ("digits", r"reads images of 28×28 pixels")],
)
def test_accuracy_by_ink_of_a_model_stands_in_a_fold_below_the_ink(open_app, dataset, said):
    app = open_app("explore", view="classes", dataset=dataset)
    app.session_state["ink_of_model"] = True  # the harness opens no folds
    app.segmented_control(key="view").set_value("ink")
    settle(app.run())
    assert said in all_text(app) + " ".join(info.value for info in app.info)
