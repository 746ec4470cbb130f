"""What the Draw page says: the pen is a fake, since the harness has no browser; model and store are real."""

import pytest

from digitcore.data.ink import Drawing
from digitcore.lab.drawings import drawings
from digitcore.lab.drawings.drawing_records import NO_DIGIT
from digitcore.lab.store.store import open_store
from tests.screens.pages import all_text
from tests.screens.pens import Pen
from tests.strokes import FOUR, ONE, SEVEN

VISITOR = "a" * 32


@pytest.fixture
def pen(monkeypatch):
    return Pen(monkeypatch, "DrawSheet")


@pytest.fixture
def draw(open_app, pen, monkeypatch):
    """Opens the page with strokes on its canvas."""

    def with_strokes(strokes, /, **query):
        app = open_app("draw", **query)
        from pages._shared.controls import visitor

        monkeypatch.setattr(visitor, "current", lambda: VISITOR)
        pen.send(app, strokes)
        return app

    return with_strokes


def captions_of(app) -> str:
    return " ".join(caption.value for caption in app.caption)


def components_of(app) -> str:
    """All that the components of the page are given."""
    return "".join(repr(element.proto) for element in app.get("bidi_component"))


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("canvas", "follows the pen"),
        ("picture", "Bring a picture"),
        ("image", "Choose a test image"),
        ("grid", "Fill squares"),
    ],
)
def test_without_ink_each_way_says_what_to_do(draw, way, words):
    assert words in components_of(draw([], way=way))


def test_column_and_row_are_told_apart(draw):
    app = draw(FOUR)
    text = all_text(app)
    assert "When it says 4, is it a 4?" in text
    assert "Are real 4s called 4?" in text
    assert "On 10,000 test images this model said **4**" in text
    assert "Of 982 real 4s" in text


def test_every_step_has_its_answer(draw):
    table = draw(SEVEN, look="sees").table[0].value
    assert table.shape[0] == 6


def test_a_drawing_is_kept_once_however_often_the_page_runs(draw):
    app = draw(SEVEN)
    app.run()
    app.run()
    (kept,) = drawings.listed(open_store(), VISITOR)
    assert kept.said == "7"
    assert any("kept on this server for 30 days" in caption.value for caption in app.caption)


def test_what_is_undone_and_redone_is_the_same_drawing(draw, pen):
    app = draw(SEVEN)
    for strokes in ([], [], SEVEN, [], SEVEN, SEVEN + FOUR):
        pen.send(app, strokes)
    (kept,) = drawings.listed(open_store(), VISITOR)
    assert len(kept.drawing.strokes) == 3


def test_another_drawing_is_kept_beside_the_one_before(draw, pen):
    app = draw(SEVEN)
    pen.send(app, [], number=2)
    pen.send(app, SEVEN, number=2)
    assert drawings.count(open_store(), VISITOR) == 2


def test_what_was_finished_without_a_connection_is_kept_when_it_is_back(draw, pen):
    app = draw(SEVEN)
    pen.send(app, SEVEN + ONE, FOUR, [], SEVEN)
    kept = drawings.listed(open_store(), VISITOR)
    assert sorted(len(each.drawing.strokes) for each in kept) == [1, 2, 2]
    assert {each.said for each in kept} >= {"4", "7"}
    pen.send(app, SEVEN, number=4)  # as the pen sends what was not answered for
    assert drawings.count(open_store(), VISITOR) == 3


def test_a_prompted_drawing_hears_whether_it_is_what_was_asked_for(draw, pen, monkeypatch):
    app = draw([])
    from pages._draw import prompts  # its canvas can be imported only while a page runs

    monkeypatch.setattr(prompts._random, "randrange", lambda count: 7)
    app.toggle(key="prompted").set_value(True).run()
    pen.send(app, SEVEN)
    assert "Read as a 7." in captions_of(app)
    pen.send(app, FOUR, number=2)
    assert "Read as a 4, not as a 7." in captions_of(app)


def test_what_was_meant_to_be_no_digit_is_said_so_and_taught_to_nobody(draw):
    app = draw(SEVEN)
    (kept,) = drawings.listed(open_store(), VISITOR)
    app.segmented_control(key=f"label_{kept.id}").set_value(NO_DIGIT).run()
    (kept,) = drawings.listed(open_store(), VISITOR)
    assert kept.true_label == NO_DIGIT
    assert drawings.count(open_store(), VISITOR, labelled=True) == 0


def test_a_deleted_drawing_that_is_drawn_on_is_kept_anew(draw, pen):
    app = draw(SEVEN)
    app.button(key="delete_all").click().run()
    assert drawings.count(open_store(), VISITOR) == 0
    pen.send(app, SEVEN + FOUR)
    assert drawings.count(open_store(), VISITOR) == 1


def test_without_a_model_of_ones_own_there_is_a_way_to_train_one(draw):
    assert "Train a model of your own" in all_text(draw(SEVEN, look="models"))


def test_a_model_that_is_not_there_becomes_the_default_one(draw):
    app = draw(SEVEN, model="000000000000")
    assert app.sidebar.selectbox(key="model").value == "default"


def test_other_peoples_drawings_are_not_listed(draw, home):
    drawings.save(
        open_store(), "b" * 32, Drawing.from_strokes(SEVEN), model="default", said="7", is_digit=True,
        probabilities=[[0.1] * 10],
    )  # fmt: skip
    app = draw([])
    assert "Nothing yet. Draw a digit above." in all_text(app)
