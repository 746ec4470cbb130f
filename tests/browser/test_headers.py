"""What the server's answers forbid the browser, on every answer of a real server, and that a real browser obeys."""

import json
import urllib.error
import urllib.request
from http.cookies import SimpleCookie

import pytest

from pages._shared.server.middleware.headers import HEADERS

PATHS = (
    "/", "/explore?view=map", "/classroom?room=ABCDEF", "/nowhere/at/all", "/_stcore/health", "/_stcore/host-config",
    "/_stcore/script-health-check", "/media/nothing.png", "/component/nothing/index.html", "/app/static/../../README.md",
    "/_stcore/upload_file/a/b", "/lab/browser/pen.mjs", "/lab/browser/nothing.mjs",
)  # fmt: skip


def asked(address, method="GET", **headers):
    """Status and headers of the answer, whatever it is."""
    request = urllib.request.Request(address, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_every_answer_has_the_headers_once(server, path, method):
    _, headers = asked(server.address + path, method)
    assert {name: headers.get_all(name) for name in HEADERS} == {
        name: [value] for name, value in HEADERS.items()
    }


def test_an_upload_from_elsewhere_is_refused(server):
    """Streamlit gives each browser a token in a cookie; another site can send the cookie, but not read it."""
    _, headers = asked(f"{server.address}/_stcore/health")
    cookie = SimpleCookie(headers["Set-Cookie"])["_streamlit_xsrf"].value
    address = f"{server.address}/_stcore/upload_file/0/0"
    for sent in ({}, {"Cookie": f"_streamlit_xsrf={cookie}"}, {"X-Xsrftoken": cookie}):
        assert asked(address, "PUT", **sent)[0] == 403
    both = {"Cookie": f"_streamlit_xsrf={cookie}", "X-Xsrftoken": cookie}
    assert asked(address, "PUT", **both)[0] != 403


LOOK_AWAY = """
async (address) => {
    const seen = [];
    document.addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective));
    const beaten = [];
    await fetch(address).catch(() => beaten.push("fetch"));
    const image = new Image();
    await new Promise((done) => { image.onload = image.onerror = done; image.src = address + "/a.png"; });
    const script = document.createElement("script");
    await new Promise((done) => { script.onload = script.onerror = done; script.src = address; document.head.append(script); });
    return {seen: [...new Set(seen)].sort(), beaten};
}
"""


def test_a_browser_loads_nothing_from_and_sends_nothing_to_another_host(server, open_page, complaints):
    page = open_page(server.address)
    page.get_by_role("heading", name="Draw a digit", level=1).wait_for()
    found = page.evaluate(LOOK_AWAY, "http://localhost:9")  # another host than 127.0.0.1, by name
    assert found["beaten"] == ["fetch"], json.dumps(found)
    assert found["seen"] == ["connect-src", "img-src", "script-src-elem"]
    complaints.clear()
