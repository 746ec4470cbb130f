"""Every page where the memory fails: the page stands, a sentence says what to do, and what needs no memory goes on."""

import pytest
import sqlalchemy as sa
import streamlit as st
from streamlit.testing.v1 import AppTest

from digitcore.errors import BadInput
from digitcore.lab.queue import queue, worker
from digitcore.lab.store import schema
from digitcore.lab.store import store as stores
from digitcore.lab.store.store import open_store
from pages._shared import frame
from pages._shared.controls import state
from tests.core.memories import ADA, ask, store_in
from tests.screens.conftest import ROOT
from tests.screens.pages import all_text, settle
from tests.screens.pens import Pen
from tests.strokes import FOUR

NEED_NONE = ("home", "explore", "data")
NEED_IT = ("train", "evaluate", "compare", "recipes", "classroom", "draw")


@pytest.fixture
def at(home):
    """A page at an address, whatever it shows."""
    st.cache_resource.clear()

    def open_at(page, **query):
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        app.run()
        app.switch_page(f"pages/{page}.py")
        for key, value in query.items():
            app.query_params[key] = value
        return settle(app.run())

    yield open_at
    st.cache_resource.clear()


def damaged(home):
    store = store_in(home)
    for seed in range(200):
        ask(store, "", seed=seed)  # whoever runs the server may queue any number
    store.truncate_log()
    store.engine.dispose()
    path = home / "digitlab.sqlite"
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))


def no_database(home):
    home.mkdir()
    (home / "digitlab.sqlite").write_text("no database at all, but text\n" * 400)


def newer(home):
    store = store_in(home)
    with store.writing() as connection:
        connection.execute(schema.schema_version.update().values(version=schema.VERSION + 1))
    store.engine.dispose()


def home_is_a_file(home):
    home.write_text("a file")


BROKEN = {
    "damaged": (damaged, "python -m digitcore doctor"),
    "no database": (no_database, "restore a backup"),
    "newer": (newer, "was written by a newer Digit Lab"),
    "home is a file": (home_is_a_file, "Set DIGITLAB_HOME to a folder"),
}


def said(app):
    return " ".join(element.value for element in [*app.error, *app.warning])


FAULT = pytest.mark.fault(
    "the memory cannot be used", "every page stands and says what to do; what needs none goes on"
)


@FAULT
@pytest.mark.parametrize(
    ("how", "page"),
    [("damaged", page) for page in NEED_IT] + [(how, "train") for how in BROKEN if how != "damaged"],
)
def test_a_page_that_needs_the_memory_says_what_to_do(how, page, at, home):
    spoil, words = BROKEN[how]
    spoil(home)
    stores._opened.cache_clear()
    app = at(page)
    assert words in said(app)
    assert not app.exception
    assert "the fault is ours" not in said(app)
    assert app.title


@pytest.mark.parametrize("page", NEED_NONE)
def test_a_page_that_needs_no_memory_goes_on(page, at, home):
    no_database(home)
    app = at(page)
    assert said(app) == ""
    assert not app.exception


@FAULT
def test_a_drawing_is_answered_where_it_cannot_be_kept(at, home, monkeypatch):
    no_database(home)
    stores._opened.cache_clear()
    from pages._shared.controls import visitor

    monkeypatch.setattr(visitor, "current", lambda: ADA)
    app = at("draw")
    Pen(monkeypatch, "DrawSheet").send(app, FOUR)
    assert "restore a backup" in said(app)
    assert "On 10,000 test images this model said **4**" in all_text(app)
    assert not any("kept on this server" in caption.value for caption in app.caption)


@pytest.mark.fault("a model is half-written", "its page says so; curves and figures of the run stay")
def test_a_half_written_model_gets_a_sentence_on_its_pages(at, home):
    store = open_store()
    run = ask(store, epochs=2)
    worker.train_run(store, queue.claim(store, run.id))
    with store.writing() as connection:
        for name in ("keras", "test_probabilities"):
            row = schema.artefacts.c.name == name
            short = sa.func.substr(schema.artefacts.c.content, 1, 500)
            connection.execute(schema.artefacts.update().where(row).values(content=short))
    for page, query in (
        ("evaluate", {"model": run.id}),
        ("train", {"run": run.id}),
        ("compare", {"runs": run.id}),
    ):
        app = at(page, **query)
        assert not app.exception
        assert "the fault is ours" not in said(app)
        if page == "evaluate":
            assert "is damaged in the database. Delete the run, and train it again" in said(app)
        if page == "train":
            assert said(app) == ""


def test_what_went_wrong_in_a_press_within_a_part_of_a_page_is_said_by_the_page(monkeypatch):
    """Such a press runs that part alone, in which nothing says it."""

    @state.in_callback
    def press():
        raise BadInput("This is full.", "Take one out.")

    press()
    runs = []
    monkeypatch.setattr(state, "run_again", lambda: runs.append("of the page"))
    with frame.errors_as_sentences():
        assert runs == ["of the page"]
    assert state.take_callback_error() == "This is full. Take one out."
    with frame.errors_as_sentences():
        assert len(runs) == 1
