"""Train in a real browser, with a real worker process: live, for two visitors at once, stopped, renamed, deleted."""

import re

from playwright.sync_api import expect

from digitcore.lab.runs import runs
from tests.browser.hand import put_down
from tests.browser.pages import address, settled, walk
from tests.strokes import SEVEN

VIEWS = {"recipe": "Published experiments", "own": "A network of your own", "runs": "Your runs"}


def show_runs(page, text: str) -> None:
    """Only the runs with this text in their title."""
    page.get_by_label("Search").fill(text)
    page.get_by_label("Search").press("Enter")


def tick(page, title: str) -> None:
    """Take the run into the comparison."""
    box = page.locator("[data-testid=stCheckbox]", has_text=title)
    box.click()
    expect(box.locator("input")).to_be_checked()


def with_seed(page, seed: int) -> None:
    """A seed that no other test has."""
    page.get_by_role("spinbutton", name="Seed").fill(str(seed))
    page.get_by_role("spinbutton", name="Seed").press("Enter")
    expect(page).to_have_url(re.compile(f"run_seed={seed}"))


def start(page, recipe: str) -> str:
    """Press Train on a recipe's card; the id of the run that comes of it."""
    page.locator(f".st-key-train_{recipe} button").first.click()
    expect(page).to_have_url(re.compile(r"run=[0-9a-f]{12}"))
    return re.search(r"run=([0-9a-f]{12})", page.url)[1]


def test_a_run_is_followed_to_its_end_and_found_again(trainer, open_page):
    page = open_page(f"{trainer.address}/train")
    run = start(page, "perceptron")
    expect(page.get_by_role("heading", name="Perceptron: finished")).to_be_visible(timeout=180_000)
    expect(page.get_by_text(re.compile(r"On 450 test images it never saw it is right in"))).to_be_visible()
    expect(page.get_by_text("Published: 90.67% on the test part.")).to_be_visible()
    expect(page.get_by_text("What it confuses after epoch 100:")).to_be_visible()

    page.reload()
    expect(page.get_by_role("heading", name="Perceptron: finished")).to_be_visible()

    stranger = open_page(f"{trainer.address}/train")
    assert start(stranger, "perceptron") == run, "the same settings and seed are one training"
    expect(stranger.get_by_role("heading", name="Perceptron: finished")).to_be_visible()
    stranger.get_by_role("button", name="Start again").press("Enter")
    expect(stranger).not_to_have_url(re.compile(run))
    expect(stranger.get_by_role("heading", name="Perceptron: finished")).to_be_visible()


def test_a_finished_run_is_drawn_with_and_evaluated(trainer, open_page):
    page = open_page(f"{trainer.address}/train")
    run = start(page, "perceptron")
    page.get_by_role("link", name="Evaluate it").click(timeout=180_000)
    expect(page.get_by_text(re.compile(r"of 450 images, \d+ mistakes"))).to_be_visible()
    expect(page).to_have_url(re.compile(f"evaluate.*model={run}"))

    page.goto(f"{trainer.address}/train?run={run}")
    page.get_by_role("link", name="Draw with this model").click()
    expect(page.get_by_role("heading", name="Draw", exact=True, level=1)).to_be_visible()
    expect(page).to_have_url(re.compile(f"draw.*model={run}"))
    expect(page.get_by_text("Perceptron, 450 test images.").last).to_be_visible()


def test_a_run_is_played_again_and_its_slider_moves_all_that_has_epochs(trainer, open_page):
    """As it was too quick to be watched, it is played at once; the browser alone does all of it."""
    page = open_page(f"{trainer.address}/train")
    with_seed(page, 11)
    start(page, "perceptron")
    expect(page.get_by_role("heading", name="Perceptron: finished")).to_be_visible(timeout=180_000)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    put_down(page, SEVEN, canvas=".st-key-learning_canvas canvas.upper-canvas")
    answer = page.locator(".st-key-own_drawing")
    expect(answer.get_by_text(re.compile("after epoch 100, .* sure"))).to_be_visible()
    expect(answer.get_by_text("From epoch 1 to 100: how the answer came to be")).to_be_visible()
    page.get_by_role("slider", name="Epoch").press("Home")
    expect(page.get_by_text("What it confuses after epoch 1:")).to_be_visible()
    expect(
        page.get_by_text(re.compile("After epoch 1 of 100, .* of the validation images right"))
    ).to_be_visible()
    expect(answer.get_by_text(re.compile("after epoch 1, .* sure"))).to_be_visible()
    page.get_by_role("button", name="Play").evaluate("(button) => { button.click(); button.click(); }")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    expect(page.get_by_role("slider", name="Epoch")).not_to_have_value(
        "100"
    )  # it was paused, and stays there
    page.set_viewport_size({"width": 390, "height": 844})
    parts = (".st-key-run_head", ".curves", ".st-key-own_drawing", ".matrix")
    tops = [page.locator(part).evaluate("(part) => part.getBoundingClientRect().top") for part in parts]
    assert tops == sorted(tops), "on a phone one's own drawing follows the curves"


def test_a_run_is_renamed_deleted_and_taken_back(trainer, open_page):
    page = open_page(f"{trainer.address}/train")
    with_seed(page, 7)
    start(page, "nearest-average")
    expect(page.get_by_role("heading", name="Nearest average: finished")).to_be_visible(timeout=180_000)
    page.get_by_role("button", name="Your runs").click()
    page.get_by_role("button", name="Change").click()
    page.get_by_label("Title").fill("Mine, *really*")
    page.get_by_label("Title").press("Enter")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Mine, *really*").first).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("The run is deleted.")).to_be_visible()
    expect(page.get_by_text("Mine, *really*")).to_have_count(0)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Mine, *really*").first).to_be_visible()


def test_a_long_run_is_stopped_kept_and_goes_on(trainer, open_page):
    page = open_page(f"{trainer.address}/train")
    start(page, "shallow-mse")
    expect(page.get_by_text(re.compile(r"Epoch \d+ of 500, .* images a second"))).to_be_visible(
        timeout=180_000
    )
    expect(page.locator(".curves .uplot")).to_have_count(2)
    said = page.locator(".curves .words")
    page.get_by_role("button", name="Pause").click()
    expect(said).to_have_text(re.compile(r"Paused after .* of 500 epochs done"))
    expect(page.get_by_role("heading", name="One hidden layer, squared error: paused")).to_be_visible()
    for step in ("One batch", "One epoch"):
        before = re.escape(said.inner_text())
        page.get_by_role("button", name=step).click()
        expect(said).to_have_text(re.compile(rf"^(?!{before}$)Paused after .* of 500 epochs done"))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text(re.compile(r"Epoch \d+ of 500, .* images a second"))).to_be_visible()
    page.get_by_role("button", name="Stop and keep").click()
    expect(page.get_by_role("heading", name="One hidden layer, squared error: stopped")).to_be_visible()
    expect(page.get_by_text(re.compile(r"On 10,000 test images"))).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text(re.compile(r"Epoch \d+ of 500, .* images a second"))).to_be_visible(
        timeout=180_000
    )
    page.get_by_role("button", name="Stop and discard").click()
    expect(page.get_by_text("The run is deleted.")).to_be_visible()


def test_a_run_that_is_not_there_gets_a_sentence(trainer, open_page):
    page = open_page(f"{trainer.address}/train?run=000000000000")
    expect(page.get_by_text("There is no run '000000000000'.")).to_be_visible()


def test_a_network_of_ones_own_is_refused_mended_trained_and_in_the_link(trainer, open_page):
    page = open_page(f"{trainer.address}/train?dataset=digits&start=own&net_epochs=3")
    expect(page.get_by_text("4,810 parameters")).to_be_visible()  # 64 · 64 + 64, then 64 · 10 + 10
    page.get_by_role("button", name="Add a layer after Dense 64 relu").press("Enter")
    page.get_by_role("menuitem", name="Convolution").press("Enter")
    expect(page.get_by_text("Put it before the Flatten layer.")).to_be_visible()
    expect(page.get_by_role("button", name="Train this network")).to_be_disabled()
    block = page.get_by_role("button", name="Convolution 32 × 3×3 relu", exact=True)
    block.click()
    page.get_by_role("button", name="Move earlier").click()
    expect(page.get_by_text(re.compile(r"Layer 2 .* does not fit"))).to_be_visible()
    settled(page)
    block.press("Enter")
    page.get_by_role("button", name="Move earlier").press("Enter")
    expect(page.get_by_text("74,762 parameters")).to_be_visible()  # 320 + 6·6·32 · 64 + 64 + 650
    elsewhere = open_page(address(page))
    expect(elsewhere.get_by_text("74,762 parameters")).to_be_visible()
    page.get_by_role("button", name="Train this network").click()
    expect(page.get_by_role("heading", name="My network: finished")).to_be_visible(timeout=180_000)
    expect(page.get_by_text("3 of 3 epochs")).to_be_visible()


def test_two_browsers_that_press_at_once_are_one_run_with_two_watchers(trainer, open_page):
    pages = [open_page(f"{trainer.address}/train?run_seed=31") for _ in range(2)]
    buttons = [page.locator(".st-key-train_perceptron button").first for page in pages]
    for button in buttons:
        expect(button).to_be_visible()
    for button in buttons:
        button.click(no_wait_after=True)
    for page in pages:
        expect(page).to_have_url(re.compile(r"run=[0-9a-f]{12}"))
        expect(page.get_by_role("heading", name="Perceptron: finished")).to_be_visible(timeout=180_000)
    same = [run for run in runs.list_runs(trainer.store) if run.config.seed == 31]
    assert len(same) == 1
    assert same[0].attempt == 1, "it was trained once"
    assert all(same[0].id in page.url for page in pages)


def test_runs_are_found_ticked_and_compared_by_seconds_and_error(trainer, open_page):
    page = open_page(f"{trainer.address}/train")
    for recipe, title in (("perceptron", "Perceptron"), ("nearest-average", "Nearest average")):
        with_seed(page, 32)
        start(page, recipe)
        expect(page.get_by_role("heading", name=f"{title}: finished")).to_be_visible(timeout=180_000)
        page.get_by_role("button", name="Start another").click()
    page.get_by_role("radio", name="Your runs").click()
    show_runs(page, "nearest")
    expect(page.get_by_text("1 of 2 runs.")).to_be_visible()
    tick(page, "Nearest average")
    show_runs(page, "")
    tick(page, "Perceptron")
    expect(page).to_have_url(re.compile(r"runs=[0-9a-f]{12}\.[0-9a-f]{12}"))
    page.get_by_role("radio", name="seconds").click()
    page.get_by_text("Show error (log scale)").click()
    expect(page.locator(".curves .u-title")).to_have_text(["Loss", "Error"])
    legend = page.locator(".curves .legend").get_by_role("button")
    expect(legend).to_have_text(["Nearest average", "Perceptron"])
    legend.first.press("Enter")
    expect(legend.first).to_have_attribute("aria-pressed", "false")
    page.get_by_role("group", name="Loss: arrow keys move the cursor").press("ArrowRight")
    expect(page.locator(".curves .legend .at")).to_have_text(re.compile("at seconds [0-9.]+"))
    compared = re.search(r"runs=([0-9a-f.]+)", address(page))[1]
    page.get_by_role("link", name="Which one is better?").click()
    expect(page.get_by_text(re.compile(r"Of 450 images .* alone gets"))).to_be_visible()
    expect(page).to_have_url(re.compile(f"compare.*runs={compared}"))
    page.get_by_role("link", name="Their curves").click()
    expect(page.get_by_role("heading", name="Curves side by side")).to_be_visible()
    expect(page).to_have_url(re.compile(f"train.*runs={compared}"))
    page.get_by_role("button", name="Close the comparison").click()
    expect(page.locator(".curves")).to_have_count(0)


def test_what_is_being_typed_stays_when_something_appears_above_it(trainer, open_page):
    """The list is drawn anew while somebody types: as when a press before it takes long, or a training ends."""
    page = open_page(f"{trainer.address}/train")
    start(page, "nearest-average")
    page.get_by_role("button", name="Your runs").click()
    box = page.locator("[data-testid=stCheckbox]", has_text="Nearest average").locator("input")
    expect(box).to_be_enabled()
    search = page.get_by_label("Search")
    search.fill("near")
    box.evaluate("box => box.click()")  # the mouse would take the field's focus, and so send what is typed
    expect(page.get_by_role("heading", name="Curves side by side")).to_be_visible()
    settled(page)
    expect(search).to_have_value("near")
    search.press("Enter")
    expect(page).to_have_url(re.compile("runs_text=near(&|$)"))


def test_cards_and_networks_say_how_long_they_take_here(trainer, open_page):
    page = open_page(f"{trainer.address}/train")
    expect(
        page.get_by_text(re.compile(r"Digits 8×8 · (less than a second|about \d+ s)")).first
    ).to_be_visible(timeout=180_000)
    expect(page.get_by_text("time still being measured")).to_have_count(0, timeout=180_000)
    page.get_by_role("radio", name="A network of your own").click()
    expect(page.get_by_text(re.compile("on this machine, judging by other networks"))).to_be_visible(
        timeout=180_000
    )


def test_each_view_on_a_telephone_in_the_dark(trainer, open_page):
    page = open_page(f"{trainer.address}/train", width=390, height=844, dark=True, touch=True)
    for view in walk(page, "start", VIEWS):
        width = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
        assert width <= 390, f"{view} scrolls sideways"
        expect(page.get_by_role("alert")).to_have_count(0)
