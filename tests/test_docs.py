"""What the documents say is true: settings, files, commands, and no names of places that users do not have."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("digitcore", "pages", "assets", "tests", "docs")
DOCUMENTS = [*ROOT.glob("*.md"), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.md"))]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_readme_documents_every_environment_variable_and_no_other():
    in_code = set(re.findall(r"DIGITLAB_[A-Z_]+", read("digitcore/settings.py")))
    in_table = set(re.findall(r"^\| `(DIGITLAB_[A-Z_]+)`", read("README.md"), re.MULTILINE))
    assert in_table == in_code


def test_readme_names_every_dataset_with_its_licence():
    from digitcore.data.datasets import BUILT_IN

    for source in BUILT_IN:
        row = re.search(rf"^\| `{source.name}` \|.*$", read("README.md"), re.MULTILINE)
        assert row, source.name
        assert source.facts.licence.split(":")[0] in row[0]


def test_the_readmes_python_runs():
    (code,) = re.findall(r"```python\n(.*?)```", read("README.md"), re.DOTALL)
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("(1347, 8, 8)")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_to_files_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_make_targets_of_the_readme_exist():
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    named = set(re.findall(r"make ([a-z]+)", "".join(map(read, ("README.md", "CONTRIBUTING.md")))))
    assert named <= targets


def test_the_changelog_keeps_unreleased_on_top():
    assert re.findall(r"^## .*$", read("CHANGELOG.md"), re.MULTILINE)[0] == "## Unreleased"
