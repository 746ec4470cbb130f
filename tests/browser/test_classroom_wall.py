"""The projector at 1024×768: everything is on the screen, fills it, and can be read from the last row."""

import pytest
from playwright.sync_api import Page, expect

from digitcore.lab.lessons import pacing
from digitcore.lab.polls import ballots, polls, questions
from digitcore.lab.rooms import room_keys, rooms, rounds, seats, wall
from tests.browser.classrooms import tiles
from tests.browser.pages import settled
from tests.core.classes import put

SMALLEST_PX = 18
"""Of a projector 2 m wide, 1024 pixels across, these are 35 mm: read from 8 m away."""
CONTRAST = 4.5
SCREENS = ("gallery", "accuracy", "confusion", "strangest", "fooled", "votes", "poll", "shift")

MEASURE = """
() => {
    const found = [];
    const channel = (value) => { value /= 255; return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4; };
    const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const over = (colour, below) => {
        canvas.fillStyle = `rgb(${below})`; canvas.fillRect(0, 0, 1, 1);
        canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const above = (node) => node.parentElement ?? node.getRootNode().host ?? null;
    const behind = (node) => {
        const path = [];
        for (let at = node; at; at = above(at)) path.unshift(getComputedStyle(at).backgroundColor);
        return path.reduce((below, colour) => over(colour, below), [255, 255, 255]);
    };
    const walk = (root) => {
        for (const node of root.querySelectorAll("*")) {
            if (node.shadowRoot) walk(node.shadowRoot);
            const words = [...node.childNodes].filter((child) => child.nodeType === 3).map((child) => child.data).join("").trim();
            const box = node.getBoundingClientRect();
            if (!words || !node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || box.width < 2) continue;
            if (node.closest("style, script, .spoken, [data-testid=stStatusWidget]")) continue;
            const style = getComputedStyle(node), below = behind(node), ink = over(style.color, below);
            const [high, low] = [light(ink), light(below)].sort((a, b) => b - a);
            found.push({ words: words.slice(0, 40), px: parseFloat(style.fontSize), contrast: (high + 0.05) / (low + 0.05),
                         isInside: box.left >= -1 && box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1 });
        }
    };
    walk(document.querySelector("[data-testid=stMain]"));
    return found;
}
"""


@pytest.fixture(scope="module")
def room(server):
    """Thirty pupils with ten drawings each, of which every tenth was taken for another digit."""
    teacher, key = rooms.open_room(server.store, "7b")
    pupils = [seats.join(server.store, teacher.room_id, f"visitor {n}") for n in range(30)]
    with_ten = rounds.start(teacher, "balanced", count=10)
    for pupil in pupils:
        for step, digit in enumerate(with_ten.prompts(pupil.number)):
            put(pupil, server.store, 1, step=step, said=(digit + (step == 0)) % 10)
    rounds.close(teacher)
    rooms.change_settings(teacher, **pacing.beginning(4))
    return teacher, f"{server.address}/classroom?wall={room_keys.wall_key(key)}"


def too_small_or_pale(page: Page) -> list[dict]:
    measured = page.evaluate(MEASURE)
    assert len(measured) > 3
    return [
        each
        for each in measured
        if each["px"] < SMALLEST_PX or each["contrast"] < CONTRAST or not each["isInside"]
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_each_screen_fits_and_is_read_from_the_last_row(room, open_page, dark):
    teacher, address = room
    polls.ask(teacher, questions.read_choice("Is it programmed? | Yes | *No, it learned from examples"))
    polls.proceed(teacher)
    page = open_page(address, width=1024, height=768, dark=dark)
    for name in SCREENS:
        rooms.change_settings(teacher, projector=name)
        expect(page.locator(f".st-key-projector_{name}")).to_be_visible()
        settled(page)
        assert too_small_or_pale(page) == [], name
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") <= 768, name
    vote_on_three_drawings(teacher)
    rooms.change_settings(teacher, projector="poll")
    expect(page.get_by_role("heading", name="What did it read?")).to_be_visible()
    settled(page)
    assert too_small_or_pale(page) == []
    assert page.get_by_text("14", exact=True).first.bounding_box()["height"] < 40, "a number in one line"


def vote_on_three_drawings(teacher):
    """Many agree, and the others say eight different things."""
    drawings = wall.shown(teacher.store, teacher.room_id)[:3]
    poll = polls.ask(teacher, questions.on_drawings(drawings))
    for place, seat in enumerate(seats.listed(teacher.store, teacher.room_id)):
        for item in range(len(drawings)):
            ballots.put(teacher.store, seat, poll, item, max(0, place - 11) % 8)
    polls.proceed(teacher)
    polls.proceed(teacher)


def test_three_hundred_drawings_are_on_one_screen_the_wrong_ones_large_and_first(room, open_page):
    teacher, address = room
    rooms.change_settings(teacher, projector="gallery")
    page = open_page(address, width=1024, height=768)
    expect(page.get_by_role("heading", name="It read 270 of 300")).to_be_visible()
    expect(tiles(page)).to_have_count(300)
    boxes = tiles(page).evaluate_all("all => all.map((one) => one.getBoundingClientRect().toJSON())")
    assert all(box["left"] >= 0 and box["right"] <= 1024 and box["bottom"] <= 768 for box in boxes)
    assert max(box["bottom"] for box in boxes) > 700, "they fill the screen"
    captions = tiles(page).evaluate_all("all => all.map((one) => one.textContent)")
    assert all(" → " in caption for caption in captions[:30]) and not any(captions[30:])
    assert min(box["width"] for box in boxes[:30]) > 1.5 * max(box["width"] for box in boxes[30:])


def test_four_drawings_fill_the_screen_too(server, open_page):
    teacher, key = rooms.open_room(server.store, "7b")
    rounds.start(teacher, "digit", digit=1)
    for n in range(4):
        put(seats.join(server.store, teacher.room_id, f"visitor {n}"), server.store, 1)
    rooms.change_settings(teacher, projector="gallery")
    page = open_page(f"{server.address}/classroom?wall={room_keys.wall_key(key)}", width=1024, height=768)
    prompt = page.get_by_role("heading", name="Draw a 1")
    expect(prompt).to_have_css("font-size", "120px")
    expect(page.get_by_text("4 of 4")).to_be_visible()
    expect(tiles(page)).to_have_count(4)
    width = tiles(page).first.evaluate("one => one.getBoundingClientRect().width")
    assert width > 200
    assert len(wall.shown(server.store, teacher.room_id)) == 4
