"""The command line as a person meets it: a real process, its output, its exit code, never a traceback."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).parent.parent.parent


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "digitcore", *arguments],
        cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False,
    )  # fmt: skip


def answer(*arguments: str):
    """What a command prints as JSON."""
    done = run(*arguments, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def refusal(*arguments: str) -> str:
    """The one sentence of a command that is refused."""
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr


def test_list_names_every_dataset_and_whether_it_is_ready():
    rows = {row["name"]: row for row in answer("data", "list")}
    assert list(rows) == ["digits", "mnist", "synthetic"]
    assert [row["ready"] for row in rows.values()] == [True, False, True]
    assert "fetch mnist" in run("data", "list").stdout


def test_stats_of_the_embedded_digits():
    stats = answer("data", "stats", "digits")
    assert stats["name"] == "digits"
    assert stats["train"]["n"] == 1347
    assert stats["test"]["n"] == 450
    assert stats["train"]["classes"] == 10
    assert stats["train"]["dtype"] == "uint8"
    assert (stats["train"]["min"], stats["train"]["max"]) == (0, 16)
    assert sum(stats["train"]["class_counts"]) == 1347


def test_stats_of_mnist_are_the_published_ones(with_mnist):
    train = answer("data", "stats", "mnist")["train"]
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


def test_without_a_network_fetch_says_what_to_do():
    done = run("data", "fetch", "mnist")
    assert done.returncode == 1
    assert "DIGITLAB_MNIST" in done.stderr
    assert "Traceback" not in done.stderr


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


def test_wrong_use_is_no_traceback():
    assert "No such command" in refusal("data", "dance")
