"""Train → Several learning rates: the form is the sweep, what is trained shows, and silly input gets sentences."""

import pytest

from digitcore.data import datasets
from digitcore.lab.queue import queue, sweep_runs, worker
from digitcore.lab.runs import runs
from digitcore.lab.store.store import open_store
from digitcore.learning.guided.sweeps import plan
from pages._shared import lab
from tests.screens.pages import data_of_components

FORM = {"start": "sweep", "sweep_seeds": "2", "sweep_rates": "0.001 0.1", "sweep_epochs": "3"}


@pytest.fixture(autouse=True)
def dispatcher_ends():
    """The page starts one, with a worker process: they end with the test."""
    yield
    lab.jobs().close()


@pytest.fixture
def store():
    return open_store()


@pytest.fixture
def wanted():
    data = {"digits": datasets.load("digits")}
    rates = {"seeds": 2, "learning_rates": [0.001, 0.1], "settings": {"epochs": 3}}
    return sweep_runs.for_data(plan("perceptron", **rates), data), data


def texts(app) -> str:
    found = [*app.markdown, *app.caption, *app.subheader, *app.warning]
    return " ".join(element.value for element in found).replace("\\", "")


def train(store, wanted, data, count=None):
    sweep_runs.request(store, wanted, data, visitor="x")
    for _ in range(count or len(wanted.configs)):
        worker.train_run(store, queue.claim(store))


def test_the_address_is_the_sweep_and_a_press_asks_for_its_runs(open_app, store, wanted):
    app = open_app("train", **FORM)
    assert (
        "**4 runs.** Time to learn for them, one after the other: not measured on this machine yet"
        in texts(app)
    )
    assert runs.list_runs(store) == []
    app.button(key="train_sweep").click().run()
    assert not app.exception and not app.error
    sweep, _ = wanted
    assert {run.identity for run in runs.list_runs(store)} == {config.identity for config in sweep.configs}
    assert next(bar.proto.text for bar in app.get("progress")) == "0 of 4 are trained"


def test_what_is_still_to_come_is_stopped_and_can_be_asked_for_again(open_app, store):
    app = open_app("train", **FORM | {"sweep_epochs": "10000"})
    app.button(key="train_sweep").click().run()
    assert {run.is_over for run in runs.list_runs(store)} == {False}
    app.button(key="stop_sweep").click().run()
    assert not app.exception and not app.error
    assert runs.list_runs(store) == []
    assert app.button(key="train_sweep").label == "Train these 4"


def test_what_came_of_it_is_curves_a_chart_a_table_and_a_verdict(open_app, store, wanted):
    sweep, data = wanted
    train(store, sweep, data)
    app = open_app("train", **FORM)
    assert "All **4 runs** are trained." in texts(app)
    shown = {
        name: [cell.replace("\\", "") for cell in cells]
        for name, cells in app.table[0].value.to_dict("list").items()
    }
    slow, fast = sweep_runs.progress(store, sweep).outcomes
    assert shown["setting"] == ["Learning rate 0.001", "Learning rate 0.1"]
    assert shown["trained"] == ["2 of 2", "2 of 2"]
    assert shown["mean accuracy"] == [f"{slow.mean:.2%}", f"{fast.mean:.2%}"]
    assert shown["95% interval"][1] == f"{fast.interval[0]:.2%} to {fast.interval[1]:.2%}"
    assert "Learning rate 0.1 is" in texts(app)
    (curves,) = data_of_components(app, "curves")
    assert [run["group"] for run in curves["runs"]] == ["Learning rate 0.001", "Learning rate 0.1"] * 2
    assert curves["runs"][3]["title"] == "Learning rate 0.1, seed 1"
    assert [button.key for button in app.button if button.key == "train_sweep"] == []


def test_what_is_missing_can_be_asked_for_and_one_seed_has_no_interval(open_app, store, wanted):
    sweep, data = wanted
    train(store, sweep, data, count=1)
    for run in runs.list_runs(store):
        if not run.is_over:
            runs.delete(store, run.id, "x")
    app = open_app("train", **FORM)
    assert app.button(key="train_sweep").label == "Train these 3"
    assert app.table[0].value.to_dict("list")["95% interval"] == [""]


def test_silly_addresses_get_sentences(open_app):
    for address, words in SILLY:
        assert words in texts(open_app("train", **FORM | address))


def test_without_rates_the_field_says_which_one_is_taken(open_app):
    app = open_app("train", start="sweep", sweep_recipe="dense-128", sweep_rates="")
    assert app.text_input(key="sweep_rates").placeholder == "Empty: 0.05, the experiment's own"


SILLY = (
    ({"sweep_rates": "fast"}, "'fast' is no learning rate. Write numbers"),
    ({"sweep_rates": "-1"}, "'-1' is no learning rate"),
    ({"sweep_rates": "1 " * 400}, "**2 runs.**"),
    ({"sweep_rates": " ".join(map(str, range(1, 60)))}, "This sweep is 118 runs. Ask for at most 100"),
    ({"sweep_rates": ""}, "**2 runs.**"),
    ({"sweep_seeds": "999", "sweep_rates": "1"}, "**10 runs.**"),
    ({"sweep_recipe": "<b>nothing", "sweep_epochs": "0"}, "**4 runs.**"),
)
