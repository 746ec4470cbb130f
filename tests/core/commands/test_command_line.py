"""The command line as a person meets it: a real process, its output, its exit code, never a traceback."""

import os
import re
import subprocess
import sys
import zipfile

import numpy as np
import pytest
from PIL import Image

from digitcore.data.datasets import load
from digitcore.data.sources import own_datasets
from tests.core.command_runner import ROOT, answer, refusal, run, run_anew
from tests.core.uploads import idx, npz, pictures, read_upload


def test_list_names_every_dataset_and_whether_it_is_ready():
    rows = {row["name"]: row for row in answer("data", "list")}
    assert list(rows) == ["digits", "mnist", "synthetic"]
    assert [row["ready"] for row in rows.values()] == [True, True, True]
    assert "MNIST: 28×28, 10 classes (ready)" in run_anew("data", "list").stdout


def test_stats_of_the_embedded_digits():
    stats = answer("data", "stats", "digits")
    assert stats["name"] == "digits"
    assert stats["train"]["n"] == 1347
    assert stats["test"]["n"] == 450
    assert stats["train"]["classes"] == 10
    assert stats["train"]["dtype"] == "uint8"
    assert (stats["train"]["min"], stats["train"]["max"]) == (0, 16)
    assert sum(stats["train"]["class_counts"]) == 1347


def test_stats_are_those_of_mnist_where_no_dataset_is_named_and_the_published_ones():
    stats = answer("data", "stats")
    assert stats["name"] == "mnist"
    train = stats["train"]
    assert train["class_counts"] == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    first_means = "35 39 24 21 29 37 22 45 13 27 36 18 45 36 14 32 31 34 17 22"
    assert train["image_means_first_20"] == [int(mean) for mean in first_means.split()]
    assert train["zero_count"] == 38_045_844
    assert train["value_count"] == 47_040_000
    assert train["zero_share"] == 38_045_844 / 47_040_000


def test_stats_for_people_name_the_licence():
    assert "CC BY 4.0" in run("data", "stats", "digits").stdout


def test_options_are_set_and_refused_in_a_sentence():
    assert answer("data", "stats", "digits", "--set", "fewer=50")["train"]["n"] == pytest.approx(674, abs=10)
    assert "noise='loud'" in refusal("data", "stats", "digits", "--set", "noise=loud")
    assert "no option 'colour'" in refusal("data", "stats", "digits", "--set", "colour=1")
    assert "key=value" in refusal("data", "stats", "digits", "--set", "noise")


def test_unknown_dataset_gets_a_sentence_with_the_known_names():
    assert "Choose one of: digits, mnist, synthetic." in refusal("data", "stats", "nowhere")


def test_a_value_that_is_no_whole_number_and_a_setting_given_twice_are_refused():
    assert "Give a whole number from 0 to 100." in refusal("data", "stats", "digits", "--set", "noise=5.5")
    twice = refusal("data", "stats", "digits", "--set", "noise=5", "--set", "noise=10")
    assert twice == "--set noise=… is given twice. Give each setting once.\n"


def test_a_zip_of_pictures_is_added_used_and_removed(tmp_path):
    random = np.random.default_rng(0)
    path = tmp_path / "mine.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for label in ("circle", "cross"):
            for number in range(8):
                picture = tmp_path / "picture.png"
                Image.fromarray(random.integers(0, 90, size=(12, 12), dtype=np.uint8)).save(picture)
                archive.write(picture, f"{label}/{number}.png")
    row = answer("data", "add", str(path), "--title", "Shapes")
    assert row["title"] == "Shapes"
    assert row["classes"] == 2
    assert answer("data", "stats", row["name"])["train"]["n"] == 12
    assert answer("data", "remove", row["name"]) == {"removed": row["name"]}
    assert row["name"] not in run("data", "list").stdout


def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path):
    path = tmp_path / "images.npz"
    path.write_bytes(b"hello")
    assert "images.npz" in refusal("data", "add", str(path), "--title", "x")


WRONG_USES = {
    ("dance",): "No such command 'dance'. See `python -m digitcore --help`.",
    ("data", "dance"): "No such command 'dance'. See `python -m digitcore data --help`.",
    ("data", "remove"): "Missing argument 'NAME'. See `python -m digitcore data remove --help`.",
    ("data", "list", "--colour"): "No such option '--colour'. See `python -m digitcore data list --help`.",
    (
        "data",
        "add",
        "nowhere.npz",
        "--title",
        "x",
    ): "Invalid value for 'FILES...': File 'nowhere.npz' does not "
    "exist. See `python -m digitcore data add --help`.",
}


@pytest.mark.parametrize("arguments", WRONG_USES)
def test_wrong_use_gets_one_line_that_names_the_help(arguments):
    assert refusal(*arguments) == WRONG_USES[arguments] + "\n"


@pytest.mark.parametrize("arguments", [(), ("data",), ("--help",), ("data", "add", "-h")])
def test_help_is_printed_for_who_asks_and_who_names_no_command(arguments):
    done = run(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Usage: python -m digitcore")


def two_files(tmp_path, *names):
    """Dark random images on bright paper and labels, as idx files of these names."""
    images = np.full((12, 9, 9), 255, np.uint8)
    images[:, 2:7, 2:7] = np.random.default_rng(0).integers(0, 99, (12, 5, 5))
    paths = [tmp_path / name for name in names]
    for path, array in zip(paths, (images, np.arange(12, dtype=np.uint8) % 2), strict=True):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(idx(array))
    return [str(path) for path in paths]


def test_files_of_one_name_from_two_folders_are_refused(tmp_path):
    paths = two_files(tmp_path, "a/data-idx", "b/data-idx")
    assert "Two of the files are called data-idx." in refusal("data", "add", *paths, "--title", "x")


@pytest.mark.parametrize(("ink", "corner"), [("find", 255), ("dark", 0), ("bright", 255)])
def test_how_the_ink_looks_can_be_said(tmp_path, ink, corner):
    paths = two_files(tmp_path, "images-idx", "labels-idx")
    row = answer("data", "add", *paths, "--title", "Shapes", "--ink", ink)
    assert load(row["name"]).train.images[0, 0, 0] == corner
    assert "is not one of 'find', 'dark', 'bright'" in refusal(
        "data", "add", *paths, "--title", "x", "--ink", "red"
    )


def test_a_dataset_whose_images_are_lost_is_named_as_such_and_removed(tmp_path, home):
    paths = two_files(tmp_path, "images-idx", "labels-idx")
    name = answer("data", "add", *paths, "--title", "Shapes")["name"]
    (arrays,) = (home / "datasets").glob("*.npz")
    arrays.unlink()
    (row,) = (row for row in answer("data", "list") if row["name"] == name)
    assert (row["ready"], row["lost"]) == (False, True)
    (line,) = (line for line in run("data", "list").stdout.splitlines() if line.startswith(name))
    assert line.endswith(f"(its images are lost: python -m digitcore data remove {name})")
    done = run("data", "stats", name)
    assert (done.returncode, done.stdout) == (1, "")
    assert "The images of 'Shapes' are missing or damaged on this machine. Add them again" in done.stderr
    assert answer("data", "remove", name) == {"removed": name}
    assert name not in run("data", "list").stdout


def test_what_visitors_added_can_be_removed_by_who_runs_the_app():
    images, labels = pictures()
    draft = read_upload({"a.npz": npz(images=images, labels=labels)})
    name = own_datasets.save(draft, title="Letters", owner="ada").name
    own_datasets.save(draft, title="Mine", owner="bob")
    assert answer("data", "remove", name) == {"removed": name}
    assert list(own_datasets.sources()) == []


BAR = """
from digitcore.commands.terminal import Bar
from digitcore.progress import Progress
with Bar(visible=True) as bar:
    for step in (Progress("Fetching", 1, 2), Progress("Fetching", 2, 2), Progress("Reading", 1, 4)):
        bar.report(step)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal of its own")
def test_the_bar_follows_what_is_being_done():
    reader, writer = os.openpty()
    child = subprocess.run([sys.executable, "-c", BAR], cwd=ROOT, stderr=writer, check=False)
    os.close(writer)
    drawn = os.read(reader, 100_000).decode()
    os.close(reader)
    assert child.returncode == 0
    shown = [re.sub(r"\x1b\[[0-9?]*[a-zA-Z]", "", line).split() for line in drawn.split("\r")]
    words = [(line[0], line[-1]) for line in shown if line and "%" in line[-1]]
    assert words == [("Fetching", "50%"), ("Fetching", "100%"), ("Reading", "25%")]
