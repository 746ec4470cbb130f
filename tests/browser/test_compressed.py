"""The app's own files as a real server sends them: compressed where that is asked for, and always the same."""

import gzip
from http.client import HTTPConnection
from pathlib import Path

import pytest
import streamlit

STATIC = Path(streamlit.__file__).parent / "static" / "static"
SCRIPT = min((STATIC / "js").glob("index.*.js"))
ADDRESS = f"/static/js/{SCRIPT.name}"


def raw(server, address, **headers):
    """Status, headers, and the bytes as they came."""
    connection = HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"} | headers)
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found


def test_a_script_is_sent_compressed_again_and_again(server):
    answers = [raw(server, ADDRESS) for _ in range(3)]
    for status, headers, body in answers:
        assert (status, headers["content-encoding"], headers["vary"]) == (200, "gzip", "Accept-Encoding")
        assert int(headers["content-length"]) == len(body) < SCRIPT.stat().st_size / 2
        assert gzip.decompress(body) == SCRIPT.read_bytes()
        assert "javascript" in headers["content-type"]


def test_who_does_not_ask_for_it_gets_the_file_as_it_is(server):
    raw(server, ADDRESS)
    for asked in ({"Accept-Encoding": "identity"}, {"Range": "bytes=0-"}):
        _, headers, body = raw(server, ADDRESS, **asked)
        assert "content-encoding" not in headers
        assert body == SCRIPT.read_bytes()
    assert raw(server, ADDRESS, Range="bytes=10-19")[2] == SCRIPT.read_bytes()[10:20]


def test_what_the_browser_has_already_is_not_sent(server):
    for kind in ("gzip", "identity"):
        _, headers, _ = raw(server, ADDRESS, **{"Accept-Encoding": kind})
        status, again, body = raw(
            server, ADDRESS, **{"Accept-Encoding": kind, "If-None-Match": headers["etag"]}
        )
        assert (status, body, again["etag"]) == (304, b"", headers["etag"])


def test_the_rest_of_a_compressed_file_is_not_taken_from_the_file(server):
    """A browser whose loading broke off asks for the rest, of what had this mark."""
    _, headers, _ = raw(server, ADDRESS)
    assert "accept-ranges" not in headers
    status, _, body = raw(server, ADDRESS, **{"Range": "bytes=1000-", "If-Range": headers["etag"]})
    assert (status, body) == (200, SCRIPT.read_bytes())


@pytest.mark.parametrize(
    "path", ["/static/js/nothing.js", f"/static/js/./{SCRIPT.name}", f"/static//js/{SCRIPT.name}"]
)
def test_what_is_no_such_file_or_has_another_spelling_is_not_kept(server, path):
    """Else anybody could fill the server's memory."""
    for _ in range(2):
        assert "content-encoding" not in raw(server, path)[1]


def test_other_files_pass_by(server):
    font = min((STATIC / "media").glob("*.woff2"))
    assert "content-encoding" not in raw(server, f"/static/media/{font.name}")[1]
