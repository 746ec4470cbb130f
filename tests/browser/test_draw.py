"""Draw in a real browser with the real model: mouse and touch, context, pictures, history, and what is refused."""

import io
import json
import os
import re
import signal
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

from digitcore.data import datasets
from digitcore.data.ink import Drawing
from digitcore.data.sources import pens
from digitcore.lab.drawings import drawings
from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import runs
from digitcore.learning.recipes.recipes import RECIPES
from tests.browser.hand import (
    ANSWER,
    CANVAS,
    WIDE_PX,
    draw,
    expect_answer,
    own_drawings,
    put_down,
    ready_canvas,
    touch,
)
from tests.browser.pages import at_rest
from tests.browser.wires import wire_to
from tests.strokes import FOUR, ONE, SEVEN, ZIGZAG


@pytest.fixture
def open_easel(server, open_page):
    """Opens the page and waits for the canvas; the model may still be loading."""

    def open_at(query: str = "", **screen):
        page = open_page(f"{server.address}/draw{query}", **screen)
        expect(page.locator(CANVAS)).to_be_visible()
        at_rest(page)  # on a telephone the page is laid out anew, once the browser has said how wide it is
        expect(page.get_by_text("The answer follows the pen.")).to_be_visible()
        return page

    return open_at


def test_a_drawn_digit_is_read_and_put_into_context(open_easel):
    page = open_easel()
    draw(page, FOUR)
    expect_answer(page, "4")
    expect(page.locator(".st-key-drawn_answer tr.chosen th")).to_have_text("4")
    expect(page.get_by_role("heading", name="When it says 4, is it a 4?")).to_be_visible()
    expect(
        page.get_by_text(re.compile(r"On 10,000 test images this model said 4 [\d,]+ times"))
    ).to_be_visible()
    expect(page.get_by_text(re.compile(r"Of 982 real 4s it called"))).to_be_visible()


def test_bars_move_while_the_pen_is_down(open_easel):
    page = open_easel()
    box = page.locator(CANVAS).bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 340, steps=12)
    expect_answer(page, "1")
    page.mouse.up()
    expect_answer(page, "1")


def test_it_answers_while_the_server_does_not(start_server, open_page):
    server = start_server()
    page = open_page(f"{server.address}/draw")
    ready_canvas(page)
    os.kill(server.pid, signal.SIGSTOP)  # a server that is busy with something else
    try:
        put_down(page, SEVEN)
        expect_answer(page, "7")
        page.get_by_role("button", name="Clear").click()
        put_down(page, ONE)
        expect_answer(page, "1")
    finally:
        os.kill(server.pid, signal.SIGCONT)
    expect(own_drawings(page)).to_have_count(2)
    page.goto("about:blank")  # it would complain that the server went


def test_a_server_reads_drawings_without_tensorflow(start_server, open_page):
    server = start_server()
    page = open_page(f"{server.address}/draw")
    ready_canvas(page)
    put_down(page, ONE)
    expect(page.get_by_role("heading", name="When it says 1, is it a 1?")).to_be_visible()
    expect(own_drawings(page)).to_have_count(1)
    assert not server.has_tensorflow
    page.goto("about:blank")  # it would complain that the server went


def test_drawing_goes_on_without_a_connection_and_nothing_is_lost(server, open_page, complaints):
    with wire_to(server.port) as wire:
        page = open_page(f"{wire.address}/draw")
        draw(page, ONE)
        expect_answer(page, "1")
        expect(own_drawings(page)).to_have_count(1)
        ready_canvas(page)
        wire.cut()
        page.get_by_role("button", name="Clear").click()
        put_down(page, SEVEN)
        expect_answer(page, "7")
        expect(page.get_by_text("No connection. You can go on drawing")).to_be_visible()
        page.get_by_role("button", name="Clear").click()
        put_down(page, FOUR[:1])
        page.wait_for_selector("[data-test-connection-state=PINGING_SERVER]")
        put_down(page, FOUR[1:])
        expect_answer(page, "4")
        wire.mend()
        expect(page.get_by_text("No connection.")).to_be_hidden()
        expect(own_drawings(page)).to_have_count(3)
        expect_answer(page, "4")
        page.goto("about:blank")
        complaints.clear()  # the page has said that it lost its server


def test_a_server_that_begins_anew_and_a_page_that_is_loaded_again_get_what_was_drawn(
    start_server, open_page, complaints
):
    server = start_server()
    page = open_page(f"{server.address}/draw")
    draw(page, FOUR[:1])
    expect(own_drawings(page)).to_have_count(1)
    ready_canvas(page)
    server.stop()
    put_down(page, FOUR[1:])
    expect_answer(page, "4")
    page.get_by_role("button", name="Clear").click()
    put_down(page, SEVEN)
    expect_answer(page, "7")
    server.start()
    expect(own_drawings(page)).to_have_count(2)
    expect_answer(page, "7")
    page.get_by_role("button", name="Clear").click()
    draw(page, ONE)
    page.reload()
    expect(own_drawings(page)).to_have_count(3)
    expect_answer(page, "1")
    page.goto("about:blank")
    complaints.clear()  # the page has said that it lost its server


def test_undo_redo_and_clear_by_button_and_by_key(open_easel):
    page = open_easel()
    draw(page, FOUR)
    expect_answer(page, "4")
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    expect_answer(page, "–")
    page.get_by_role("button", name="Redo").click()
    page.get_by_role("button", name="Redo").click()
    expect_answer(page, "4")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect_answer(page, "–")
    draw(page, ONE)
    expect_answer(page, "1")
    page.keyboard.press("Delete")
    expect_answer(page, "–")
    draw(page, SEVEN)
    expect_answer(page, "7")
    page.get_by_role("button", name="Clear").click()
    expect_answer(page, "–")
    page.evaluate(
        """() => new ResizeObserver(([{ contentRect }]) => {
            window.lowest = Math.min(window.lowest ?? Infinity, contentRect.height);
        }).observe(document.querySelector(".st-key-drawing"))"""
    )
    page.get_by_role("button", name="Undo").click()
    expect_answer(page, "7")
    ready_canvas(page)
    assert page.evaluate("window.lowest") == WIDE_PX, "while another canvas loads its paper is there"
    expect(own_drawings(page)).to_have_count(3)  # it is the same drawing, and goes on
    draw(page, ONE)
    expect(own_drawings(page)).to_have_count(3)


def test_a_stroke_that_is_undone_and_redone_is_kept_once(open_easel):
    page = open_easel()
    draw(page, ONE)
    expect(own_drawings(page)).to_have_count(1)
    for _ in range(2):
        ready_canvas(page)
        page.get_by_role("button", name="Undo").click()
        expect_answer(page, "–")
        ready_canvas(page)
        page.get_by_role("button", name="Redo").click()
        expect_answer(page, "1")
    ready_canvas(page)
    expect(own_drawings(page)).to_have_count(1)
    page.get_by_role("button", name="Clear").click()
    expect_answer(page, "–")
    draw(page, ONE)
    expect(own_drawings(page)).to_have_count(2)


def test_a_finger_draws_on_a_telephone_and_does_not_scroll(open_easel):
    page = open_easel(width=390, height=844, touch=True)
    box = page.locator(CANVAS).bounding_box()
    assert box["y"] + box["height"] <= 844, "answer and sheet stand on the first screen"
    touch(page, ONE)
    expect_answer(page, "1")
    main = page.locator('[data-testid="stMain"]')
    before = main.evaluate("main => main.scrollTop")
    touch(page, [[(300, 320), (100, 60)]])
    assert main.evaluate("main => main.scrollTop") == before
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_another_paper_empties_the_canvas_and_is_read_as_well(open_easel):
    page = open_easel(dark=True)
    draw(page, ONE)
    expect_answer(page, "1")
    page.get_by_role("button", name="Options").click()
    page.get_by_role("radio", name="black").click()
    expect_answer(page, "–")
    page.keyboard.press("Escape")
    expect(page.get_by_role("radio", name="black")).to_be_hidden()
    draw(page, SEVEN)
    expect_answer(page, "7")


def test_a_scribble_is_refused_with_a_sentence(open_easel):
    page = open_easel()
    draw(page, ZIGZAG)
    expect_answer(page, "?")
    expect(page.locator(f"{ANSWER} .beside")).to_contain_text("scribble")


def test_two_digits_are_read_one_by_one(open_easel):
    page = open_easel()
    narrow = [[[(20 + x * 0.4, y) for x, y in stroke] for stroke in FOUR], [[(320, 80), (320, 330)]]]
    draw(page, [stroke for strokes in narrow for stroke in strokes])
    expect_answer(page, "41")
    expect(page.get_by_text("2 digits side by side, read one by one.")).to_be_visible()


def test_a_cell_of_the_matrix_shows_its_images(open_easel):
    page = open_easel()
    draw(page, FOUR)
    expect(page.get_by_role("heading", name="Test images that the model finds most like it")).to_be_visible()
    expect(page.locator(".st-key-alike .tile").first).to_be_visible()
    cell = page.get_by_role("button", name=re.compile(r"^true 4, predicted 4: 9\d\d, 9\d\.\d% of the 4s$"))
    cell.click()
    expect(page.get_by_role("heading", name=re.compile(r"Real 4s, predicted 4: 9\d\d"))).to_be_visible()
    expect(page.locator(".st-key-cell_images .tile")).to_have_count(60)
    expect(cell).to_have_attribute("aria-pressed", "true")


def test_a_run_answers_instead_and_beside_and_the_link_keeps_it(server, open_easel):
    run_id = finished_run(server)
    page = open_easel(f"?model={run_id}")
    box = page.get_by_label("Model that answers")
    expect(box).to_have_value(re.compile(r"Nearest average, seed 0 \(\d\d\.\d%\)"))
    draw(page, SEVEN)
    expect_answer(page, "7")
    expect(page.get_by_text(re.compile(r"On 450 test images this model said 7"))).to_be_visible()
    page.get_by_role("radio", name="Other models").click()
    for name in ("default", run_id):
        row = page.locator(f".st-key-answer_of_{name}")
        expect(row.locator(".said")).to_have_text("7")
        expect(row.locator("tr.chosen td:last-child")).to_have_text(re.compile(r"\d%$"))
    box.click()
    page.get_by_role("option", name="Default model").click()
    expect(page).not_to_have_url(re.compile("model="))
    expect_answer(page, "7")


def test_a_network_answers_as_it_did_after_each_epoch(server, open_easel):
    run_id = finished_run(server, "perceptron", epochs=3)
    page = open_easel(f"?model={run_id}&look=models")
    draw(page, SEVEN)
    expect(page.get_by_text(re.compile(r"after epoch 3, .*% sure"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"It has called this drawing \d since epoch [123]"))).to_be_visible()
    page.get_by_role("slider", name="After epoch").press("Home")
    expect(page.get_by_text(re.compile(r"after epoch 1, .*% sure"))).to_be_visible()
    expect(page.locator("table.strip td.marked")).to_have_count(10)


def test_a_network_lights_up_while_the_pen_is_down_and_each_number_is_taken_apart(open_easel):
    page = open_easel("?look=inside")
    ready_canvas(page)
    box = page.locator(CANVAS).bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 340, steps=12)
    lens = page.locator(".st-key-lens")
    score = lens.get_by_role("button", name="Score of 1", exact=True)
    expect(score).to_be_visible()
    page.mouse.up()
    expect_answer(page, "1")
    lens.get_by_role("button", name="Map 2 of 16").first.press("Enter")
    expect(lens.get_by_role("heading", name=re.compile("^Map 2, row"))).to_be_visible()
    expect(lens.get_by_role("table", name="What lies under the filter")).to_be_visible()
    lens.get_by_role("img", name=re.compile("Arrow keys move")).press("ArrowDown")
    score.press("Enter")
    sure = page.locator(".st-key-drawn_answer tr.chosen td").last.inner_text()
    expect(lens.get_by_text(f"divided by the same of all 10 together: {sure}")).to_be_visible()


def test_a_perceptrons_weights_are_an_image(server, open_easel):
    page = open_easel(f"?model={finished_run(server, 'perceptron', epochs=3)}&look=inside")
    draw(page, ONE)
    lens = page.locator(".st-key-lens")
    expect(lens.get_by_text("Its weights as an image, and the largest terms of its sum:")).to_be_visible()
    expect(lens.locator("canvas.weights")).to_be_visible()


def finished_run(server, recipe: str = "nearest-average", **settings) -> str:
    """A run in this server's store, trained here: a small one takes a moment."""
    store = server.store
    found = RECIPES[recipe]
    config = replace(found.config, **settings).for_dataset(datasets.load("digits"))
    run = runs.request_run(store, config, recipe=recipe, visitor="c" * 32, title=found.title)
    if not run.is_over:
        worker.train_run(store, queue.claim(store, run.id))
    return run.id


def test_each_step_can_be_seen_and_switched_off(open_easel):
    page = open_easel("?look=sees")
    draw(page, [[(x / 4 + 280, y / 4 + 280) for x, y in stroke] for stroke in FOUR])
    expect_answer(page, "4")
    expect(page.locator(".st-key-stages .tile")).to_have_count(6)
    page.get_by_role("button", name="Balance in the middle").click()
    expect(page.locator(".st-key-stages .tile")).to_have_count(5)


def test_who_jumps_past_the_beginning_of_what_is_explained_sees_it_of_the_new_drawing(open_easel):
    page = open_easel(width=390, height=844)
    expect(page.get_by_text("see here how often such an answer is right")).to_be_attached()
    draw(page, SEVEN)
    expect_answer(page, "7")
    expect(
        page.locator("html[data-settled=true]")
    ).to_be_attached()  # the server has it, and nobody looked below
    page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, main.scrollHeight)")
    expect(page.get_by_role("heading", name="When it says 7, is it a 7?")).to_be_visible()


def test_why_shows_what_counts_and_each_stroke(open_easel):
    page = open_easel("?look=why")
    draw(page, FOUR)
    expect(page.get_by_role("heading", name="Which parts say 4?")).to_be_visible()
    expect(page.locator(".st-key-occlusion .main-svg").first).to_be_visible()
    expect(page.locator(".st-key-replay .tile")).to_have_count(2)
    expect(page.locator(".st-key-without .tile")).to_have_count(2)
    page.get_by_role("button", name="Turn the answer with a few pixels").click()
    expect(page.get_by_text(re.compile(r"^\d+ pixels? of 784 turns? the 4 into an? [0-9]\."))).to_be_visible()
    expect(page.locator(".st-key-turned_pixels .main-svg").first).to_be_visible()
    draw(page, FOUR)  # what is found is of one drawing
    expect(page.get_by_role("button", name="Turn the answer with a few pixels")).to_be_visible()


def test_a_reload_loses_nothing_and_a_drawing_can_be_put_back(open_easel):
    page = open_easel()
    draw(page, SEVEN)
    expect_answer(page, "7")
    expect(own_drawings(page)).to_have_count(1)
    page.reload()
    expect(own_drawings(page)).to_have_count(1)
    expect(page.get_by_text("The answer follows the pen.")).to_be_visible()
    own_drawings(page).first.click()
    page.get_by_role("button", name="Put on the canvas").click()
    expect_answer(page, "7")
    page.get_by_role("button", name="Clear").click()
    expect_answer(page, "–")


def test_a_drawing_survives_a_look_at_another_page(open_easel):
    page = open_easel()
    draw(page, SEVEN)
    expect_answer(page, "7")
    page.get_by_role("link", name="Data", exact=True).click(delay=100)  # as long as a finger takes
    expect(page.get_by_role("heading", name="Data", exact=True, level=1)).to_be_visible()
    page.get_by_role("link", name="Draw", exact=True).click()
    expect_answer(page, "7")
    expect(own_drawings(page)).to_have_count(1)


def test_nobody_else_sees_my_drawings(open_easel):
    page = open_easel()
    draw(page, ONE)
    expect(own_drawings(page)).to_have_count(1)
    stranger = open_easel()
    expect(stranger.get_by_text("Nothing yet. Draw a digit above.")).to_be_visible()


def test_a_drawing_is_labelled_deleted_and_taken_back(open_easel):
    page = open_easel()
    draw(page, ONE)
    expect(own_drawings(page)).to_have_count(1)
    page.locator("[class*=st-key-label_]").get_by_role("radio", name="7").click()
    expect(own_drawings(page)).to_contain_text("1 → 7")
    own_drawings(page).first.click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("1 drawing deleted.")).to_be_visible()
    expect(own_drawings(page)).to_have_count(0)
    page.get_by_role("button", name="Take it back").click()
    expect(own_drawings(page)).to_contain_text("1 → 7")


def test_drawings_are_downloaded(open_easel):
    page = open_easel()
    draw(page, ONE)
    expect(own_drawings(page)).to_have_count(1)
    for button, name in (
        ("Arrays", "drawings.npz"),
        ("Table", "drawings.csv"),
        ("Picture (.png)", "drawings.png"),
    ):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=button).click()
        assert waiting.value.suggested_filename == name
        content = Path(waiting.value.path()).read_bytes()
        if name.endswith("npz"):
            assert np.load(io.BytesIO(content))["images_without_label"].shape == (1, 28, 28)
        if name.endswith("csv"):
            assert content.decode().splitlines()[1].split(",")[3] == "1"


def test_prompted_drawings_have_their_label_and_become_a_dataset(server, open_easel):
    page = open_easel("?prompted=true")
    keep_labelled(server, page, count=8)
    for count in (9, 10):
        heading = page.get_by_role("heading", name=re.compile(r"Draw an? \d"))
        expect(heading).to_be_visible()
        asked = heading.inner_text()
        draw(page, ONE)
        expect_answer(page, "1")
        expect(own_drawings(page)).to_have_count(count)
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_role("heading", name=asked)).to_have_count(0)
        expect_answer(page, "–")
    teach = page.get_by_role("button", name="Make a dataset of them")
    expect(teach).to_be_enabled()
    teach.click()
    page.get_by_role("link", name="Train on it").click()
    expect(page).to_have_url(re.compile(r"/train\?.*dataset=own-"))
    expect(page.get_by_label("Dataset")).to_have_value("My drawings")


def keep_labelled(server, page, *, count: int) -> None:
    """So many drawings of this visitor's that have their label."""
    (visitor,) = [one["value"] for one in page.context.cookies() if one["name"] == "digitlab_visitor"]
    for label in range(count):
        drawings.save(
            server.store, visitor, Drawing.from_strokes(ONE), model="default", said="1", is_digit=True,
            probabilities=np.eye(10, dtype=np.float32)[[1]], prompt=label,
        )  # fmt: skip


def test_a_picture_is_read_and_a_bad_one_gets_a_sentence(open_easel):
    page = open_easel()
    page.get_by_role("radio", name="Picture").click()
    paper = np.full((300, 200), 250, np.uint8)
    paper[40:260, 95:110] = 30
    file = io.BytesIO()
    Image.fromarray(paper).save(file, "PNG")
    chooser = page.locator("input[type=file]")
    chooser.set_input_files({"name": "one.png", "mimeType": "image/png", "buffer": file.getvalue()})
    expect_answer(page, "1")
    expect(own_drawings(page)).to_have_count(1)
    at_rest(page)
    chooser.set_input_files({"name": "bad.png", "mimeType": "image/png", "buffer": b"this is no picture"})
    expect(page.get_by_role("alert").filter(has_text="bad.png")).to_be_visible()
    expect(page.get_by_text("Nothing to read in it. Bring another picture.")).to_be_visible()
    at_rest(page)
    chooser.set_input_files({"name": "other.png", "mimeType": "image/png", "buffer": file.getvalue()})
    expect_answer(page, "1")
    expect(own_drawings(page)).to_have_count(2)


def test_strokes_as_json_are_read(open_easel):
    page = open_easel()
    page.get_by_role("radio", name="Picture").click()
    content = json.dumps({"canvas": WIDE_PX, "stroke_width": 24, "strokes": FOUR}).encode()
    page.locator("input[type=file]").set_input_files(
        {"name": "four.json", "mimeType": "application/json", "buffer": content}
    )
    expect_answer(page, "4")


def test_a_test_image_is_read(open_easel):
    page = open_easel()
    page.get_by_role("radio", name="Test image").click()
    expect(page.get_by_text("Its true label is 7.")).to_be_visible()
    expect_answer(page, "7")
    expect(own_drawings(page)).to_have_count(0)


def test_a_digit_is_drawn_with_the_keyboard_alone(open_easel):
    page = open_easel()
    page.get_by_role("radio", name="Keyboard").click()
    grid = page.get_by_role("application")
    grid.focus()
    for _ in range(8):
        page.keyboard.press("ArrowUp")
    for _ in range(17):
        page.keyboard.press("Shift+ArrowDown")
    expect_answer(page, "1")
    expect(page.get_by_role("heading", name="When it says 1, is it a 1?")).to_be_visible()
    expect(page.locator("[aria-live=polite]").filter(has_text="row 24, column 15, ink")).to_have_count(1)


def test_ten_digits_of_real_writers_are_read(open_easel, with_pens):
    page = open_easel()
    ready_canvas(page)
    for digit, strokes in one_of_each():
        put_down(page, strokes)
        expect_answer(page, str(digit))
        page.get_by_role("button", name="Clear").click()
        expect_answer(page, "–")


def one_of_each():
    """The first sample of each digit by a held-out writer, with fewer points, on the wide canvas."""
    digits = pens.load("digits")
    held_out = digits.take(pens.is_held_out(digits.writers))
    for digit in range(10):
        one = held_out.take(np.flatnonzero(held_out.labels == digit)[:1]).strokes
        points = one.points * 0.3 + 50
        strokes = [points[one.stroke_numbers == number] for number in np.unique(one.stroke_numbers)]
        yield digit, [stroke[:: max(1, len(stroke) // 8)].tolist() for stroke in strokes]
