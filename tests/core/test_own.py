"""What users added is kept whole or not at all, listed from its facts, and deleted by its owner only."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from digitcore.data import datasets, limits, own
from digitcore.data.draft import read
from digitcore.errors import BadInput, DataUnavailable, StorageProblem
from tests.core.uploads import npz, pictures

ROOT = Path(__file__).parents[2]
IMAGES, LABELS = pictures()


@pytest.fixture
def draft():
    return read({"a.npz": npz(images=IMAGES, labels=np.array(["a", "b", "ß"])[LABELS])})


def listing(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_kept_dataset_is_loaded_like_any_other(draft, home):
    source = own.keep(draft, title="Letters", owner="ada")
    assert source.name == f"own-{draft.content_hash[:12]}"
    assert listing(home) == [f"datasets/{draft.content_hash}.{suffix}" for suffix in ("json", "npz")]
    assert datasets.find(source.name).facts == source.facts
    assert datasets.find(source.name).is_ready()
    dataset = datasets.load(source.name)
    assert np.array_equal(dataset.train.images, draft.train.images)
    assert np.array_equal(dataset.test.labels, draft.test.labels)
    assert not dataset.train.images.flags.writeable
    assert (dataset.facts.title, dataset.facts.class_names) == ("Letters", ("a", "b", "ß"))


def test_it_can_be_loaded_in_a_fresh_process(draft, home):
    name = own.keep(draft, title="Letters", owner="ada").name
    program = f"from digitcore.data import datasets, own; print(datasets.load({name!r}).content_hash)"
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert result.stdout.strip() == datasets.load(name).content_hash


def test_a_kept_file_can_be_uploaded_again(draft, home):
    own.keep(draft, title="Letters", owner="ada")
    (path,) = (home / "datasets").glob("*.npz")
    again = read({path.name: path.read_bytes()})
    assert again.content_hash == draft.content_hash


def test_names_of_classes_are_part_of_what_a_dataset_is(draft):
    other = read({"a.npz": npz(images=IMAGES, labels=np.array(["a", "b", "c"])[LABELS])})
    assert other.content_hash != draft.content_hash


def test_listing_reads_the_facts_only(draft, home):
    source = own.keep(draft, title="Letters", owner="ada")
    (path,) = (home / "datasets").glob("*.npz")
    path.unlink()
    assert [known.name for known in own.provider()] == [source.name]
    assert not datasets.find(source.name).is_ready()
    with pytest.raises(DataUnavailable, match="The images of 'Letters' are missing or damaged"):
        datasets.load(source.name)


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_a_damaged_file_is_noticed_and_mended_by_keeping_it_again(draft, home, place):
    source = own.keep(draft, title="Letters", owner="ada")
    (path,) = (home / "datasets").glob("*.npz")
    content = bytearray(path.read_bytes())
    at = int(place * len(content))
    content[at : at + 20] = bytes(byte ^ 255 for byte in content[at : at + 20])
    path.write_bytes(content)
    with pytest.raises(DataUnavailable, match="missing or damaged"):
        source.build()
    own.keep(draft, title="Letters", owner="ada")
    assert np.array_equal(source.build().train.images, draft.train.images)


def test_whole_arrays_of_another_dataset_are_noticed(draft, home):
    source = own.keep(draft, title="Letters", owner="ada")
    other = own.keep(read({"a.npz": npz(images=255 - IMAGES, labels=LABELS)}), title="Other", owner="ada")
    paths = {path.stem[:12]: path for path in (home / "datasets").glob("*.npz")}
    paths[source.name[4:]].write_bytes(paths[other.name[4:]].read_bytes())
    with pytest.raises(DataUnavailable, match="missing or damaged"):
        source.build()


def test_only_its_owner_deletes_it(draft, home):
    name = own.keep(draft, title="Letters", owner="ada").name
    with pytest.raises(BadInput, match="belongs to somebody else"):
        own.forget(name, owner="bob")
    own.forget(name, owner="ada")
    assert listing(home) == []
    assert name not in datasets.sources()
    with pytest.raises(BadInput, match="There is no dataset of yours"):
        own.forget(name, owner="ada")


@pytest.mark.parametrize("name", ["digits", "own-*", "own-../../../etc", "", "own-" + "0" * 12])
def test_only_kept_datasets_can_be_deleted(draft, home, name):
    own.keep(draft, title="Letters", owner="ada")
    with pytest.raises(BadInput, match="There is no dataset of yours"):
        own.forget(name, owner="ada")
    assert len(listing(home)) == 2


def test_the_same_images_belong_to_who_kept_them_first(draft):
    first = own.keep(draft, title="Letters", owner="ada")
    second = own.keep(draft, title="Mine", owner="bob")
    assert (second.name, second.owner, second.facts.title) == (first.name, "ada", "Letters")
    renamed = own.keep(draft, title="Better letters", owner="ada")
    assert renamed.facts.title == "Better letters"
    assert [source.facts.title for source in own.provider()] == ["Better letters"]


def test_a_title_never_becomes_a_path(draft, home):
    title = "../../x\x00/\u202ey" + "z" * 200
    source = own.keep(draft, title=title, owner="../ada")
    assert all(path.startswith(f"datasets/{draft.content_hash}.") for path in listing(home.parent / "home"))
    assert listing(home.parent) == [f"home/{path}" for path in listing(home)]
    assert source.facts.title == "../../x/y" + "z" * 50 + "…"
    assert next(iter(own.provider())).facts == source.facts


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"facts": {}}', '{"facts": {"x": 1}, "owner": ""}', "[" * 9999, "null"]
)
def test_damaged_facts_are_passed_over(draft, home, content):
    kept = own.keep(draft, title="Letters", owner="ada")
    (home / "datasets" / ("0" * 64 + ".json")).write_text(content)
    (home / "datasets" / "notes.json").write_text(json.dumps({"facts": {}, "owner": ""}))
    assert [source.name for source in own.provider()] == [kept.name]


def test_no_folder_means_no_datasets(home):
    assert list(own.provider()) == []
    assert not home.exists()


def test_a_place_that_cannot_be_written_gets_a_sentence(draft, home):
    home.mkdir()
    (home / "datasets").write_text("a file where the folder should be")
    with pytest.raises(StorageProblem, match=r"datasets cannot be written: .* Set DIGITLAB_HOME"):
        own.keep(draft, title="Letters", owner="ada")


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on file sizes")
@pytest.mark.parametrize("most_bytes", [100, 1_900])
def test_a_full_disk_leaves_nothing_half_written(draft, home, most_bytes):
    """A limit on file sizes stands in for a full disk: the write fails half-way just the same."""
    program = f"""
import resource
from digitcore.data import own
from digitcore.data.draft import read
from digitcore.errors import StorageProblem
from tests.core.uploads import npz, pictures
images, labels = pictures()
draft = read({{"a.npz": npz(images=images, labels=labels)}})
resource.setrlimit(resource.RLIMIT_FSIZE, ({most_bytes}, {most_bytes}))
try:
    own.keep(draft, title="Letters", owner="ada")
except StorageProblem as problem:
    print(problem)
"""
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert "Free some space there." in result.stdout
    assert listing(home) == []


def test_all_kept_datasets_together_are_bounded(draft, home):
    own.keep(draft, title="Letters", owner="ada")
    with (home / "datasets" / "large.npz").open("wb") as file:
        file.truncate(limits.KEPT_BYTES)  # a hole: it takes no room on the disk
    other = read({"a.npz": npz(images=255 - IMAGES, labels=LABELS)})
    with pytest.raises(StorageProblem, match="4,000 MB already"):
        own.keep(other, title="More", owner="ada")
    assert len(list(own.provider())) == 1
