"""Uploads have bounds for a tab, an address and everybody, and none outlives its session."""

from types import SimpleNamespace

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from pages._shared.server.middleware import upload_limit
from pages._shared.server.middleware.upload_limit import UploadLimit
from tests.loops import in_a_thread


class Sessions:
    """Streamlit's, as far as uploads see them."""

    def __init__(self):
        self.there = set("abcdefgh")

    def get_session_info(self, session):
        return session if session in self.there else None


@pytest.fixture
def runtime(monkeypatch):
    """A server without one."""
    fake = SimpleNamespace(
        uploaded_file_mgr=MemoryUploadedFileManager("/_stcore/upload_file"), _session_mgr=Sessions()
    )
    monkeypatch.setattr(upload_limit, "Runtime", SimpleNamespace(instance=lambda: fake))
    monkeypatch.setattr(upload_limit, "MOST_OF_SESSION", 100)
    monkeypatch.setattr(upload_limit, "MOST_OF_ADDRESS", 300)
    monkeypatch.setattr(upload_limit, "MOST_IN_ALL", 500)
    return fake


@pytest.fixture
def put(runtime):
    """Uploads to a session, from an address; gives the status."""

    async def streamlit(scope, receive, send):
        session, file_id = scope["path"].split("/")[-2:]
        size = int(dict(scope["headers"])[b"content-length"])
        runtime.uploaded_file_mgr.add_file(session, UploadedFileRec(file_id, "", "", bytes(size)))
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    limit = UploadLimit(streamlit)

    def upload(session, size, *, name=None, client="10.0.0.9", headers=None):
        upload.count += 1
        path = f"/_stcore/upload_file/{session}/{name or upload.count}"
        given = [(b"content-length", str(size).encode())] if headers is None else headers
        scope = {
            "type": "http", "method": "PUT", "path": path, "headers": given, "client": (client, 1),
        }  # fmt: skip
        sent = []

        async def receive():
            return {"type": "http.request", "body": b""}

        async def send(message):
            sent.append(message)

        in_a_thread(limit(scope, receive, send))
        return sent[0]["status"]

    upload.count = 0
    return upload


def held(runtime):
    return {session: len(files) for session, files in runtime.uploaded_file_mgr.file_storage.items() if files}


def test_a_tab_an_address_and_everybody_have_bounds(put, runtime):
    assert [put("a", size) for size in (60, 40, 1)] == [204, 204, 413]
    assert [put(session, 100) for session in "bcd"] == [204, 204, 413]
    assert put("d", 100, client="10.0.0.8") == 204
    assert [put(session, 50, client="") for session in "efg"] == [204, 204, 413]
    assert held(runtime) == {"a": 2, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1}


def test_what_a_tab_takes_back_and_what_a_session_leaves_is_free_again(put, runtime):
    assert [put("a", 100, name="one"), put("a", 100)] == [204, 413]
    runtime.uploaded_file_mgr.remove_file("a", "one")
    assert [put("a", 100), put("b", 100), put("c", 100), put("d", 100)] == [204, 204, 204, 413]
    runtime.uploaded_file_mgr.remove_session_files("b")
    assert put("d", 100) == 204


def test_many_small_files_have_a_bound_too(put):
    assert {put("a", 1) for _ in range(upload_limit.MOST_FILES)} == {204}
    assert put("a", 1) == 413


def test_an_upload_of_a_session_that_ended_meanwhile_is_not_kept(put, runtime):
    runtime._session_mgr.there.remove("a")
    put("a", 10)
    assert held(runtime) == {}


def test_who_does_not_say_how_much_comes_is_asked(put, runtime):
    assert put("a", 0, headers=[]) == 411
    assert put("a", 0, headers=[(b"content-length", b"-1")]) == 411
    assert held(runtime) == {}
