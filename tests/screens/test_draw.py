"""What the Draw page says: the canvas is replaced by a fake, since the harness has no browser; model and store are real."""

import types

import pytest

from digitcore.data.ink import Drawing
from digitcore.lab.drawings import drawings
from digitcore.lab.store.store import open_store
from tests.screens.pages import all_text
from tests.strokes import FOUR, SEVEN

VISITOR = "a" * 32


@pytest.fixture
def draw(open_app, lay, monkeypatch):
    """Opens the page with strokes on its canvas, and waits for the model."""

    def with_strokes(strokes, /, **query):
        app = open_app("draw", **query)
        from pages._shared import models
        from pages._shared.controls import visitor

        monkeypatch.setattr(visitor, "current", lambda: VISITOR)
        models.loading("default").finished.wait()
        lay(app, strokes)
        return app

    return with_strokes


@pytest.fixture
def lay(monkeypatch):
    """Has the canvas tell of other strokes."""

    def strokes_on(app, strokes):
        from pages._shared.board import canvas

        drawing = Drawing.from_strokes(strokes, canvas=400, stroke_width=26)
        json_data = canvas.as_canvas_json(drawing, paper="white")
        monkeypatch.setattr(canvas, "st_canvas", lambda **options: types.SimpleNamespace(json_data=json_data))
        app.run()
        assert not app.exception, app.exception

    return strokes_on


def answer_of(app) -> str:
    return "".join(element.proto.body for element in app.get("html"))


def test_while_the_model_loads_one_can_draw_already(open_app):
    app = open_app("draw")
    assert "You can draw already." in answer_of(app) or "follows the pen" in answer_of(app)


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
    assert words in answer_of(draw([], way=way))


def test_column_and_row_are_told_apart(draw):
    app = draw(FOUR)
    text = all_text(app)
    assert "When it says 4, is it a 4?" in text
    assert "Are real 4s called 4?" in text
    assert "On 10,000 test images this model said **4**" in text
    assert "Of 982 real 4s" in text
    assert "The images of MNIST are not on this machine" in " ".join(info.value for info in app.info)


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


def test_what_was_undone_and_comes_back_is_the_same_drawing(draw, lay):
    app = draw(SEVEN)
    for strokes in ([], [], SEVEN, [], SEVEN, SEVEN + FOUR):
        lay(app, strokes)
    (kept,) = drawings.listed(open_store(), VISITOR)
    assert len(kept.drawing.strokes) == 3


def test_what_is_drawn_after_an_undo_is_another_drawing(draw, lay):
    app = draw(SEVEN)
    beside = [[(x + 1, y) for x, y in stroke] for stroke in SEVEN]
    for strokes in ([], beside, [], SEVEN):
        lay(app, strokes)
    assert drawings.count(open_store(), VISITOR) == 3


@pytest.mark.parametrize("is_told_first", [True, False])
def test_what_is_drawn_alike_after_clear_is_another_drawing(draw, lay, is_told_first):
    """Clear and the empty canvas are told one after the other, in either order."""
    app = draw(SEVEN)
    if not is_told_first:
        lay(app, [])
    app.session_state["pages._shared.board.desk.Desk"].note_emptied()
    lay(app, [])
    lay(app, SEVEN)
    assert drawings.count(open_store(), VISITOR) == 2


def test_a_deleted_drawing_that_comes_back_is_kept_anew(draw, lay):
    app = draw(SEVEN)
    lay(app, [])
    app.button(key="delete_all").click().run()
    assert drawings.count(open_store(), VISITOR) == 0
    lay(app, SEVEN)
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
