"""Recipes in a browser: the table's figures, a lesson answered wrong and right, all ten in the queue through a reload."""

import re

import pytest
from playwright.sync_api import expect

from digitcore.lab.runs import runs
from digitcore.lab.runs.run_evidence import evidence
from digitcore.learning.guided import reproduction
from digitcore.learning.guided.claims.claims import CLAIMS
from digitcore.learning.guided.questions import QUESTIONS
from digitcore.learning.recipes.published import PUBLISHED
from tests.browser.conftest import serving
from tests.browser.pages import settled
from tests.core.memories import wait_until


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """One server for these tests: its worker process has to load TensorFlow only once."""
    with serving(tmp_path_factory.mktemp("school")) as server:
        yield server


def row_of(page, title: str):
    return page.get_by_role("row").filter(has=page.get_by_role("cell", name=title, exact=True))


def card(page, number: int):
    """The question with this number, with its widgets."""
    return page.locator("[data-testid=stVerticalBlock]").filter(
        has=page.get_by_text(re.compile(rf"^{number}\. "))
    ).last  # fmt: skip


def test_a_lesson_is_opened_trained_and_answered(school, open_page):
    page = open_page(f"{school.address}/recipes")
    kept = reproduction.reproductions(reproduction.read())
    for verdict in kept:
        row = row_of(page, verdict.recipe.title)
        published = PUBLISHED[verdict.recipe.name].judged.accuracy
        expect(row).to_contain_text(re.compile(rf"{published:.2%}.*{verdict.accuracy:.2%}.*holds"))

    page.locator(".st-key-open_perceptron button").first.click()
    expect(page).to_have_url(re.compile("recipe=perceptron"))
    number = card(page, 1).get_by_role("spinbutton")
    number.fill("63")
    number.press("Enter")
    expect(page.get_by_text("Rows times columns.")).to_be_visible()
    number.fill("64")
    number.press("Enter")
    expect(page.get_by_text("Right: 64.")).to_be_visible()
    expect(page).to_have_url(re.compile("answers=values-63(~|%7E)64"))

    settled(page)
    page.get_by_role("button", name="Train Perceptron, seed 0").first.click()
    expect(page.get_by_text(re.compile(r"Yours, [\d.]+%, holds"))).to_be_visible(timeout=180_000)
    (run,) = (run for run in runs.list_runs(school.store) if run.recipe == "perceptron")
    known = evidence(school.store, run.id)
    settled(page)
    page.get_by_text(f"{known.last.train_accuracy:.2%}, training").click()
    expect(page.get_by_text(QUESTIONS["report"].hint)).to_be_visible()
    settled(page)
    page.get_by_text(f"{known.judgement.accuracy:.2%}, test", exact=True).click()
    expect(page.get_by_text(f"Right: {known.judgement.accuracy:.2%}, test.")).to_be_visible()
    expect(page).to_have_url(re.compile("_report-training(~|%7E)test"))

    page.reload()
    expect(page.get_by_text("Right: 64.")).to_be_visible()
    expect(page.get_by_text(f"Right: {known.judgement.accuracy:.2%}, test.")).to_be_visible()
    settled(page)
    page.get_by_role("link", name="All mistakes, what each was called").first.click()
    expect(page).to_have_url(re.compile(f"evaluate.*model={run.id}"))
    expect(page.get_by_text(re.compile(f"of 450 images, {known.mistakes} mistakes"))).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Right: 64.")).to_be_visible()


@pytest.mark.long
def test_a_second_run_is_trained_from_its_question_and_compared(school, open_page):
    page = open_page(f"{school.address}/recipes?recipe=cnn-5")
    page.get_by_role("button", name="Train Five filters, seed 0").first.click()
    page.get_by_role("button", name="Train Five filters, seed 1").click(timeout=180_000)
    page.get_by_role("link", name="Both side by side").click(timeout=180_000)
    first, second = sorted(
        (run for run in runs.list_runs(school.store) if run.recipe == "cnn-5"),
        key=lambda run: run.config.seed,
    )
    expect(page).to_have_url(re.compile(f"compare.*runs={first.id}.{second.id}"))
    apart = f"{abs(first.test_accuracy - second.test_accuracy) * 100:.2f}"
    page.goto(f"{school.address}/recipes?recipe=cnn-5")
    number = card(page, 7).get_by_role("spinbutton")
    settled(page)
    number.fill(apart)
    number.press("Enter")
    expect(page.get_by_text(f"Right: {apart} percentage points.")).to_be_visible()


def test_a_claim_is_judged_and_its_numbers_are_one_press_away(school, open_page):
    page = open_page(f"{school.address}/recipes?recipe=author&claim={1 + list(CLAIMS).index('named')}")
    page.get_by_text("The numbers", exact=True).click()
    expect(page.get_by_role("cell", name="0.9868")).to_be_visible()
    expect(page.locator(".st-key-claim_matrix .cell")).to_have_count(100)
    page.get_by_role("button", name="Cannot be told").click()
    expect(page.get_by_text(CLAIMS["named"].hint)).to_be_visible()
    expect(page.get_by_role("cell", name="0.9868")).to_be_visible()
    page.get_by_role("button", name="False").click()
    expect(page.get_by_text("Right: False.")).to_be_visible()
    expect(page).to_have_url(re.compile("answers=named-open(~|%7E)false"))


def test_all_ten_are_queued_and_their_progress_outlives_a_reload(school, open_page):
    page = open_page(f"{school.address}/recipes")
    settled(page)
    page.get_by_role("button", name=re.compile("Train all ten|that are missing")).click()
    expect(
        page.get_by_text(re.compile(r"Wide layers, dropout, seed 0: number \d+ of \d+ in the queue"))
    ).to_be_visible(timeout=180_000)
    page.reload()
    bar = page.get_by_text(re.compile(r"One hidden layer, squared error, seed 0: .* of 500 epochs"))
    expect(bar).to_be_visible(timeout=180_000)
    expect(row_of(page, "Sixty-four filters")).to_contain_text(
        re.compile(r"holds, .*seeds 0 to 4.*%.*holds, .*seed 0")
    )
    requested = runs.list_runs(school.store)
    first = sorted(run.recipe for run in requested if run.config.seed == 0)
    assert first == sorted(PUBLISHED), "what was there already is joined"
    for run in requested:
        runs.delete(school.store, run.id, run.owner)
    wait_until(
        lambda: all(runs.get(school.store, run.id).state != "running" for run in requested), "an idle worker"
    )


@pytest.mark.parametrize("query", ["", "?recipe=dense-bn"])
def test_on_a_telephone_in_the_dark(school, open_page, query):
    page = open_page(f"{school.address}/recipes{query}", width=390, height=844, dark=True, touch=True)
    expect(page.get_by_role("heading", name="Recipes", level=1)).to_be_visible()
    settled(page)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    expect(page.get_by_text("the fault is ours")).to_have_count(0)
