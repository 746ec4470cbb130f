"""Every view of Compare: models of the address, sentences for what cannot be compared, the ladder, seeds and lessons."""

import re

import pytest

from digitcore.data import datasets
from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import artefacts, runs
from digitcore.lab.store.store import open_store
from digitcore.learning.judging.agreement import agreement_of
from digitcore.learning.recipes import recipes
from digitcore.learning.recipes.ladder import ladder
from digitcore.learning.recipes.lessons import LESSONS
from tests.screens.pages import VISITOR

VIEWS = ("table", "cost", "images", "seeds")


@pytest.fixture
def store():
    return open_store()


@pytest.fixture
def trained(store):
    """Trains a recipe for few epochs; its run's id."""

    def train(recipe: str, **changes: object) -> str:
        config = recipes.find(recipe).config.replace(epochs=2, **changes)
        dataset = datasets.load(config.dataset, **config.dataset_options)
        run = runs.request_run(
            store, config.for_dataset(dataset), recipe=recipe, visitor="x", title=recipes.find(recipe).title
        )
        worker.train_run(store, queue.claim(store, run.id))
        return run.id

    return train


def texts(app) -> str:
    found = [*app.markdown, *app.caption, *app.subheader, *app.header, *app.info, *app.warning]
    return " ".join(element.value for element in found).replace("\\", "")


def table(app, place: int = 0) -> dict[str, list[str]]:
    columns = app.table[place].value.to_dict("list")
    return {name: [cell.replace("\\", "") for cell in cells] for name, cells in columns.items()}


def test_without_models_each_view_says_what_to_do(open_app):
    for view in VIEWS:
        app = open_app("compare", comparing=view)
        wanted = "The ladder on Digits 8×8" if view == "cost" else "Choose two models"
        assert wanted in texts(app)


def test_before_anything_was_trained_two_models_are_compared(open_app):
    app = open_app("compare", dataset="mnist")
    assert app.query_params["runs"] == "default.nearest-average"
    assert table(app)["model"] == ["Default model", "Nearest average"], "the best one first"
    assert table(app)["accuracy"] == ["99.62%", "81.95%"]
    assert "Of 10,000 images Default model alone gets" in texts(app).replace("**", "")


@pytest.mark.parametrize("view", VIEWS)
def test_an_odd_address_gets_sentences(open_app, view):
    names = f"000000000000..<b>.%00.default.default.{'a' * 5_000}"
    app = open_app("compare", comparing=view, runs=names, disputed="-3", disputed_page="99", cost="nothing")
    assert "There is no run '<b>'." in texts(app)


def test_two_models_side_by_side(open_app, trained, store):
    one, other = trained("perceptron"), trained("nearest-average")
    app = open_app("compare", runs=f"{one}.{other}")
    shown = table(app)
    assert shown["model"] == ["Nearest average", "Perceptron"], "the best one first"
    assert shown["accuracy"][1] == f"{runs.get(store, one).test_accuracy:.2%}"
    assert shown["parameters"] == ["640", "650"]
    assert "Of 450 images Nearest average alone gets" in texts(app).replace("**", "")
    assert "450 test images of Digits 8×8." in texts(app)


def test_a_model_judged_on_other_images_is_not_compared(open_app, trained):
    app = open_app("compare", runs=f"{trained('perceptron')}.default")
    assert "Not compared: **Default model**, judged on other test images than **Perceptron**." in texts(app)
    assert table(app)["model"] == ["Perceptron"]


def test_more_than_six_are_cut_with_a_sentence(open_app, trained):
    names = [trained("commonest", seed=seed) for seed in range(7)]
    app = open_app("compare", runs=".".join(names))
    assert "the first 6 of the 7" in texts(app)
    assert len(table(app)["model"]) == 6


def test_a_run_that_was_stopped_before_it_began_is_left_out(open_app, trained, store):
    done = trained("nearest-average")
    config = recipes.find("perceptron").config.for_dataset(datasets.load("digits"))
    asked = runs.request_run(store, config, recipe="perceptron", visitor="y", title="Not yet")
    runs.request_stop(store, asked.id, "y", keep=True)
    app = open_app("compare", runs=f"{done}.{asked.id}")
    assert table(app)["model"] == ["Nearest average"]
    assert "**Not yet** is stopped: it was not judged." in texts(app)


def test_a_deleted_run_is_left_out_with_a_sentence(open_app, trained, store):
    gone, here = trained("commonest"), trained("nearest-average")
    runs.delete(store, gone, "x")
    app = open_app("compare", runs=f"{gone}.{here}")
    assert "The run **Always the commonest** was deleted." in texts(app)
    assert table(app)["model"] == ["Nearest average"]


def test_the_images_they_disagree_on_and_one_of_them(open_app, trained):
    names = f"{trained('perceptron')}.{trained('nearest-average')}"
    app = open_app("compare", comparing="images", runs=names)
    assert "They disagree on" in texts(app)
    found = agreement_of([artefacts.answers(open_store(), name) for name in names.split(".")])
    first = int(found.disputed[0])
    app = open_app("compare", comparing="images", runs=names, disputed=str(first))
    assert f"Test image {first}** is a" in texts(app)
    said = table(app, 0)
    assert said["says"] == [str(answer) for answer in found.predicted[:, first]]


def test_no_line_ends_after_the_arrow_below_an_image(open_app, trained, monkeypatch):
    from pages._shared.components import gallery

    shown = []
    monkeypatch.setattr(gallery, "show", lambda images, *, captions, **more: shown.extend(captions))
    open_app("compare", comparing="images", runs=f"{trained('perceptron')}.{trained('nearest-average')}")
    below = [caption for caption in shown if "→" in caption]
    assert below and all(re.fullmatch(r"\d\xa0→\xa0\d\xa0· \d", caption) for caption in below)


def test_one_model_cannot_disagree(open_app, trained):
    app = open_app("compare", comparing="images", runs=trained("commonest"))
    assert "one alone cannot disagree" in texts(app)


def test_the_ladder_says_which_rungs_are_missing(open_app, store):
    rung = ladder(datasets.load("digits"))[0]
    run = runs.request_run(store, rung.config, recipe="commonest", visitor="x")
    worker.train_run(store, queue.claim(store, run.id))
    app = open_app("compare", comparing="cost")
    button = next(button for button in app.button if button.key == "train_ladder")
    assert button.label == "Train the 5 that are missing"
    assert ":material/check_circle: Always the commonest" in texts(app)
    assert "Hollow and grey are rungs of the ladder." in texts(app)
    assert ":material/radio_button_unchecked: Perceptron" in texts(app)


def test_without_rungs_on_the_chart_nothing_is_said_of_them(open_app, trained):
    said = texts(open_app("compare", comparing="cost", runs=trained("perceptron")))
    assert "The bars are 95% intervals." in said
    assert "Hollow and grey" not in said


def test_seeds_of_two_recipes(open_app, trained):
    for seed in range(4):
        perceptron = trained("perceptron", seed=seed)
        average = trained("nearest-average", seed=seed, validation=0.5)
    app = open_app("compare", comparing="seeds", runs=f"{perceptron}.{average}")
    assert table(app)["seeds"] == ["4", "4"]
    said = texts(app)
    assert said.count("Two trainings with other seeds lie") == 2
    assert "the means differ at least as much in 2 of 70 ways" in said
    labels = [button.label for button in app.button]
    assert {"Train 5 more seeds of Perceptron", "Train 5 more seeds of Nearest average"} <= set(labels)


def test_the_default_model_has_no_seeds(open_app):
    app = open_app("compare", comparing="seeds", runs="default")
    assert "What comes with the app has no other seeds" in texts(app)


def test_every_lesson_has_a_card_and_opens_by_its_address(open_app):
    said = texts(open_app("compare", comparing="lessons"))
    for lesson in LESSONS.values():
        assert lesson.title in said
    for name in LESSONS:
        app = open_app("compare", comparing="lessons", lesson=name)
        assert LESSONS[name].look_for in texts(app)
        assert any(button.key == f"lesson_{name}" for button in app.button), (
            "its runs are still to be trained"
        )
    assert LESSONS["filters"].title in texts(open_app("compare", comparing="lessons", lesson="nothing"))


def test_a_lesson_shows_its_runs_under_its_own_titles(open_app, store):
    lesson, digits = LESSONS["filters"], datasets.load("digits")
    asked = []
    for place, of in enumerate(lesson.runs):
        run = runs.request_run(
            store, of.config.for_dataset(digits), recipe=of.recipe, visitor="x", title=f"Renamed {place}"
        )
        worker.train_run(store, queue.claim(store, run.id))
        asked.append(run.id)
    app = open_app("compare", comparing="lessons", lesson="filters", runs=".".join(reversed(asked)))
    assert table(app)["model"] == ["Sixty-four filters", "Five filters"]
    assert "Sixty-four filters is better than Five filters" in texts(app).replace("**", "")
    assert not any(button.key == "lesson_filters" for button in app.button)


def test_an_untouched_page_compares_the_newest_two_models_on_the_same_data(open_app, trained, store):
    runs_here = [runs.get(store, trained("perceptron", seed=seed)) for seed in (0, 1)]
    for run in runs_here:
        runs.request_run(store, run.config, recipe="perceptron", visitor=VISITOR)
    app = open_app("compare")
    assert set(app.query_params["runs"].split(".")) == {run.id for run in runs_here}
    app.multiselect(key="picked_models").set_value([]).run()
    assert "runs" not in app.query_params, "whoever takes them off has chosen"
