"""Compare in a real browser: two runs that are still learning at first, the ladder, more seeds, a lesson."""

import re

from playwright.sync_api import expect

from digitcore import wording
from digitcore.data import datasets
from digitcore.lab.runs import artefacts, runs
from digitcore.learning.judging.agreement import agreement_of
from digitcore.learning.recipes.recipes import RECIPES
from tests.browser.pages import address, chart, settled, walk

SOME_TIME_MS = 180_000
VIEWS = {
    "table": "Side by side",
    "cost": "What it costs",
    "images": "Where they disagree",
    "seeds": "Several seeds",
    "lessons": "Lessons",
}


def ask(server, recipe: str, **changes: object) -> str:
    """A run in the queue; the server takes it up when a page waits for it."""
    config = RECIPES[recipe].config.replace(**changes)
    config = config.for_dataset(datasets.load(config.dataset, **config.dataset_options))
    return runs.request_run(server.store, config, recipe=recipe, visitor="x", title=RECIPES[recipe].title).id


def view(page, name: str) -> None:
    settled(page)
    page.get_by_role("radio", name=name).click()


def test_two_runs_are_compared_as_soon_as_they_are_there(trainer, open_page):
    names = [ask(trainer, "perceptron", seed=71), ask(trainer, "nearest-average", seed=71)]
    address = f"{trainer.address}/compare?runs={'.'.join(names)}"
    page = open_page(address)
    expect(page.get_by_text(re.compile(r"Of 450 images .* alone gets"))).to_be_visible(timeout=SOME_TIME_MS)
    for name in names:
        accuracy = runs.get(trainer.store, name).test_accuracy
        expect(page.get_by_role("cell", name=f"{accuracy:.2%}", exact=True).first).to_be_visible()

    view(page, "Where they disagree")
    answers = [artefacts.answers(trainer.store, name) for name in names]
    agreement = agreement_of(answers)
    expect(page.get_by_text(f"They disagree on {len(agreement.disputed)} of 450 images")).to_be_visible()
    pictures = page.get_by_role("group", name="Images on which the models disagree").get_by_role("button")
    expect(pictures).to_have_count(min(60, len(agreement.disputed)))
    first = int(agreement.disputed[0])
    said = f"Perceptron says {agreement.predicted[0, first]}, Nearest average says {agreement.predicted[1, first]}"
    shown = pictures.first.locator("[role=img]").get_attribute("aria-label")
    assert shown == f"test image {first}, {wording.a(answers[0].true_labels[first])}: {said}"
    pictures.first.click()
    expect(
        page.get_by_text(f"Test image {first} is {wording.a(answers[0].true_labels[first])}.")
    ).to_be_visible()
    expect(page).to_have_url(re.compile(f"disputed={first}"))

    view(page, "Side by side")
    page.get_by_role("combobox", name="Models").click()
    page.get_by_role("option", name=re.compile("Default model")).click()
    expect(page.get_by_text("Not compared: Default model, judged on other test images")).to_be_visible()
    expect(page).to_have_url(re.compile(f"runs={names[0]}.{names[1]}.default"))


def test_a_ladder_is_trained_by_one_press(trainer, open_page):
    page = open_page(f"{trainer.address}/compare?comparing=cost&dataset=synthetic&images=1000")
    page.locator(".st-key-train_ladder button").first.click()
    expect(chart(page, "costs")).to_be_visible(timeout=SOME_TIME_MS)
    expect(page.get_by_text("6 models, 166 test images.")).to_be_visible(timeout=SOME_TIME_MS)
    expect(page.locator(".st-key-train_ladder")).to_have_count(0)
    view(page, "seconds of training")
    expect(chart(page, "costs").get_by_text("seconds of training")).to_be_visible()


def test_more_seeds_of_a_recipe_are_trained_by_one_press(trainer, open_page):
    name = ask(trainer, "commonest", seed=73)
    page = open_page(f"{trainer.address}/compare?comparing=seeds&runs={name}")
    page.get_by_role("button", name="Train 5 more seeds of Always the commonest").click(timeout=SOME_TIME_MS)
    expect(page.get_by_role("cell", name="6", exact=True)).to_be_visible(timeout=SOME_TIME_MS)
    expect(page.get_by_text(re.compile("Two trainings with other seeds lie .* apart"))).to_be_visible()
    expect(chart(page, "seed_spread")).to_be_visible()


def test_a_lesson_trains_its_runs_and_shows_what_to_look_for(trainer, open_page):
    page = open_page(f"{trainer.address}/compare?comparing=lessons")
    page.locator(".st-key-lesson_learning-rate button").first.click()
    expect(page.get_by_text("the largest never learns")).to_be_visible()
    expect(page.get_by_role("heading", name="Is the best one really better?")).to_be_visible(
        timeout=SOME_TIME_MS
    )
    expect(page.get_by_text(re.compile("Learning rate 0.3 is better than Learning rate 3"))).to_be_visible()
    expect(page.locator(".curves .uplot")).to_have_count(2)
    elsewhere = open_page(address(page))
    expect(elsewhere.get_by_role("heading", name="Too large a learning rate")).to_be_visible()
    expect(elsewhere.get_by_role("heading", name="Is the best one really better?")).to_be_visible()
    page.get_by_role("button", name="All lessons").click()
    expect(page.get_by_role("heading", name="Overfit on purpose")).to_be_visible()


def test_each_view_on_a_telephone_in_the_dark(trainer, open_page):
    names = f"{ask(trainer, 'commonest')}.{ask(trainer, 'nearest-average')}"
    page = open_page(f"{trainer.address}/compare?runs={names}", width=390, height=844, dark=True, touch=True)
    chosen = page.locator("[data-testid=stMultiSelectTagsContainer] [data-tag]").first
    expect(chosen).to_have_css("color", "rgb(16, 22, 27)")  # on the bright accent
    for name in walk(page, "comparing", VIEWS):
        width = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
        assert width <= 390, f"{name} scrolls sideways"
        expect(page.get_by_role("alert")).to_have_count(0)
