"""Models for the browser, on a server's route: compressed once, kept for good under their hash, and nothing else is there."""

import asyncio
import gzip
import subprocess
import sys
from threading import Event

import pytest

from digitcore.data import datasets
from digitcore.data.sources import own_datasets
from digitcore.export import browser_model
from digitcore.lab.queue import queue, worker
from digitcore.lab.runs import run_models, runs
from digitcore.lab.store.store import open_store
from digitcore.learning.recipes.config import RunConfig
from pages._shared.server import model_files
from pages._shared.server.built_files import BuiltFiles
from pages._shared.server.model_files import address, model_route
from tests.core.memories import ADA, ROOT
from tests.core.uploads import npz, pictures, read_upload
from tests.loops import in_a_thread
from tests.screens.server.route_client import answer, request

NOWHERE = "0" * 24
"""What could be the hash of a file."""


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return f"sqlite:///{tmp_path_factory.mktemp('models') / 'digitlab.sqlite'}"


@pytest.fixture(autouse=True)
def fresh_server(database, monkeypatch):
    """One that has built nothing yet; all share the database."""
    monkeypatch.setenv("DIGITLAB_DATABASE", database)
    monkeypatch.setattr(model_files, "_files", BuiltFiles(10_000_000))


@pytest.fixture(scope="module")
def run(database):
    """The id of a network of three epochs."""
    return trained(open_store(database), epochs=3)


def asked_for(store, *, dataset="digits", **changes):
    config = RunConfig().replace(**changes).for_dataset(datasets.load(dataset))
    return runs.request_run(store, config, recipe="", visitor=ADA).id


def trained(store, **changes):
    run_id = asked_for(store, **changes)
    worker.train_run(store, queue.claim(store, run_id))
    return run_id


def get(name, **headers):
    return request(model_route(), f"/lab/models/{name}", **headers)


def content_at(place):
    status, _, content = request(model_route(), f"/{place}")
    assert status == 200
    return content


def test_the_default_model_comes_compressed_and_as_it_is():
    _, plain_headers, plain = get("default", accept_encoding="identity")
    _, headers, compressed = get("default", accept_encoding="gzip")
    assert plain == gzip.decompress(compressed) == browser_model.of_default_model()
    assert "content-encoding" not in plain_headers and headers["content-encoding"] == "gzip"
    assert len(compressed) < 0.7e6


def test_under_its_hash_it_is_kept_for_good_and_as_default_it_is_checked():
    _, default, content = get("default")
    mark = default["etag"]
    assert default["cache-control"] == "no-cache"
    assert get("default", if_none_match=mark)[0] == 304
    status, kept, same = get(mark.removeprefix('W/"').rstrip('"'))
    assert (
        status == 200 and kept["cache-control"].startswith("public") and "immutable" in kept["cache-control"]
    )
    assert same == content == content_at(address("default"))


def test_no_other_name_is_a_model_and_nothing_is_written():
    assert get("0123456789ab")[0] == get("../default_model.npz")[0] == get(NOWHERE)[0] == 404
    assert request(model_route(), "/lab/models/default", "POST")[0] == 405


def test_whoever_knows_a_run_gets_its_network_which_only_a_browser_keeps(run):
    status, headers, compressed = request(model_route(), f"/{address(run)}", accept_encoding="gzip")
    assert status == 200
    assert gzip.decompress(compressed) == browser_model.of_run(open_store(), runs.get(open_store(), run))
    assert headers["cache-control"].startswith("private") and "immutable" in headers["cache-control"]


def test_each_kept_epoch_has_an_address_of_its_own(run):
    places = [address(run, epoch) for epoch in (1, 2, 3)]
    files = [content_at(place) for place in places]
    assert len(set(files)) == 3 and files[-1] == content_at(address(run))
    assert address(run, 4) is None and get(f"{NOWHERE}?run={run}&epoch=4")[0] == 404
    assert request(model_route(), f"/{places[0]}".replace("epoch=1", "epoch=2"))[0] == 404


def test_another_server_of_the_same_database_answers_too(run, monkeypatch):
    place = address(run, 2)
    content = content_at(place)
    monkeypatch.setattr(model_files, "_files", BuiltFiles(10_000_000))
    assert content_at(place) == content


def test_what_only_the_server_can_answer_with_has_no_address():
    store = open_store()
    assert address(trained(store, model="nearest-average")) is None
    assert address(asked_for(store, epochs=7)) is None
    assert address("0123456789ab") is None and address("default", 1) is None


def test_a_network_that_is_too_large_for_a_telephone_answers_on_the_server(run, monkeypatch):
    assert address(run)
    monkeypatch.setattr(run_models, "MOST_PARAMETERS_IN_A_BROWSER", 100)
    assert address(run) is None


def test_a_deleted_run_is_gone(database):
    store = open_store(database)
    run_id = trained(store, seed=2, epochs=1)
    place = address(run_id)
    assert content_at(place)
    runs.delete(store, run_id, ADA)
    assert address(run_id) is None and request(model_route(), f"/{place}")[0] == 404


@pytest.mark.parametrize("side", [28, 9])
def test_a_model_of_somebodys_own_images_has_one_while_they_are_there(side):
    """Images of nine pixels cannot be drawn, and are looked at inside the network all the same."""
    images, labels = pictures(count=60, side=side, classes=10)
    draft = read_upload({"a.npz": npz(images=images, labels=labels)})
    source = own_datasets.save(draft, title="Mine", owner=ADA)
    run_id = trained(open_store(), dataset=source.name, epochs=1)
    place = address(run_id)
    assert content_at(place)
    own_datasets.delete(source.name, owner=ADA)
    assert address(run_id) is None and request(model_route(), f"/{place}")[0] == 404


def test_a_run_that_went_on_has_another_network_at_another_address():
    store = open_store()
    run_id = asked_for(store, epochs=10_000)

    def until_stopped(_):
        runs.request_stop(store, run_id, ADA, keep=True)

    worker.train_run(store, queue.claim(store, run_id), on_report=until_stopped)
    first = address(run_id)
    runs.resume(store, run_id)
    assert address(run_id) is None
    worker.train_run(store, queue.claim(store, run_id), on_report=until_stopped)
    assert address(run_id) not in (first, None)
    assert request(model_route(), f"/{first}")[0] == 404


@pytest.mark.parametrize(
    "query",
    [
        f"run={'a' * 1_000}", "run=", "run=../../etc/passwd", "run=%00", "run=default%27--", "run=٣",
        *(f"run=0123456789ab&epoch={epoch}" for epoch in ("-1", "0", "9e99", "1.0", "9" * 400, "", "٣", "%00")),
        "epoch=-1", "epoch=1",
    ],
)  # fmt: skip
def test_what_can_be_no_run_and_no_epoch_is_not_looked_up(query, monkeypatch):
    monkeypatch.setenv("DIGITLAB_DATABASE", "sqlite:////dev/null/nowhere")  # whoever looks there gets 503
    assert get(f"{NOWHERE}?{query}")[0] == get(f"default?{query}")[0] == 404


def test_another_hash_of_a_known_run_builds_nothing(run, monkeypatch):
    monkeypatch.setattr(model_files, "_files", BuiltFiles(0))  # it keeps no file, so each is built again
    place = address(run)
    built = counted(monkeypatch)
    assert get(f"{NOWHERE}?run={run}")[0] == get(f"default?run={run}")[0] == get(f"x?run={run}")[0] == 404
    assert built == []
    assert content_at(place) and len(built) == 1


def test_a_database_that_cannot_be_read_leaves_the_default_model(monkeypatch):
    monkeypatch.setenv("DIGITLAB_DATABASE", "sqlite:////dev/null/nowhere")
    assert get(f"{NOWHERE}?run=0123456789ab")[0] == 503
    assert address("0123456789ab") is None
    assert content_at(address("default"))


def counted(monkeypatch, may_go_on=None):
    """A list to which each building of a run's file adds its epoch, after waiting."""
    build, built = browser_model.of_run, []

    def build_and_count(store, run, epoch=None):
        if may_go_on:
            may_go_on.wait()
        built.append(epoch)
        return build(store, run, epoch)

    monkeypatch.setattr(browser_model, "of_run", build_and_count)
    return built


def test_thirty_phones_get_the_file_that_is_built_once_while_others_are_served(run, monkeypatch):
    place = address(run)
    monkeypatch.setattr(model_files, "_files", BuiltFiles(10_000_000))
    may_go_on = Event()
    built = counted(monkeypatch, may_go_on)

    async def a_class():
        phones = [
            asyncio.create_task(answer(model_route(), f"/{place}", accept_encoding="gzip")) for _ in range(30)
        ]
        other = await answer(model_route(), "/lab/models/default")
        assert not any(phone.done() for phone in phones)
        may_go_on.set()
        return other, await asyncio.gather(*phones)

    other, answers = in_a_thread(a_class())
    assert other[0] == 200 and {status for status, _, _ in answers} == {200}
    assert len({content for _, _, content in answers}) == 1 and built == [None]


def test_addresses_and_files_need_no_tensorflow(run):
    """A fresh server gives both before TensorFlow is loaded."""
    code = f"""
import sys
from pages._shared.server import model_files
from tests.screens.server.route_client import request
for place in (model_files.address("default"), model_files.address({run!r}), model_files.address({run!r}, 1)):
    print(request(model_files.model_route(), "/" + place)[0])
print("tensorflow" in sys.modules, "keras" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["200", "200", "200", "False", "False"]
