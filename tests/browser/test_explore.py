"""Explore in a real browser: pictures that open, images on hover, files to take away, a telephone, the dark."""

import csv
import io
import re
from contextlib import suppress

import numpy as np
from PIL import Image
from playwright.sync_api import TimeoutError, expect

from tests.browser import pages
from tests.browser.hand import WIDE_PX
from tests.browser.pages import chart, heading
from tests.strokes import SEVEN

VIEWS = {
    "overview": "Overview",
    "images": "Images",
    "classes": "Classes",
    "averages": "Averages",
    "typical": "Typical and strange",
    "ink": "Ink",
    "preparation": "Preparation",
    "parts": "Training and test data",
    "map": "Map",
}
A_WHILE_MS = 20_000
"""Before another place is tried."""


def settled(page) -> None:
    """Wait until Explore is there as a whole."""
    expect(page.get_by_role("heading", name="Explore", exact=True, level=1)).to_be_visible()
    pages.settled(page)


def test_each_view_on_a_telephone_in_the_dark(server, open_page):
    page = open_page(f"{server.address}/explore?dataset=digits", width=390, height=844, dark=True, touch=True)
    settled(page)
    background = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert background == "rgb(16, 22, 27)"
    for view in pages.walk(page, "view", VIEWS):
        width = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
        assert width <= 390, f"{view} scrolls sideways"
        expect(page.get_by_text("Digits 8×8.", exact=False).last).to_be_attached()
        expect(page.get_by_role("alert")).to_have_count(0)


def test_each_view_with_mnist(server, open_page):
    page = open_page(f"{server.address}/explore?dataset=mnist&sample=1000")
    settled(page)
    for _ in pages.walk(page, "view", VIEWS):
        expect(page.get_by_text(re.compile(r"of MNIST\.")).first).to_be_visible()
        expect(page.get_by_role("alert")).to_have_count(0)
        assert "dataset" not in page.url, "it is the default"


def test_a_pressed_image_opens_large_with_its_neighbours(server, open_page):
    page = open_page(f"{server.address}/explore?dataset=digits&view=images")
    settled(page)
    page.get_by_role("button", name=re.compile(r"^image 12, labelled")).click()
    expect(page.get_by_text("Image 12 of the training part.")).to_be_visible()
    expect(page.get_by_role("heading", name="Its nearest neighbours")).to_be_visible()
    expect(page).to_have_url(re.compile("image=12"))
    expect(chart(page, "one_image")).to_be_visible()


def test_an_image_opens_by_keyboard_from_another_view(server, open_page):
    page = open_page(f"{server.address}/explore?dataset=digits&view=typical&digit=4")
    settled(page)
    picture = page.get_by_role("group", name="Most typical").get_by_role("button").first
    name = picture.get_attribute("aria-label") or picture.locator("[role=img]").get_attribute("aria-label")
    picture.focus()
    page.keyboard.press("Enter")
    number = re.search(r"image (\d+)", name)[1]
    expect(page.get_by_text(f"Image {number} of the training part.")).to_be_visible()
    expect(page.get_by_role("radio", name="Images")).to_be_checked()


def open_map(page, *, is_flat: bool = True):
    """The invisible component that shows images on the map, once it listens to the map: no move before that is heard."""
    settled(page)
    if is_flat:
        expect(page.locator(".st-key-learning_canvas[data-pen]")).to_be_visible()
    expect(page.locator(".st-key-map [data-peeks]")).to_be_visible()
    return page.locator(".st-key-map_peek .peek")


def test_a_point_of_the_map_shows_its_image_and_opens_it(server, open_page):
    page = open_page(f"{server.address}/explore?dataset=digits&view=map&map_sample=500", width=1000)
    peek = open_map(page)
    choices = page.locator("[class*=st-key-beside_] [role=radiogroup]")
    expect(choices).to_have_count(3)
    assert choices.evaluate_all("(all) => all.some((one) => one.scrollWidth > one.clientWidth)") is False
    point = page.locator(".st-key-map .scatterlayer .point").nth(40)
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    page.mouse.move(box["x"] - 30, box["y"] - 30)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    expect(peek).to_be_visible()
    page.mouse.down()
    page.mouse.up()
    expect(page.get_by_text(re.compile(r"Image \d+ of the training part\."))).to_be_visible()


def test_on_the_map_a_drawing_moves_while_it_is_drawn_and_a_box_picks_for_all_views(server, open_page):
    page = open_page(f"{server.address}/explore?dataset=digits&view=map&map_sample=500")
    open_map(page)
    star, said = page.locator(".st-key-map .map-star [transform]"), page.locator(".map-drawing")
    expect(said).to_contain_text("Draw a digit")
    sheet = page.locator(".st-key-learning_canvas canvas.upper-canvas").bounding_box()
    (begin, *corners), scale = SEVEN[0], sheet["width"] / WIDE_PX
    page.mouse.move(sheet["x"] + begin[0] * scale, sheet["y"] + begin[1] * scale)
    page.mouse.down()
    places = []
    for x, y in corners:
        page.mouse.move(sheet["x"] + x * scale, sheet["y"] + y * scale, steps=3)
        expect(star).to_be_visible()
        if places:
            expect(star).not_to_have_attribute("transform", places[-1])
        places.append(star.get_attribute("transform"))
    page.mouse.up()
    expect(said).to_contain_text(re.compile(r"pixel by pixel: (.*7.*){3}"))
    settled(page)

    page.locator(".st-key-map [data-title='Box Select']").click()
    area = chart(page, "map").locator(".nsewdrag").first.bounding_box()
    page.mouse.move(area["x"] + 0.3 * area["width"], area["y"] + 0.3 * area["height"])
    page.mouse.down()
    page.mouse.move(area["x"] + 0.7 * area["width"], area["y"] + 0.7 * area["height"], steps=5)
    page.mouse.up()
    line = page.locator(".st-key-picked_line")
    expect(line).to_contain_text(re.compile(r"Picked: \d+ images on the map\."))
    count = re.search(r"Picked: (\d+)", line.inner_text())[1]
    expect(page.get_by_text(f"{count} picked images among them; the others are pale.")).to_be_visible()
    expect(star).to_be_visible()
    settled(page)
    page.get_by_role("radio", name="Averages").click()
    expect(page.get_by_text(f"{count} picked images, training part of Digits 8×8.").first).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Show all").click()
    expect(line).to_contain_text("All images")
    expect(page.get_by_text("1,347 images, training part of Digits 8×8.").first).to_be_visible()


def ranges(page) -> list[list[float]]:
    """What the axes of the map show at this moment; those of its figure follow once a wheel rests."""
    return chart(page, "map").evaluate("({ _fullLayout: { xaxis, yaxis } }) => [xaxis.range, yaxis.range]")


def test_ctrl_with_the_wheel_shows_images_on_the_map_and_a_frame_picks_some_by_keyboard(server, open_page):
    page = open_page(f"{server.address}/explore?dataset=digits&view=map&map_sample=500", height=700)
    open_map(page)
    expect(page.locator(".st-key-map [data-zooms]")).to_be_visible()
    whole = ranges(page)
    area = chart(page, "map").locator(".nsewdrag").first.bounding_box()
    page.mouse.move(area["x"] + area["width"] / 2, area["y"] + 0.3 * area["height"])
    page.mouse.wheel(0, 60)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 0")
    assert ranges(page) == whole, "a wheel alone scrolls past"
    page.keyboard.down("Control")
    for _ in range(12):
        page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    expect(page.locator(".map-pictures.shown")).to_be_visible()
    frame = page.get_by_role("application", name="Frame on the map")
    frame.focus()
    for key in ("+", "ArrowLeft", "Shift+ArrowUp"):
        page.keyboard.press(key)
    close, drawn = ranges(page), chart(page, "map").element_handle()
    assert close[0][1] - close[0][0] < whole[0][1] - whole[0][0]
    page.keyboard.press("Enter")
    line = page.locator(".st-key-picked_line")
    expect(line).to_contain_text(re.compile(r"Picked: [1-9]\d* images? on the map\."))
    settled(page)
    count = int(re.search(r"Picked: (\d+)", line.inner_text())[1])
    expect(frame.get_by_role("status")).to_have_text(re.compile(rf"{count} images? in the frame"))
    pale = page.locator(".st-key-map path.point[style*='opacity: 0.25']")
    expect(pale).to_have_count(500 - count)
    assert drawn.evaluate("chart => chart.isConnected"), "the map flashes where another one is drawn"
    assert ranges(page) == close
    expect(frame).to_be_focused()
    page.keyboard.press("Escape")
    expect(line).to_contain_text("All images")
    expect(pale).to_have_count(0)


def test_two_fingers_zoom_the_map_on_a_telephone_and_not_the_page(server, open_page):
    page = open_page(
        f"{server.address}/explore?dataset=digits&view=map&map_sample=500", width=390, height=844, touch=True
    )
    open_map(page)
    expect(page.locator(".st-key-map [data-zooms]")).to_be_visible()
    area = chart(page, "map").locator(".nsewdrag").first
    area.scroll_into_view_if_needed()
    whole, box = ranges(page), area.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    fingers = page.context.new_cdp_session(page)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": across, "y": down, "id": at} for at, (across, down) in enumerate(places)]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (x - 20, y))
    touch("touchStart", (x - 20, y), (x + 20, y))
    for apart in (30, 45, 60):
        touch("touchMove", (x - apart, y), (x + apart, y))
    page.wait_for_function(  # before the fingers leave: they are followed once a frame
        """width => {
            const [low, high] = document.querySelector(".st-key-map .js-plotly-plot")._fullLayout.xaxis.range;
            return high - low < width / 2;
        }""",
        arg=whole[0][1] - whole[0][0],
    )
    touch("touchEnd")
    assert page.evaluate("visualViewport.scale") == 1, "the page is not zoomed"


def test_a_point_of_the_map_in_three_dimensions_does_so_too(server, open_page):
    page = open_page(f"{server.address}/explore?dataset=digits&view=map&dimensions=3&map_sample=1000")
    peek, opened = (
        open_map(page, is_flat=False),
        page.get_by_text(re.compile(r"Image \d+ of the training part\.")),
    )
    for x, y in coloured_spots(page):
        page.mouse.move(x, y)
        with suppress(TimeoutError):
            peek.wait_for(state="visible", timeout=A_WHILE_MS)
            hold(page)
            expect(opened).to_have_count(0)  # it must not go while it is held
            page.mouse.up()
            opened.wait_for(timeout=A_WHILE_MS)
            page.mouse.move(x + 40, y + 40, steps=5)  # an ear that outlives the chart would fail now
            return
    raise AssertionError("no point answered")


def test_turning_the_map_in_three_dimensions_opens_nothing(server, open_page):
    page = open_page(f"{server.address}/explore?dataset=digits&view=map&dimensions=3&map_sample=1000")
    peek = open_map(page, is_flat=False)
    for x, y in coloured_spots(page):
        page.mouse.move(x, y)
        with suppress(TimeoutError):
            peek.wait_for(state="visible", timeout=A_WHILE_MS)
            hold(page)
            page.mouse.move(x + 60, y + 20, steps=8)
            page.mouse.up()
            break
    page.get_by_role("radio", name="2-D").click()
    expect(page).not_to_have_url(re.compile("dimensions=3"))
    expect(page.get_by_role("radio", name="Map")).to_be_checked()


def hold(page) -> None:
    """Press, until Plotly has told of it: in 3-D it looks once per frame."""
    page.evaluate(
        """() => document.querySelector(".st-key-map .js-plotly-plot").on("plotly_click", () => { window.told = true; })"""
    )
    page.mouse.down()
    page.wait_for_function("window.told")


def coloured_spots(page, *, count: int = 12) -> list[tuple[float, float]]:
    """Places in the middle of the chart where a point is drawn: only the graphics card knows, so look."""
    box = chart(page, "map").bounding_box()
    colours = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB")).astype(int)
    is_point = (colours.max(axis=2) - colours.min(axis=2)) > 80
    rows, columns = np.nonzero(is_point)
    centre = np.hypot(columns - box["x"] - box["width"] / 2, rows - box["y"] - box["height"] / 2)
    nearest = np.argsort(centre)[: 400 * count : 400]
    return [(float(columns[index]), float(rows[index])) for index in nearest]


def test_numbers_behind_a_chart_can_be_read_and_saved(server, open_page):
    page = open_page(f"{server.address}/explore?dataset=digits&view=classes")
    settled(page)
    page.get_by_text("Numbers", exact=True).click()
    expect(page.get_by_role("columnheader", name="train %")).to_be_visible()
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8"))))
    assert download.value.suggested_filename == "class-distribution.csv"
    assert rows[0] == ["class", "train", "train %", "test", "test %"]
    assert sum(int(row[1]) for row in rows[1:]) == 1347


def test_a_chart_is_saved_as_png(server, open_page):
    page = open_page(f"{server.address}/explore?dataset=digits&view=classes")
    settled(page)
    chart(page, "classes").wait_for()
    with page.expect_download() as download:
        page.locator(".st-key-classes .modebar-btn").click()
    assert download.value.suggested_filename == "class-distribution.png"
    assert Image.open(download.value.path()).width > 800


def test_spoiling_shows_at_once_and_is_in_the_link(server, open_page):
    page = open_page(f"{server.address}/explore?dataset=digits&view=classes&imbalance=90")
    expect(page.get_by_text("the classes are shared out differently")).to_be_visible()
    settled(page)
    page.get_by_text("Damage the data (experiment)").click()
    settled(page)
    page.get_by_role("button", name="Make it clean again").click()
    expect(page.get_by_text("no sign of a different mix of classes")).to_be_visible()
    expect(page).not_to_have_url(re.compile("imbalance"))


def test_the_back_button_goes_back_one_view_at_a_time(server, open_page):
    page = open_page(server.address)
    expect(heading(page, "Draw a digit")).to_be_visible()
    pages.settled(page)
    page.get_by_role("link", name="Which images look least like their digit?").click()
    expect(page.get_by_role("radio", name="Typical and strange")).to_be_checked()
    settled(page)
    page.get_by_role("radio", name="Ink").click()
    expect(page.get_by_role("heading", name="All pixel values")).to_be_visible()
    page.get_by_role("radio", name="Overview").click()
    expect(page.get_by_role("heading", name="Fact sheet")).to_be_visible()
    expect(page).not_to_have_url(re.compile("view="))
    settled(page)
    page.go_back()
    expect(page.get_by_role("radio", name="Ink")).to_be_checked()
    settled(page)  # the page has written its address: until then a press may be overtaken by it
    page.go_back()
    expect(page.get_by_role("radio", name="Typical and strange")).to_be_checked()
    settled(page)
    page.go_back()
    expect(heading(page, "Draw a digit")).to_be_visible()


def test_the_fold_for_spoiling_stays_open_while_it_is_used(server, open_page):
    page = open_page(f"{server.address}/explore?dataset=digits&view=classes")
    settled(page)
    page.get_by_text("Damage the data (experiment)").click()
    settled(page)
    slider = page.get_by_role("slider", name="Imbalance, %")
    slider.press("ArrowRight")
    expect(page).to_have_url(re.compile("imbalance=5"))
    slider.press("ArrowRight")
    expect(page).to_have_url(re.compile("imbalance=10"))
