"""What users added is kept whole or not at all, listed from its facts, and deleted by its owner only."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from digitcore import settings
from digitcore.data import datasets, limits
from digitcore.data.folder_lock import LOCK_NAME
from digitcore.data.sources import own_datasets
from digitcore.errors import BadInput, DataUnavailable, StorageProblem
from tests.core.uploads import npz, pictures, read_upload

IMAGES, LABELS = pictures()


@pytest.fixture
def draft():
    return read_upload({"a.npz": npz(images=IMAGES, labels=np.array(["a", "b", "ß"])[LABELS])})


def listing(folder: Path) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != LOCK_NAME)
    return sorted(str(path.relative_to(folder)) for path in files)


def test_a_kept_dataset_is_loaded_like_any_other(draft, home):
    source = own_datasets.save(draft, title="Letters", owner="ada")
    assert source.name == f"own-{draft.content_hash[:12]}"
    facts, arrays = listing(home)
    assert facts.startswith(f"datasets/{draft.content_hash}-")
    assert arrays == f"datasets/{draft.content_hash}.npz"
    assert datasets.find(source.name).facts == source.facts
    assert not datasets.find(source.name).is_lost()
    dataset = datasets.load(source.name)
    assert np.array_equal(dataset.train.images, draft.train.images)
    assert np.array_equal(dataset.test.labels, draft.test.labels)
    assert dataset.content_hash == draft.content_hash
    assert not dataset.train.images.flags.writeable
    assert (dataset.facts.title, dataset.facts.class_names) == ("Letters", ("a", "b", "ß"))


def test_it_can_be_loaded_in_a_fresh_process(draft, home):
    name = own_datasets.save(draft, title="Letters", owner="ada").name
    program = f"from digitcore.data import datasets; print(datasets.load({name!r}).content_hash)"
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=settings.PROJECT
    )
    assert result.stdout.strip() == datasets.load(name).content_hash


def test_a_kept_file_can_be_uploaded_again(draft, home):
    own_datasets.save(draft, title="Letters", owner="ada")
    (path,) = (home / "datasets").glob("*.npz")
    again = read_upload({path.name: path.read_bytes()})
    assert again.content_hash == draft.content_hash


def test_names_of_classes_are_part_of_what_a_dataset_is(draft):
    other = read_upload({"a.npz": npz(images=IMAGES, labels=np.array(["a", "b", "c"])[LABELS])})
    assert other.content_hash != draft.content_hash


def test_listing_reads_the_facts_only(draft, home):
    source = own_datasets.save(draft, title="Letters", owner="ada")
    (path,) = (home / "datasets").glob("*.npz")
    path.unlink()
    assert [known.name for known in own_datasets.sources()] == [source.name]
    assert datasets.find(source.name).is_lost()
    with pytest.raises(DataUnavailable, match=f"The images of 'Letters' are missing .* remove {source.name}"):
        datasets.load(source.name)
    own_datasets.delete(source.name, owner="ada")
    assert listing(home) == []


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_a_damaged_file_is_noticed_and_mended_by_keeping_it_again(draft, home, place):
    source = own_datasets.save(draft, title="Letters", owner="ada")
    (path,) = (home / "datasets").glob("*.npz")
    content = bytearray(path.read_bytes())
    at = int(place * len(content))
    content[at : at + 20] = bytes(byte ^ 255 for byte in content[at : at + 20])
    path.write_bytes(content)
    with pytest.raises(DataUnavailable, match="missing or damaged"):
        source.build()
    own_datasets.save(draft, title="Letters", owner="ada")
    assert np.array_equal(source.build().train.images, draft.train.images)


def test_whole_arrays_of_another_dataset_are_noticed(draft, home):
    source = own_datasets.save(draft, title="Letters", owner="ada")
    other = own_datasets.save(
        read_upload({"a.npz": npz(images=255 - IMAGES, labels=LABELS)}), title="Other", owner="ada"
    )
    paths = {path.stem[:12]: path for path in (home / "datasets").glob("*.npz")}
    paths[source.name[4:]].write_bytes(paths[other.name[4:]].read_bytes())
    with pytest.raises(DataUnavailable, match="missing or damaged"):
        source.build()


def test_only_its_owner_deletes_it(draft, home):
    name = own_datasets.save(draft, title="Letters", owner="ada").name
    with pytest.raises(BadInput, match="belongs to somebody else"):
        own_datasets.delete(name, owner="bob")
    own_datasets.delete(name, owner="ada")
    assert listing(home) == []
    assert name not in datasets.sources()
    with pytest.raises(BadInput, match="There is no dataset of yours"):
        own_datasets.delete(name, owner="ada")


@pytest.mark.parametrize("name", ["digits", "own-*", "own-../../../etc", "", "own-" + "0" * 12])
def test_only_kept_datasets_can_be_deleted(draft, home, name):
    own_datasets.save(draft, title="Letters", owner="ada")
    with pytest.raises(BadInput, match="There is no dataset of yours"):
        own_datasets.delete(name, owner="ada")
    assert len(listing(home)) == 2


def test_kept_again_it_gets_the_new_title(draft):
    own_datasets.save(draft, title="Letters", owner="ada")
    renamed = own_datasets.save(draft, title="Better letters", owner="ada")
    assert renamed.facts.title == "Better letters"
    assert [source.facts.title for source in own_datasets.sources()] == ["Better letters"]


def test_the_same_images_belong_to_each_who_brought_them(draft, home):
    first = own_datasets.save(draft, title="Letters", owner="ada")
    both = own_datasets.save(draft, title="Mine", owner="bob")
    assert both.name == first.name
    assert [source.name for source in own_datasets.sources()] == [first.name]
    assert (both.title_for("ada"), both.title_for("bob")) == ("Letters", "Mine")
    assert [both.belongs_to(visitor) for visitor in ("ada", "bob", "eve", "")] == [True, True, False, False]
    assert [both.is_listed_for(visitor) for visitor in ("ada", "bob", "eve", "")] == [
        True,
        True,
        False,
        False,
    ]
    assert len(listing(home)) == 3  # two tables of facts, the arrays once
    with pytest.raises(BadInput, match="belongs to somebody else"):
        own_datasets.delete(first.name, owner="eve")


def test_the_images_stay_until_their_last_owner_forgets_them(draft, home):
    name = own_datasets.save(draft, title="Letters", owner="ada").name
    own_datasets.save(draft, title="Mine", owner="bob")
    own_datasets.delete(name, owner="ada")
    left = datasets.find(name)
    assert (left.titles, left.facts.title) == ({"bob": "Mine"}, "Mine")
    assert np.array_equal(datasets.load(name).train.images, draft.train.images)
    with pytest.raises(BadInput, match="belongs to somebody else"):
        own_datasets.delete(name, owner="ada")
    own_datasets.delete(name, owner="bob")
    assert listing(home) == []


def test_what_the_operator_adds_is_for_everybody_and_what_they_remove_is_gone(draft, home):
    name = own_datasets.save(draft, title="Mine", owner="bob").name
    source = own_datasets.save(draft, title="Letters", owner="")
    assert source.is_listed_for("eve")
    assert [source.title_for(visitor) for visitor in ("bob", "eve", "")] == ["Mine", "Letters", "Letters"]
    own_datasets.delete_for_all(name)
    assert listing(home) == []
    with pytest.raises(BadInput, match="There is no dataset of yours"):
        own_datasets.delete_for_all(name)


def test_bringing_and_forgetting_at_once_loses_nothing(draft, home):
    name = own_datasets.save(draft, title="Letters", owner="0").name

    def bring_and_forget(owner):
        for _ in range(10):
            own_datasets.save(draft, title="Mine", owner=owner)
            own_datasets.delete(name, owner=owner)
        own_datasets.save(draft, title="Mine", owner=owner)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(bring_and_forget, "1234"))
    assert sorted(datasets.find(name).titles) == list("01234")
    assert np.array_equal(datasets.load(name).train.images, draft.train.images)


BRING_AND_FORGET = """
import sys
from digitcore.data.sources import own_datasets
from tests.core.uploads import npz, pictures, read_upload
images, labels = pictures()
draft = read_upload({"a.npz": npz(images=images, labels=labels)})
for _ in range(30):
    name = own_datasets.save(draft, title="Mine", owner=sys.argv[1]).name
    own_datasets.delete(name, owner=sys.argv[1])
print(own_datasets.save(draft, title="Mine", owner=sys.argv[1]).name)
"""


@pytest.mark.fault("two servers, one HOME", "a dataset that one brings while the other deletes it is whole")
def test_two_servers_that_bring_and_forget_the_same_lose_nothing(home):
    command = [sys.executable, "-c", BRING_AND_FORGET]
    servers = [
        subprocess.Popen([*command, owner], cwd=settings.PROJECT, stdout=subprocess.PIPE, text=True)
        for owner in "12"
    ]
    (name,) = {server.communicate()[0].strip() for server in servers}
    assert sorted(datasets.find(name).titles) == ["1", "2"]
    assert len(datasets.load(name).train) > 0


def test_a_title_never_becomes_a_path(draft, home):
    title = "../../x\x00/\u202ey" + "z" * 200
    source = own_datasets.save(draft, title=title, owner="../ada")
    assert all(path.startswith(f"datasets/{draft.content_hash}") for path in listing(home.parent / "home"))
    assert listing(home.parent) == [f"home/{path}" for path in listing(home)]
    assert source.facts.title == "../../x/y" + "z" * 50 + "…"
    assert next(iter(own_datasets.sources())).facts == source.facts


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"facts": {}}', '{"facts": {"x": 1}, "owner": ""}', "[" * 9999, "null"]
)
def test_damaged_facts_are_passed_over(draft, home, content):
    kept = own_datasets.save(draft, title="Letters", owner="ada")
    (home / "datasets" / f"{'0' * 64}-{'0' * 16}.json").write_text(content)
    (home / "datasets" / "notes.json").write_text(json.dumps({"facts": {}, "owner": ""}))
    assert [source.name for source in own_datasets.sources()] == [kept.name]


def test_no_folder_means_no_datasets(home):
    assert list(own_datasets.sources()) == []
    assert not home.exists()


def test_a_place_that_cannot_be_written_gets_a_sentence(draft, home):
    home.mkdir()
    (home / "datasets").write_text("a file where the folder should be")
    with pytest.raises(StorageProblem, match=r"datasets cannot be written: .* Set DIGITLAB_HOME"):
        own_datasets.save(draft, title="Letters", owner="ada")


@pytest.mark.fault("the disk is full while a dataset is added", "a sentence, and nothing half-written")
@pytest.mark.skipif(os.name != "posix", reason="needs a limit on file sizes")
@pytest.mark.parametrize("most_bytes", [100, 1_900])
def test_a_full_disk_leaves_nothing_half_written(draft, home, most_bytes):
    """A limit on file sizes stands in for a full disk: the write fails half-way just the same."""
    program = f"""
import resource
from digitcore.data.sources import own_datasets
from tests.core.uploads import read_upload
from digitcore.errors import StorageProblem
from tests.core.uploads import npz, pictures
images, labels = pictures()
draft = read_upload({{"a.npz": npz(images=images, labels=labels)}})
resource.setrlimit(resource.RLIMIT_FSIZE, ({most_bytes}, {most_bytes}))
try:
    own_datasets.save(draft, title="Letters", owner="ada")
except StorageProblem as problem:
    print(problem)
"""
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=settings.PROJECT
    )
    assert "Free some space there." in result.stdout
    assert listing(home) == []


def test_all_kept_datasets_together_are_bounded(draft, home):
    own_datasets.save(draft, title="Letters", owner="ada")
    with (home / "datasets" / "large.npz").open("wb") as file:
        file.truncate(limits.STORED_BYTES)  # a hole: it takes no room on the disk
    other = read_upload({"a.npz": npz(images=255 - IMAGES, labels=LABELS)})
    with pytest.raises(StorageProblem, match="4,000 MB already"):
        own_datasets.save(other, title="More", owner="ada")
    assert len(list(own_datasets.sources())) == 1


def test_the_same_images_need_no_room_twice(draft, home, monkeypatch):
    monkeypatch.setattr(limits, "STORED_BYTES", draft.train.images.nbytes + draft.test.images.nbytes)
    own_datasets.save(draft, title="Letters", owner="ada")
    assert own_datasets.save(draft, title="Mine", owner="bob").belongs_to("bob")


def test_one_visitor_has_a_share_of_the_datasets(draft, home, monkeypatch):
    own_datasets.save(draft, title="Letters", owner="ada")
    other = read_upload({"a.npz": npz(images=255 - IMAGES, labels=LABELS)})
    for bound, value in (("OWN_DATASETS", 1), ("OWN_BYTES", 100)):
        with monkeypatch.context() as patch:
            patch.setattr(limits, bound, value)
            with pytest.raises(BadInput, match="You have 1 dataset here already"):
                own_datasets.save(other, title="More", owner="ada")
            own_datasets.save(other, title="More", owner="")  # whoever runs the server
            own_datasets.delete(own_datasets.name_of(other.content_hash), owner="")
    with monkeypatch.context() as patch:
        patch.setattr(limits, "OWN_DATASETS", 1)
        own_datasets.save(draft, title="Renamed", owner="ada")
        own_datasets.save(other, title="His", owner="bob")
