"""Lesson links: every control that one can lock or hide, on the page that has it; odd addresses; a class that is sent."""

import pytest

from digitcore.lab.queue import queue, worker
from digitcore.lab.rooms import rooms, rounds, seats
from digitcore.lab.runs import runs
from digitcore.lab.store.store import open_store
from digitcore.learning.recipes import recipes
from pages._shared import models
from pages._shared.controls import state, visitor
from pages._shared.controls.control_table import CONTROLS, NETWORK_FIELDS
from tests.screens.pages import settle

ADA = "a" * 32
KINDS = ("selectbox", "segmented_control", "select_slider", "slider", "number_input", "text_input", "toggle")
RUN = "<the run>"

PLACES = {
    "spoiled": ("explore", {}, "noise wrong_labels imbalance fewer spoil_seed part"),
    "dataset": ("explore", {"images": "200"}, "dataset"),
    "made data": ("explore", {"dataset": "synthetic", "images": "200"}, "images seed"),
    "view": ("explore", {}, "view"),
    "images": ("explore", {"view": "images"}, "only order"),
    "classes": ("explore", {"view": "classes"}, "show_as"),
    "averages": ("explore", {"view": "averages"}, "average digit_a digit_b"),
    "typical": ("explore", {"view": "typical"}, "digit sample"),
    "ink": ("explore", {"view": "ink"}, "which log_axis"),
    "preparation": ("explore", {"view": "preparation"}, "prepared_image"),
    "map": ("explore", {"view": "map"}, "dimensions map_sample"),
    "map by neighbours": ("explore", {"view": "map", "dataset": "digits", "map_sample": "500"}, "map_by"),
    "start": ("train", {}, "start"),
    "recipes": ("train", {}, "run_seed run_data"),
    "own network": (
        "train",
        {"start": "own"},
        " ".join(["net_validation", "net_nesterov", *(f"net_{field.name}" for field in NETWORK_FIELDS)]),
    ),
    "sweep": ("train", {"start": "sweep"}, "sweep_recipe sweep_seeds sweep_epochs sweep_rates"),
    "runs": ("train", {"start": "runs", "runs": RUN}, "runs_text runs_recipe runs_state"),
    "one run": ("train", {"run": RUN}, "against log_loss log_error smooth"),
    "draw": ("draw", {}, "way look prompted"),
    "model": ("draw", {"runs": RUN}, "model"),
    "test image": ("draw", {"way": "image", "model": RUN}, "test_image"),
    "judging": ("evaluate", {"model": RUN}, "judging"),
    "judged on": ("evaluate", {"model": RUN}, "judged_on"),
    "matrix": ("evaluate", {"model": RUN}, "matrix_mode matrix_when"),
    "matrix after an epoch": ("evaluate", {"model": RUN, "matrix_when": "epochs"}, "epoch"),
    "mistakes": ("evaluate", {"model": RUN, "judging": "mistakes"}, "mistakes"),
    "each class": ("evaluate", {"model": RUN, "judging": "classes"}, "measure judged_class"),
    "inside": ("evaluate", {"model": RUN, "judging": "inside"}, "inside"),
    "one image inside": ("evaluate", {"model": RUN, "judging": "inside", "inside": "image"}, "inside_image"),
    "comparing": ("compare", {"runs": RUN}, "comparing"),
    "cost": ("compare", {"comparing": "cost", "runs": RUN}, "cost"),
}
"""Where controls are: the page, its query, and the controls that are tried there together."""
WITHOUT_WIDGET = {"network"}
"""Tried by a test of its own."""


@pytest.fixture
def run(home, monkeypatch):
    """A run of this visitor, of two epochs."""
    monkeypatch.setattr(visitor, "current", lambda: ADA)
    store, config = open_store(), recipes.find("perceptron").config.replace(epochs=2)
    run = runs.request_run(store, config, recipe="perceptron", visitor=ADA)
    worker.train_run(store, queue.claim(store, run.id))
    return run.id


def widget(app, key):
    """The control's widget, or None where it is not drawn."""
    return next((one for kind in KINDS for one in getattr(app, kind) if one.key == key), None)


class Choices(dict):
    """What each control takes, as the pages say it: key → its options, or its bounds."""

    def other(self, key):
        """A value that is not the default."""
        default, found = CONTROLS[key].default, self.get(key)
        if isinstance(default, bool):
            return not default
        if found is None:  # words, or a number whose page is still loading what bounds it
            return default + 1 if isinstance(default, int) else "a *b* & <c>"
        if isinstance(found, tuple):
            return found[0] if default != found[0] else found[0] + (found[1] - found[0]) // 2
        return next(value for value in reversed(found) if value != default)


@pytest.fixture
def choices(monkeypatch):
    """Notes what pages offer, while they offer it."""
    noted, one_of, between = Choices(), state.one_of, state.between

    def note_options(key, options):
        noted[key] = list(options)
        return one_of(key, options)

    def note_bounds(key, low, high):
        noted[key] = (low, high)
        return between(key, low, high)

    monkeypatch.setattr(state, "one_of", note_options)
    monkeypatch.setattr(state, "between", note_bounds)
    return noted


def link(query, values, **rules):
    """The query of a lesson link, as a browser sends it."""
    texts = {key: CONTROLS[key].write(value) for key, value in values.items()}
    return query | texts | {word: ".".join(keys) for word, keys in rules.items()}


def test_every_control_that_a_lesson_may_rule_is_tried_somewhere():
    tried = [key for _, _, keys in PLACES.values() for key in keys.split()]
    ruled = [key for key, one in CONTROLS.items() if one.in_address and one.teacher in ("lock", "hide")]
    assert sorted([*tried, *WITHOUT_WIDGET]) == sorted(ruled)


@pytest.mark.parametrize("place", PLACES)
def test_a_link_shows_locks_and_hides_each_control(open_app, choices, place, request):
    page, query, keys = PLACES[place]
    query = {key: request.getfixturevalue("run") if value == RUN else value for key, value in query.items()}
    keys = keys.split()
    open_app(page, **query)
    if page == "draw" and "model" in query:
        models.loading(query["model"]).finished.wait()  # its images come with it
    values = {key: choices.other(key) for key in keys}

    app = open_app(page, **link(query, values, locked=keys))
    for key, value in values.items():
        found = widget(app, key)
        assert (found.value, found.disabled) == (value, True), key
    assert "Leave the lesson" in [button.label for button in app.button]

    app = open_app(page, **link(query, values, hidden=keys))
    for key, value in values.items():
        found = widget(app, key)
        assert found.disabled if CONTROLS[key].teacher == "lock" else found is None, key
        assert app.session_state[key] == value
    assert app.query_params["hidden" if CONTROLS[keys[0]].teacher == "hide" else "locked"]


@pytest.mark.parametrize(
    ("hidden", "room"),
    [("", [0.5, 0.5]), ("average", [1.0]), ("part.average", [])],
    ids=["none", "one", "both"],
)
def test_a_hidden_control_leaves_no_gap_beside_the_others(open_app, hidden, room):
    app = open_app("explore", view="averages", hidden=hidden)
    places = [column.weight for column in app.columns if column.segmented_control]
    assert places == room


@pytest.mark.parametrize("rule", ["locked", "hidden"])
def test_the_layers_of_a_network_are_locked_or_hidden_as_one(open_app, rule):
    layers = '[{"kind": "flatten"}, {"kind": "dense", "units": 7, "activation": "tanh"}]'
    app = open_app("train", start="own", network=layers, **{rule: "network"})
    assert not app.menu_button
    assert [button for button in app.button if button.label.startswith(("Remove", "Move"))] == []
    units = [field for field in app.number_input if field.value == 7]
    assert [field.disabled for field in units] == ([True] if rule == "locked" else [])
    words = [text.value for text in app.markdown] + [pop.proto.popover.label for pop in app.get("popover")]
    assert any("Dense 7 tanh" in text for text in words)


def test_a_lesson_goes_along_from_page_to_page_and_can_be_left(open_app):
    app = open_app("explore", view="averages", noise="40", locked="view.noise", hidden="part")
    app.switch_page("pages/data.py").run()
    assert app.sidebar.slider(key="noise").disabled
    assert app.query_params["view"] == "averages", "a reload of this page keeps the lesson"
    app.switch_page("pages/explore.py").run()
    assert widget(app, "part") is None
    next(button for button in app.button if button.label == "Leave the lesson").click().run()
    assert widget(app, "part") and not widget(app, "view").disabled
    assert widget(app, "view").value == "averages", "what was set stays"
    assert "locked" not in app.query_params


def test_a_locked_control_keeps_its_value_whatever_else_sets_it(open_app):
    app = open_app("explore", view="averages", locked="view")
    app.switch_page("pages/data.py").run()
    app.switch_page("pages/explore.py")
    app.query_params.clear()
    app.query_params["view"] = "classes"
    settle(app.run())
    assert widget(app, "view").value == "averages"


def test_a_lesson_begins_with_its_own_setting_whatever_was_set_before(open_app):
    app = open_app("explore", view="ink", log_axis="true", part="test")
    app.query_params.clear()
    app.query_params["view"], app.query_params["hidden"] = "ink", "part"
    settle(app.run())
    assert app.session_state["part"] == "train"
    assert not widget(app, "log_axis").value


@pytest.mark.parametrize(
    "rules",
    [
        {"locked": "nobody.knows.this"},
        {"hidden": "<img src=x onerror=alert(1)>"},
        {"locked": "." * 5_000, "hidden": "view" * 5_000},
        {"locked": "teach.room.wall.run.locked.hidden.presenter.room_title"},
        {"locked": "", "hidden": ""},
        {"locked": "Ünï.\x00.view\n"},
    ],
    ids=["unknown", "markup", "long", "not for lessons", "empty", "signs"],
)
def test_rules_that_mean_nothing_are_no_lesson(open_app, rules):
    app = open_app("explore", view="classes", **rules)
    assert [button for button in app.button if button.label == "Leave the lesson"] == []
    assert widget(app, "view").value == "classes"
    assert "locked" not in app.query_params and "hidden" not in app.query_params


def test_locked_at_a_value_that_cannot_be_it_stays_at_the_default(open_app):
    app = open_app("explore", view="<b>no</b>", noise="-7", dataset="gone", locked="view.noise.dataset")
    assert (widget(app, "view").value, widget(app, "noise").value) == ("overview", 0)
    assert widget(app, "dataset").value == "mnist"
    app.run()
    assert not app.toast, "the missing dataset is told of once"


def test_the_class_is_sent_to_a_page_and_called_back(open_app, monkeypatch):
    """By the teacher's tab from the page itself, and by a pasted link; the pupil's way there brings the room along."""
    monkeypatch.setattr(visitor, "current", lambda: ADA)
    teacher, key = rooms.open_room(open_store(), "7b")
    room = rooms.room_of(teacher)
    seats.join(open_store(), teacher.room_id, ADA, "Ada")

    desk = open_app("classroom", teach=key)
    desk.text_input(key="room_lesson").set_value(
        "http://10.0.0.7:8501/explore?view=map&locked=view&teach=x"
    ).run()
    assert rooms.room_of(teacher).settings.lesson == "explore?view=map&locked=view"
    assert ways(open_app("classroom", room=room.code)) == [
        ("explore", f"view=map&locked=view&room={room.code}")
    ]
    rounds.start(teacher, "digit", digit=4)
    assert len(ways(open_app("classroom", room=room.code))) == 1, "also below the sheet of a round"

    pupil = open_app("explore", view="map", locked="view", room=room.code)
    assert [link.label for link in pupil.get("page_link")] == ["A round has begun: draw"]
    assert pupil.query_params["room"] == room.code

    desk = open_app("classroom", teach=key)
    next(button for button in desk.button if button.label == "Take it back").click().run()
    assert ways(open_app("classroom", room=room.code)) == []


@pytest.mark.parametrize(
    "typed", ["<b>", "javascript:alert(1)", "http://x/nowhere", "http://x/classroom?room=ABC"]
)
def test_what_is_no_lesson_link_is_a_sentence_on_the_desk(open_app, typed):
    teacher, key = rooms.open_room(open_store(), "7b")
    app = open_app("classroom", teach=key)
    app.text_input(key="room_lesson").set_value(typed).run()
    assert "lesson" in app.error[0].value
    assert rooms.room_of(teacher).settings.lesson == ""


def ways(app) -> list[tuple[str, str]]:
    """The links on a pupil's seat to where the class goes."""
    links = [one for one in app.get("page_link") if one.label.startswith("Your teacher wants you here")]
    return [(link.proto.page, link.proto.query_string) for link in links]
