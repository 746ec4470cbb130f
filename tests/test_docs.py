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


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.DOTALL | re.MULTILINE)


def anchors(path: Path) -> set[str]:
    """What GitHub makes of the headings."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_links_lead_to_files_and_headings_that_exist():
    wrong = []
    for path in DOCUMENTS:
        for link in re.findall(r"\]\(([^)\s]+)\)", without_code(path.read_text(encoding="utf-8"))):
            target, _, anchor = link.partition("#")
            place = path.parent / target if target else path
            if ":" not in link and not (place.exists() and (not anchor or anchor in anchors(place))):
                wrong.append(f"{path.relative_to(ROOT)}: {link}")
    assert wrong == []


def test_paths_that_documents_name_exist():
    """In backticks, from the project's folder; a name in angle brackets is the reader's to choose.

    The changelog may name what no longer exists.
    """
    folders = "|".join(path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] not in "._")
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in DOCUMENTS
        if path.name != "CHANGELOG.md"
        for name in re.findall(rf"`((?:{folders})/[^`\s]*)`", path.read_text(encoding="utf-8"))
        if "<" not in name and not name.startswith("var/") and not (ROOT / name.partition("::")[0]).exists()
    ]
    assert wrong == []


@pytest.mark.parametrize(("name", "fewer_than"), [("README.md", 110), ("ARCHITECTURE.md", 130)])
def test_what_everybody_reads_is_short(name, fewer_than):
    assert len(read(name).splitlines()) < fewer_than


def test_every_decision_is_in_the_list():
    pages = {path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md")}
    assert set(re.findall(r"\]\((\d\d-[^)]+)\)", read("docs/decisions/README.md"))) == pages


def test_make_targets_that_documents_name_exist():
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    wrong = [
        f"{path.relative_to(ROOT)}: make {''.join(name)}"
        for path in DOCUMENTS
        for name in re.findall(
            r"^make ([a-z]+)|`make ([a-z]+)", path.read_text(encoding="utf-8"), re.MULTILINE
        )
        if not set(name) & targets
    ]
    assert wrong == []


def test_commands_that_documents_name_exist():
    from digitcore.__main__ import main

    named = {
        name
        for path in DOCUMENTS
        for name in re.findall(r"python -m digitcore ([a-z]+)", path.read_text(encoding="utf-8"))
    }
    assert named <= set(main.commands)


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_lock_has_a_version_within_each_range_and_hashes_and_no_address(name):
    from packaging.requirements import Requirement

    text = read(f"{name}.lock.txt")
    exact = {}
    for entry in re.findall(r"^[a-z0-9].*(?:\n    .*)*", text, re.MULTILINE):
        assert "--hash=sha256:" in entry, entry
        package = Requirement(entry.partition("\\")[0])
        exact.setdefault(package.name, []).append(str(package.specifier).removeprefix("=="))
    assert "://" not in text
    ranges = read("requirements.txt") + (read("requirements-dev.txt") if name == "requirements-dev" else "")
    for line in ranges.splitlines():
        if line and line[0] not in "#-":
            wanted = Requirement(line)
            assert any(wanted.specifier.contains(version) for version in exact.get(wanted.name, [])), line


def test_each_promise_names_tests_that_exist():
    text = read("docs/promises.md")
    rows = [row for row in re.findall(r"^\| .* \|$", text, re.MULTILINE) if not row.startswith("| promise")]
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    assert len(rows) > 30
    assert [row for row in rows if "::" not in row] == []
    assert [f"{file}::{name}" for file, name in named if f"\ndef {name}(" not in read(file)] == []


def test_the_changelog_keeps_unreleased_on_top():
    assert re.findall(r"^## .*$", read("CHANGELOG.md"), re.MULTILINE)[0] == "## Unreleased"
