"""`predict` and `pretrain` as a person meets them: real files, real processes, sentences for what cannot be read."""

import json

import numpy as np
import pytest
from PIL import Image

from digitcore.data import ink
from digitcore.data.datasets import load
from digitcore.data.ink import Drawing
from tests.core.command_runner import answer, refusal, run_anew

SEVEN = [[80, 70], [190, 70], [130, 220]]
ONE = [[240, 60], [238, 140], [240, 220]]
KEYS = {"file", "image", "part", "is_digit", "reason", "digit", "probabilities"}


def strokes_file(path, *strokes):
    path.write_text(json.dumps({"canvas": 280, "stroke_width": 18, "strokes": strokes}))
    return str(path)


@pytest.fixture
def files(tmp_path):
    """One of each kind, with two digits side by side in one and none in another."""
    drawn = ink.frame(Drawing.from_strokes([SEVEN]))
    paper = Image.fromarray(255 - drawn.astype(np.uint8)).resize((280, 280))
    paper.save(tmp_path / "seven.png")
    np.savez(tmp_path / "two.npz", images=np.array([drawn, drawn]).astype(np.uint8))
    return [
        strokes_file(tmp_path / "seven.json", SEVEN),
        str(tmp_path / "seven.png"),
        str(tmp_path / "two.npz"),
        strokes_file(tmp_path / "71.json", [[x / 2, y] for x, y in SEVEN], ONE),
        strokes_file(tmp_path / "blank.json"),
    ]


def test_files_of_all_kinds_are_read_digit_by_digit(files):
    rows = answer("predict", *files)
    assert all(set(row) == KEYS for row in rows)
    found = [(files.index(row["file"]), row["image"], row["part"], row["digit"]) for row in rows[:-1]]
    assert found == [(0, 0, 0, 7), (1, 0, 0, 7), (2, 0, 0, 7), (2, 1, 0, 7), (3, 0, 0, 7), (3, 0, 1, 1)]
    for row in rows[:-1]:
        assert (row["is_digit"], row["reason"]) == (True, "")
        assert np.argmax(row["probabilities"]) == row["digit"]
    for row in rows:
        assert sum(row["probabilities"]) == pytest.approx(1, abs=1e-4)
    assert (rows[-1]["is_digit"], rows[-1]["reason"]) == (False, "There is no ink yet.")


def test_people_read_the_digit_and_how_sure_the_model_is_or_why_there_is_none(files):
    seven, blank = run_anew("predict", files[0], files[-1]).stdout.splitlines()
    assert seven.startswith(f"{files[0]}  7  9")
    assert seven.endswith("%")
    assert blank == f"{files[-1]}  There is no ink yet."


def test_images_of_mnist_are_read_as_the_model_reads_them(tmp_path):
    test = load("mnist").test
    np.savez(tmp_path / "test.npz", images=test.images[:200])
    rows = answer("predict", str(tmp_path / "test.npz"))
    first = [row for row in rows if row["part"] == 0]
    assert len(first) == 200
    assert np.mean([row["digit"] for row in first] == test.labels[:200]) >= 0.98


def test_a_run_reads_in_its_own_way(tmp_path):
    trained = answer("train", "nearest-average")
    seven = strokes_file(tmp_path / "seven.json", SEVEN)
    (row,) = answer("predict", seven, "--run", trained["run"])
    assert (row["digit"], row["is_digit"]) == (7, True)
    assert max(row["probabilities"]) < 0.9  # an average is never as sure as the default model


def test_what_cannot_be_read_is_refused_in_one_line(tmp_path):
    (tmp_path / "words.json").write_text("hello")
    (tmp_path / "words.png").write_bytes(b"not a picture")
    (tmp_path / "words.txt").write_text("hello")
    seven = strokes_file(tmp_path / "seven.json", SEVEN)
    for arguments in (
        (str(tmp_path / "words.json"),),
        (str(tmp_path / "words.png"),),
        (str(tmp_path / "words.txt"),),
        (str(tmp_path / "nowhere.png"),),
        (seven, "--run", "nowhere"),
        (),
    ):
        sentence = refusal("predict", *arguments)
        assert sentence.count("\n") == 1


def test_without_its_data_nothing_is_built():
    done = run_anew("pretrain", "--steps", "1")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1
