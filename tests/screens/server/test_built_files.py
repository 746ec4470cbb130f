"""Files that are built once for everybody who waits for them, and make room for each other."""

import asyncio
import gzip
from concurrent.futures import Future
from threading import Event

import pytest

from pages._shared.server.built_files import BuiltFiles, result_of
from tests.loops import in_a_thread


def test_whoever_asks_while_a_file_is_built_waits_for_the_same_one():
    files, may_go_on, built = BuiltFiles(1_000), Event(), []

    def build():
        may_go_on.wait()
        built.append("once")
        return b"content"

    waiting = [files.get("a", build) for _ in range(30)]
    assert files.get("b", lambda: b"another").result().content == b"another"  # meanwhile
    assert not any(file.done() for file in waiting)
    may_go_on.set()
    assert {file.result().content for file in waiting} == {b"content"} and built == ["once"]


def test_who_goes_away_takes_nothing_from_those_who_stay():
    async def two_wait_and_one_goes():
        file = Future()
        goes, stays = (asyncio.create_task(result_of(file)) for _ in range(2))
        await asyncio.sleep(0)  # both wait now
        goes.cancel()
        await asyncio.wait([goes])
        file.set_result(b"content")
        return await stays

    assert in_a_thread(two_wait_and_one_goes()) == b"content"


def test_a_file_is_compressed_once():
    file = BuiltFiles(1_000).get("a", lambda: b"content" * 20).result()
    assert file.compressed is file.compressed
    assert gzip.decompress(file.compressed.result()) == file.content


def test_what_failed_is_built_again_by_the_next_one():
    files = BuiltFiles(1_000)
    with pytest.raises(ZeroDivisionError):
        files.get("a", lambda: 1 // 0).result()
    assert files.known_hash("a") is None
    assert files.get("a", lambda: b"content").result().content == b"content"


def test_the_one_asked_for_the_longest_ago_makes_room_and_its_hash_stays():
    files = BuiltFiles(250)  # two of 50 bytes with their compressed forms
    built = []

    def get(key):
        def build():
            built.append(key)
            return key.encode() * 50

        return files.get(key, build).result()

    for key in ("a", "b", "a", "c", "a", "b"):
        get(key)
    assert built == ["a", "b", "c", "b"]
    assert files.known_hash("c") == get("c").content_hash
    assert built[-1] == "c"


def test_what_is_too_large_for_all_the_room_is_given_and_not_kept():
    files, built = BuiltFiles(10), []
    for _ in range(2):
        content = files.get("a", lambda: built.append("again") or b"0123456789").result().content
        assert content == b"0123456789"
    assert built == ["again", "again"]
