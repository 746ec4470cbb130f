"""Home says what is ready; Data shows every dataset, and spoiled beside clean. Uploads are tested in a browser."""

from tests.screens.pages import all_text


def test_home_lists_what_is_ready(open_app):
    text = all_text(open_app("home"))
    assert "Digits 8×8** – ready" in text
    assert "MNIST** – ready" in text


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
