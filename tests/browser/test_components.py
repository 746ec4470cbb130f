"""Components on real pages: their modules come once and from the right place, little is sent, and nothing is left behind."""

import gzip
from http.client import HTTPConnection

import pytest
from playwright.sync_api import expect

from tests.bench import people
from tests.bench.hand import PEN, Hand
from tests.bench.handwriting import digits
from tests.bench.page_tree import Node
from tests.bench.socket_client import Tab
from tests.browser.conftest import ROOT
from tests.browser.pages import at_rest
from tests.loops import in_a_thread


def components(tab: Tab) -> list[Node]:
    kept = (node for node in tab.page.nodes.values() if node.kind == "bidi_component")
    return [node for node in kept if node.content.component_name.startswith("digitlab_")]


@pytest.mark.parametrize("place", ["", "draw", "draw?way=grid", "explore?view=images", "data", "train"])
def test_a_component_is_sent_without_its_code_and_its_style(server, place):
    async def look():
        tab = await Tab.open(f"{server.address}/{place}")
        found = components(tab)
        await tab.close()
        return found

    found = in_a_thread(look())
    assert found
    assert [len(node.content.js_content) for node in found if len(node.content.js_content) > 300] == []
    assert [node.content.css_content for node in found if node.content.css_content] == []


def test_the_components_of_a_run_of_the_board_are_small(trainer):
    """Canvas, pen and answer together; with their code, pen and canvas were 11.5 kB."""

    async def draw():
        tab = await people.open_draw_page(trainer.address)
        await Hand(tab).draw(digits(1, seconds=0.05)[0])
        fragment = tab.page.component(PEN).fragment
        board = [node for node in tab.page.nodes.values() if node.fragment == fragment]
        await tab.close()
        return [node.content.ByteSize() for node in board if node.kind == "bidi_component"]

    canvas, pen, answer = in_a_thread(draw())
    assert canvas + pen < 2_000
    assert answer < 2_000


def loaded_modules(page) -> list[str]:
    """The addresses of modules and styles that the page has loaded so far."""
    return page.evaluate(
        "performance.getEntriesByType('resource').map((one) => one.name).filter((name) => name.includes('/lab/browser/'))"
    )


def test_modules_are_found_from_a_deep_link_below_the_apps_own_path(start_server, open_page):
    server = start_server(STREAMLIT_SERVER_BASE_URL_PATH="school/lab")
    page = open_page(f"{server.address}/draw")
    expect(page.get_by_role("group", name="The drawing").get_by_role("button", name="Undo")).to_be_visible()
    modules = loaded_modules(page)
    assert all(name.startswith(f"{server.address}/lab/browser/") for name in modules)
    assert {"pen.mjs", "pen.css", "component.mjs"} <= {name.rpartition("/")[2] for name in modules}
    page.goto("about:blank")  # it would complain that the server went


def test_a_module_is_loaded_once(server, open_page):
    page = open_page(f"{server.address}/draw")
    undo = page.get_by_role("group", name="The drawing").get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    for name in ("Recipes", "Draw", "Explore", "Draw"):
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
        expect(undo).to_be_visible() if name == "Draw" else expect(undo).to_have_count(0)
    modules = loaded_modules(page)
    assert len(modules) == len(set(modules))


COUNT_LISTENERS = """
window.listeners = new Set();
for (const [name, act] of [["addEventListener", "add"], ["removeEventListener", "delete"]]) {
    const original = document[name];
    document[name] = function (event, handler, options) {
        if (event.startsWith("digitlab-")) window.listeners[act](handler);
        return original.call(this, event, handler, options);
    };
}
"""


def test_a_page_that_is_left_leaves_no_listeners_behind(server, open_page):
    page = open_page("about:blank")
    page.add_init_script(COUNT_LISTENERS)
    page.goto(f"{server.address}/draw")
    expect(page.get_by_role("group", name="The drawing").get_by_role("button", name="Undo")).to_be_visible()
    at_rest(page)
    assert page.evaluate("window.listeners.size") > 0
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Recipes").click()
    page.wait_for_function("window.listeners.size === 0")


def test_modules_travel_compressed(server):
    connection = HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", "/lab/browser/pen_strokes.mjs", headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    assert (answer.getheader("Content-Encoding"), answer.getheader("Vary")) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(answer.read()) == (ROOT / "assets" / "browser" / "pen_strokes.mjs").read_bytes()
    connection.close()
