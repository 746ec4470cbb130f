"""Home shows what was done last; Data shows every dataset, and damaged beside clean. Uploads are tested in a browser."""

from tests.core.memories import ask, store_in
from tests.screens.pages import VISITOR, all_text


def test_home_shows_nothing_of_the_past_to_who_comes_first(open_app):
    assert [heading.value for heading in open_app("home").subheader] == [
        "Look at the data",
        "Watch a network learn",
        "Hold a lesson",
        "Questions to begin with",
    ]


def test_home_shows_what_was_trained_last(open_app, home):
    run = ask(store_in(home), VISITOR)
    (link,) = [
        link for link in open_app("home").get("page_link") if link.proto.query_string == f"run={run.id}"
    ]
    assert link.proto.label == "perceptron, Digits 8×8 – waiting"


def test_only_pages_on_a_dataset_let_one_choose_it(open_app):
    chosen = {
        page: bool(open_app(page).sidebar.selectbox)
        for page in ("home", "explore", "data", "recipes", "check")
    }
    assert chosen == {"home": False, "explore": True, "data": True, "recipes": False, "check": False}


def test_every_dataset_has_its_fact_sheet(open_app):
    app = open_app("data")
    assert [heading.value for heading in app.subheader] == ["Digits 8×8", "MNIST", "Synthetic 28×28"]
    licences = " ".join(caption.value for caption in app.caption)
    assert "CC BY\\-SA 3\\.0" in licences


def test_choosing_a_dataset_uses_it(open_app):
    app = open_app("data")
    app.button(key="use_synthetic").click().run()
    assert app.sidebar.selectbox(key="dataset").value == "synthetic"


def test_spoiled_is_shown_beside_clean(open_app):
    text = all_text(open_app("data", fewer="50"))
    assert "Clean" in text
    assert "1,347 images to learn from" in text


def test_made_clean_again(open_app):
    app = open_app("data", noise="40")
    button = next(button for button in app.sidebar.button if button.label == "Make it clean again")
    button.click().run()
    assert app.sidebar.slider(key="noise").value == 0
