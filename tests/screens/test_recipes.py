"""Recipes: the table's figures, a lesson before and after its training, answers right, wrong and in the address."""

import re

import pytest

from digitcore.data import datasets
from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import runs
from digitcore.lab.runs.run_evidence import evidence
from digitcore.lab.store.store import open_store
from digitcore.learning.guided import reproduction
from digitcore.learning.guided.claims.claims import CLAIMS
from digitcore.learning.guided.questions import QUESTIONS, questions_for
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.learning.recipes.recipes import RECIPES
from pages._recipes.views import IN_MODEL, VIEWS
from pages._shared.controls.control_table import CONTROLS
from tests.screens.pages import VISITOR, data_of_components


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITLAB_HOME", str(tmp_path))
    monkeypatch.delenv("DIGITLAB_DATABASE", raising=False)
    return open_store()


@pytest.fixture
def trained(store):
    """Trains an experiment for the visitor of these tests."""

    def train(name="perceptron", **changes):
        config = RECIPES[name].config.for_dataset(datasets.load("digits")).replace(**changes)
        run = runs.request_run(
            store,
            config,
            recipe=name,
            visitor=VISITOR,
            title=RECIPES[name].title,
        )
        worker.train_run(store, queue.claim(store, run.id))
        return runs.get(store, run.id)

    return train


def texts(app) -> str:
    elements = [*app.markdown, *app.caption, *app.subheader, *app.header, *app.success, *app.info]
    return " ".join(element.value for element in elements).replace("\\", "")


def table(app, number=0):
    """As it is read: without the marks that keep Markdown away."""
    return (
        app.table[number]
        .value.replace({r"\\": ""}, regex=True)
        .rename(columns=lambda title: title.replace("\\", ""))
    )


def test_the_table_has_the_kept_figures_of_all_ten(open_app, store):
    found = table(open_app("recipes"))
    assert len(found) == 10
    assert "yours" not in found.columns, "an empty column takes room from the others on a telephone"
    kept = reproduction.reproductions(reproduction.read())
    for (_, row), verdict in zip(found.iterrows(), kept, strict=True):
        assert row["experiment"] == verdict.recipe.title
        assert f"{PUBLISHED[verdict.recipe.name].judged.accuracy:.2%}" in row["published"]
        assert row["published"].endswith(f" of {verdict.attempts[0].n:,}"), "judged on as many images"
        low, high = verdict.interval
        seeds = "seeds 0 to 4" if len(verdict.attempts) == 5 else "seed 0"
        holds = f"holds, {verdict.side}, {seeds}"
        assert row["ours"] == f"{verdict.accuracy:.2%} ({100 * low:.1f}–{high:.1%}) {holds}"


def test_ones_own_run_stands_beside_with_its_verdict(open_app, trained):
    run = trained()
    trained(epochs=2)
    row = table(open_app("recipes")).iloc[0]
    assert row["yours"].startswith(f"{run.test_accuracy:.2%} (")
    assert re.search(r"\) holds, \d\.\d standard errors (below|above), seed 0$", row["yours"])
    then, here = row["seconds an epoch"].split(" → ")
    assert then == "–" or float(then) > 0
    assert float(here) == pytest.approx(run.seconds / 100, rel=0.05)


def test_before_the_training_only_what_the_plan_tells_is_asked(open_app, store):
    app = open_app("recipes", recipe="shallow-mse")
    questions = questions_for("shallow-mse")
    early = [question.text for question in questions if question.before_training]
    assert [box.label for box in app.main.number_input] == early
    assert not app.main.radio
    assert all(question.text in texts(app) for question in questions)
    assert [button.label for button in app.button if "Train" in button.label] == [
        "Train One hidden layer, squared error, seed 0"
    ] * 2


def test_an_answer_is_checked_explained_and_in_the_address(open_app, store):
    app = open_app("recipes", recipe="perceptron")
    app.main.number_input[1].set_value(64).run()
    assert app.query_params["answers"] == "parameters-64"
    (hint,) = app.warning
    assert QUESTIONS["parameters"].hint in hint.value and "650" not in hint.value
    app.main.number_input[1].set_value(650).run()
    assert app.query_params["answers"] == "parameters-64~650"
    (right,) = app.success
    assert "Right: 650." in right.value and not app.info and not app.warning
    assert app.main.number_input[1].disabled
    total = len(questions_for("perceptron"))
    assert f"1 of {total} right, 0 of them at once" in texts(app)
    next(button for button in app.button if button.label == "All ten").click().run()
    assert f"1 of {total} right · not trained yet" in texts(app)


def test_a_second_wrong_answer_gets_the_answer_and_one_can_begin_again(open_app, store):
    app = open_app("recipes", recipe="perceptron", answers="parameters-64~65")
    (wrong,) = app.info
    assert "Not quite. The answer: 650." in wrong.value and "64 · 10 + 10 = 650" in wrong.value
    next(button for button in app.button if button.label == "Begin again").click().run()
    assert "answers" not in app.query_params and not app.info
    assert app.main.number_input[1].value is None and not app.main.number_input[1].disabled


def test_answers_about_the_run_are_judged_by_the_run(open_app, trained):
    found = evidence(open_store(), trained().id)
    app = open_app(
        "recipes",
        recipe="perceptron",
        answers=f"mistakes-{found.mistakes}_report-training~validation_worst-11",
    )
    assert any(f"Right: {found.mistakes}." in box.value for box in app.success)
    assert any(f"{found.judgement.accuracy:.2%}, test." in box.value for box in app.info)
    assert len(app.success) == len(app.info) == 1, "there is no class 11, so that is no answer"
    assert f"Yours, {found.judgement.accuracy:.2%}, holds: " in texts(app)
    assert "Measured for this app: 90.44%, 0.2 standard errors below; 3 of 5 seeds below" in texts(app)


def test_a_comparison_asks_for_the_other_run_first(open_app, trained):
    trained("cnn-5")
    app = open_app("recipes", recipe="cnn-5")
    assert "Train Perceptron, seed 0" in [button.label for button in app.button]
    trained("perceptron")
    app = open_app("recipes", recipe="cnn-5", answers="cnn-this~other")
    assert "Train Perceptron, seed 0" not in [button.label for button in app.button]
    said = [*app.success, *app.info]
    assert len(said) == 1 and "510 parameters" in said[0].value and "Of 450 images" in said[0].value


@pytest.mark.parametrize("also_answered_here", [True, False])
def test_each_lesson_keeps_its_answers_while_others_are_open(open_app, store, also_answered_here):
    app = open_app(
        "recipes", recipe="perceptron", answers="values-64" if also_answered_here else "values-64_size-1"
    )
    if also_answered_here:
        app.main.number_input[2].set_value(1).run()
    next(button for button in app.button if button.label == "All ten").click().run()
    assert len(app.table) == 1
    app.button(key="open_cnn-5").click().run()
    assert "answers" not in app.query_params
    assert not app.success
    next(button for button in app.button if button.label == "All ten").click().run()
    app.button(key="open_perceptron").click().run()
    assert app.query_params["answers"] == "values-64_size-1"
    assert len(app.success) == 2


@pytest.mark.parametrize(
    "answers", ["", "-", "___", "values", "values-", "values-nan", "values-1e999", "nobody-1", "values-6-4"]
)
def test_odd_addresses_are_no_answers(open_app, store, answers):
    app = open_app("recipes", recipe="perceptron", answers=answers)
    assert not app.success and not app.info


def test_an_unknown_experiment_gets_a_sentence_and_the_table(open_app, store):
    app = open_app("recipes", recipe="*nobody*")
    assert "no published experiment “*nobody*”" in texts(app)
    assert len(app.table[0].value) == 10


@pytest.mark.parametrize("name", [name for name, view in VIEWS.items() if view.named != "runs"])
def test_each_link_leads_to_what_it_says(open_app, trained, name):
    """The setting that a link names is the one that the page has: a view that is not there would fall back to another."""
    view = VIEWS[name]
    query = view.query("digits", [trained(epochs=3)])
    app = open_app(view.page.removeprefix("pages/").removesuffix(".py"), **query)
    for key, text in query.items():
        assert app.session_state[key] == CONTROLS[key].parse(text), key


def test_questions_name_charts_that_there_are():
    for question in QUESTIONS.values():
        assert set(question.charts) <= set(VIEWS)
        needs_two = any(VIEWS[name].named == "runs" for name in question.charts)
        assert needs_two == (question.second_run is not None)


def test_views_of_runs_lead_nowhere_before_there_are_runs():
    for view in IN_MODEL.values():
        assert view.query("digits", []) is None


def test_the_published_curve_stands_beside_ones_own(open_app, trained):
    app = open_app("recipes", recipe="perceptron")
    (curves,), before = data_of_components(app, "curves"), texts(app)
    assert (curves["runs"], curves["published"]["validation_accuracy"][-1]) == ([], 0.9436)
    assert "100 of 100 epochs can be read in the source." in before
    assert "after epoch 1: 6.23% published, ours " in before and "epoch 100: 94.36% published" in before
    run = trained()
    last = evidence(open_store(), run.id).epochs[-1].validation_accuracy
    app = open_app("recipes", recipe="perceptron")
    assert re.search(rf"epoch 100: 94.36% published, ours .*, yours {last:.2%} \([+-]", texts(app))
    (curves,) = data_of_components(app, "curves")
    assert [each["id"] for each in curves["runs"]] == [run.id]
    assert curves["published"]["epoch"][-1] == 100
    assert f"yours {last:.2%} (" in texts(open_app("evaluate", model=run.id, judging="curves"))


def test_cells_that_cannot_be_read_are_marked(open_app, store):
    app = open_app("recipes", recipe="cnn-5")
    assert "14 cells cannot be read in the source" in texts(app)
    cells = [str(cell) for each in app.table for cell in each.value.to_numpy().ravel()]
    assert cells.count("?") == 14


def test_what_no_source_prints_is_called_our_choice(open_app, store):
    assert (
        "Not printed in the source, so our choice: activations, share of dropout, loss, optimiser and learning rate."
        in texts(open_app("recipes", recipe="mnist-cnn"))
    )


def test_claims_are_judged_one_by_one_with_a_hint_between(open_app, store):
    app = open_app("recipes")
    app.button(key="open_author").click().run()
    first = next(iter(CLAIMS.values()))
    assert f"### {first.words}" in texts(app) and f"Claim 1 of {len(CLAIMS)}" in texts(app)
    app.button(key="judge_true").click().run()
    assert first.hint in app.warning[0].value and app.button(key="judge_true").disabled
    app.button(key="judge_false").click().run()
    assert app.success[0].value.startswith("**Right: False.**")
    assert app.query_params["answers"] == "flattened-true~false"
    assert app.button(key="judge_open").disabled
    app.button(key="claim_after").click().run()
    assert app.query_params["claim"] == "2" and not app.success
    next(button for button in app.button if button.label == "All lessons").click().run()
    assert f"1 of {len(CLAIMS)} right" in texts(app)


def test_the_end_tells_the_score_and_nothing_that_was_not_judged(open_app, store):
    app = open_app("recipes", recipe="author", claim="99", answers="tenth-false_adam-true~open")
    assert f"1 of {len(CLAIMS)} right, 1 of them at once" in texts(app)
    assert f"{len(CLAIMS) - 2} are not judged yet." in texts(app)
    assert table(app)["yours"].tolist() == ["wrong", "right at once"]
    everything = "_".join(f"{name}-{_verdict(claim)}" for name, claim in CLAIMS.items())
    app = open_app("recipes", recipe="author", claim="99", answers=everything)
    assert f"{len(CLAIMS)} of {len(CLAIMS)} right, {len(CLAIMS)} of them at once" in texts(app)


def _verdict(claim):
    return claim.finding(datasets.load(claim.data) if claim.data else None).verdict


def test_the_printed_report_of_each_digit_is_shown_as_printed(open_app, store):
    app = open_app("recipes", recipe="dense-bn")
    tables = [table(app, number) for number in range(len(app.table))]
    report = next(each for each in tables if "recall" in each.columns)
    assert report["precision"].tolist()[:2] == ["0.99", "0.98"] and report["images"].tolist()[-1] == "6,000"
    rates = next(each for each in tables if "Specificity" in each.columns)
    assert rates["Precision"].tolist()[8] == "95.57%"
    assert not any("False-positive rate" in each.columns for each in tables), "the source prints none"


def test_the_first_ten_mistakes_stand_as_published(open_app, store):
    app = open_app("recipes", recipe="shallow-mse")
    tables = [table(app, number) for number in range(len(app.table))]
    shown = next(each for each in tables if "published: is → called" in each.columns)
    assert shown["published: is → called"].tolist()[:3] == ["5 → 6", "4 → 6", "1 → 3"]
    assert "The first of 966 mistakes in 10,000 test images." in texts(app)
