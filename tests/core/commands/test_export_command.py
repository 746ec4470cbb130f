"""`export` as a person meets it: a file where it was wanted and nothing elsewhere, never one replaced by accident."""

import json

import pytest

from tests.core.command_runner import answer, refusal, run, run_anew


def test_a_file_is_written_once_and_replaced_only_by_force(tmp_path):
    trained = answer("train", "nearest-average")["run"]
    path = tmp_path / "mine.json"
    written = answer("export", trained, "--format", "json", "-o", str(path))
    assert written == {"run": trained, "format": "json", "file": str(path), "bytes": path.stat().st_size}
    assert json.loads(path.read_text())["run"]["run"] == trained
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["mine.json"]

    again = ("export", trained, "--format", "code", "-o", str(path))
    assert (
        refusal(*again)
        == f"{str(path)!r} is there already. Choose another name, or add --force to replace it.\n"
    )
    assert json.loads(path.read_text())
    done = run(*again, "--force")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{path}: {path.stat().st_size:,} bytes. Short Python code")
    assert "NearestCentroid" in path.read_text()

    link = tmp_path / "link"
    link.symlink_to(path)
    assert run("export", trained, "--format", "json", "-o", str(link), "--force").returncode == 0
    assert not link.is_symlink() and "NearestCentroid" in path.read_text()


@pytest.mark.parametrize(
    ("named", "form", "path", "words"),
    [
        ("default", "code", "a.py", "was not made by a run"),
        ("default", "html", ".", "is a folder"),
        ("default", "html", "nowhere/a.html", "There is no folder"),
    ],
)
def test_what_cannot_be_taken_away_is_said_in_one_line_and_leaves_nothing(named, form, path, words, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    sentence = refusal("export", named, "--format", form, "-o", str(folder / path))
    assert words in sentence and sentence.count("\n") == 1
    assert list(folder.iterdir()) == []


def test_the_default_model_is_taken_away(tmp_path):
    path = tmp_path / "report.html"
    assert answer("export", "default", "--format", "html", "-o", str(path))["run"] == "default"
    assert "The default model of Digit Lab" in path.read_text()
    done = run_anew("export", "default", "--format", "keras", "-o", str(tmp_path / "model.keras"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "gives digits, ten probabilities, and doubt" in done.stdout
