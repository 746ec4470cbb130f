"""Who may import whom, and what must not be loaded when: the rules of ARCHITECTURE.md.

Each test goes through all files and names those that break its rule.
"""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = {
    "tensorflow",
    "keras",
    "h5py",
    "sklearn",
    "scipy",
    "dask",
    "distributed",
    "sqlalchemy",
    "pandas",
    "requests",
}
CORE = sorted((ROOT / "digitcore").rglob("*.py"))
PAGES = sorted((ROOT / "pages").rglob("*.py"))
PRODUCT = [*CORE, *PAGES, ROOT / "app.py"]

EXPLORE_VIEWS = ["overview", "images", "classes", "averages", "typical", "ink", "preparation", "parts", "map"]

# What each part of the core may know of the rest of the core, besides what stands directly in `digitcore`.
MAY_IMPORT = {
    "data": {"data"},
    "learning": {"data", "learning"},
    "lab": {"data", "learning", "lab"},
    "figures": {"figures"},
    "export": {"data", "learning", "lab", "figures", "export"},
    "commands": {"data", "learning", "lab", "export", "commands"},
}
# Inside these parts, a folder may import itself and the folders before it.
ORDER = {
    "data": ("readers", "ink", "worksheets", "statistics", "drawn", "sources"),
    "learning": ("layers", "recipes", "judging", "engine", "reader", "prediction", "guided"),
    "lab": ("store", "runs", "drawings", "rooms", "polls", "lessons", "queue", "maintenance"),
}
MOST_MODULES = 17
"""In one folder of the library: more, and nobody finds anything without searching."""


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported_names(path: Path) -> frozenset[str]:
    """Every module, and every name of a module, that the file imports, at any depth of the code."""
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
    return frozenset(names)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_name(path: Path) -> str:
    return relative(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def part_of(path: Path) -> str:
    """The folder of the core that the module lies in, however deep; empty directly in `digitcore`."""
    parents = path.relative_to(ROOT / "digitcore").parts[:-1]
    return parents[0] if parents else ""


def test_core_knows_no_screen():
    outside = {"streamlit", "pages", "app", "tests"}
    wrong = [relative(path) for path in CORE if {n.split(".")[0] for n in imported_names(path)} & outside]
    assert wrong == []


def test_parts_of_the_core_know_only_what_comes_before_them():
    wrong = [
        f"{relative(path)} imports {name}"
        for path in CORE
        if part_of(path)
        for name in imported_names(path)
        if name.startswith("digitcore.")
        and name.split(".")[1] in MAY_IMPORT.keys() - MAY_IMPORT[part_of(path)]
    ]
    assert wrong == []


def test_folders_within_a_part_know_only_those_before_them():
    wrong = []
    for part, order in ORDER.items():
        for place, folder in enumerate(order):
            later = tuple(f"digitcore.{part}.{name}." for name in order[place + 1 :])
            for path in (ROOT / "digitcore" / part / folder).rglob("*.py"):
                names = sorted(name for name in imported_names(path) if f"{name}.".startswith(later))
                wrong += [f"{relative(path)} imports {name}" for name in names]
    assert wrong == []


def test_architecture_md_lists_the_folders_of_each_part_in_this_order():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(\w+)` \|.*\| ([\w, ]+) \|$", text, re.MULTILINE))
    assert {part: ", ".join(folders) for part, folders in ORDER.items()}.items() <= listed.items()


def test_no_module_imports_itself_by_way_of_others():
    modules = {module_name(path): path for path in PRODUCT}
    graph = {name: imported_names(path) & modules.keys() - {name} for name, path in modules.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_no_folder_of_the_library_is_too_full_to_look_through():
    folders = {path.parent for path in CORE}
    sizes = {
        relative(folder): len([p for p in folder.glob("*.py") if p.stem != "__init__"]) for folder in folders
    }
    assert {folder: size for folder, size in sizes.items() if size > MOST_MODULES} == {}


def test_pages_never_import_each_other():
    """A page may import `_shared` and the folder of its own views (`_explore` for `explore.py`)."""
    wrong = []
    for path in PAGES:
        place = path.relative_to(ROOT / "pages").parts
        own = place[0] if len(place) > 1 else f"_{path.stem}"
        allowed = ("pages._shared.", f"pages.{own}.")
        names = [name for name in imported_names(path) if name.startswith("pages.")]
        wrong += [f"{relative(path)} imports {name}" for name in names if not f"{name}.".startswith(allowed)]
    assert wrong == []


def test_desk_projector_and_seat_share_only_what_lies_beside_them():
    """What they share lies beside their folders; the desk offers the projector's screens."""
    may_import = {"": set(), "projector": {"projector"}, "seat": {"seat"}, "desk": {"desk", "projector"}}
    folder = ROOT / "pages" / "_classroom"
    wrong = []
    for path in folder.rglob("*.py"):
        own = "" if path.parent == folder else path.relative_to(folder).parts[0]
        closed = tuple(f"pages._classroom.{name}." for name in may_import.keys() - may_import[own] - {""})
        wrong += [
            f"{relative(path)} imports {name}" for name in imported_names(path) if name.startswith(closed)
        ]
    assert wrong == []


def test_every_page_begins_with_the_guard():
    for path in (ROOT / "pages").glob("*.py"):
        statements = [node for node in tree_of(path).body if isinstance(node, ast.Expr)]
        assert isinstance(statements[0].value, ast.Constant), f"{relative(path)}: a docstring comes first"
        assert ast.unparse(statements[1]) == "frame.guard(__file__)", relative(path)


def test_one_module_touches_what_streamlit_keeps_for_a_tab():
    spelled = {relative(path) for path in PAGES if "st.session_state" in path.read_text(encoding="utf-8")}
    assert spelled == {"pages/_shared/controls/session.py"}


def calls(path: Path) -> set[str]:
    """What is called in the file, as it is written there, with the names of the arguments."""
    nodes = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    return {ast.unparse(node.func) for node in nodes} | {f"{w.arg}=" for node in nodes for w in node.keywords}


@pytest.mark.parametrize(
    ("call", "owner"), [("run_every=", "components/polling"), ("st.rerun", "controls/state")]
)
def test_pages_poll_and_run_again_in_one_way(call, owner):
    assert {relative(path) for path in PAGES if call in calls(path)} == {f"pages/_shared/{owner}.py"}


def test_javascript_is_written_in_modules_and_not_in_python():
    """Inline code travels with each message of its component, and no linter or test gets at it."""
    signs = ("export default function", "addEventListener")
    wrong = [
        f"{relative(path)}: {sign}"
        for path in PRODUCT
        for sign in signs
        if sign in path.read_text(encoding="utf-8")
    ]
    assert wrong == []


def test_every_folder_says_what_may_live_there():
    folders = {path.parent for path in CORE} - {ROOT / "digitcore"}
    assert [relative(folder) for folder in sorted(folders) if not (folder / "README.md").is_file()] == []


def test_every_folder_names_its_modules():
    """In the README beside them, or in that of the folder above, so that each has a place in the reading order."""
    missing = []
    for readme in (ROOT / "digitcore").rglob("README.md"):
        words = set(re.findall(r"\w+", readme.read_text()))
        missing += [
            relative(path)
            for path in readme.parent.glob("*.py")
            if path.stem not in words | {"__init__", "__main__"}
        ]
    assert missing == []
    silent = [
        relative(path) for path in PRODUCT if path.stat().st_size and not ast.get_docstring(tree_of(path))
    ]
    assert silent == []


def modules_loaded_by(code: str) -> set[str]:
    """The top-level modules a fresh interpreter holds after running `code`."""
    program = f"{code}\nimport sys\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_importing_the_library_loads_nothing_heavy():
    assert not modules_loaded_by("import digitcore") & (HEAVY | {"numpy", "plotly", "PIL"})


def test_importing_every_core_module_loads_nothing_heavy():
    names = [
        module_name(path)
        for path in CORE
        if path.stem not in ("__init__", "__main__") and part_of(path) != "lab"  # the lab is the database
    ]
    assert not modules_loaded_by("\n".join(f"import {name}" for name in names)) & HEAVY


@pytest.mark.parametrize("page", ["home", "data", "explore"])
def test_home_data_and_explore_never_load_tensorflow(page, tmp_path):
    """The page runs in a fresh interpreter; of Explore every view, with the default dataset."""
    code = f"""
import os
os.environ["DIGITLAB_HOME"] = {str(tmp_path)!r}
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("app.py", default_timeout=120).run()
views = {EXPLORE_VIEWS!r} if {page!r} == "explore" else [""]
for view in views:
    if {page!r} != "home":
        app.switch_page("pages/{page}.py")
    if view:
        app.query_params["view"] = view
    app.run()
    while app.get("progress"):
        app.run()
    assert not app.exception and not app.error, view
    assert app.title, "the page is empty"
    assert not view or app.session_state["view"] == view
"""
    assert not modules_loaded_by(code) & {"tensorflow", "keras", "dask", "distributed"}


@cache
def words_of_the_code() -> frozenset[str]:
    """Every name that code, files, folders, strings or attributes have: what backticks may point to."""
    words: set[str] = set()
    for path in [*PRODUCT, *(ROOT / "tests").rglob("*.py")]:
        words |= {path.stem, path.parent.name}
        for node in ast.walk(tree_of(path)):
            for field in ("id", "attr", "arg", "name", "module"):
                value = getattr(node, field, None)
                words |= set(value.split(".")) if isinstance(value, str) else set()
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 80:
                words |= set(re.findall(r"\w+", node.value))
    return frozenset(words)


def documented_names() -> dict[str, set[str]]:
    """Names in backticks, by the docstring or README in which they stand."""
    texts: dict[str, str] = {
        relative(p): p.read_text(encoding="utf-8") for p in (ROOT / "digitcore").rglob("*.md")
    }
    texts |= {relative(path): path.read_text(encoding="utf-8") for path in (ROOT / "pages").rglob("*.md")}
    for path in PRODUCT:
        nodes = [
            n for n in ast.walk(tree_of(path)) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)
        ]
        texts[relative(path)] = "\n".join(filter(None, map(ast.get_docstring, nodes)))
    names: dict[str, set[str]] = defaultdict(set)
    for place, text in texts.items():
        names[place] |= set(re.findall(r"`([A-Za-z_]\w+(?:\.[A-Za-z_]\w+)*)`", text))
    return names


def test_names_in_docstrings_and_readmes_exist():
    """A name in backticks is a module, or a name that the code has; after a module's name comes a name of ours."""
    words = words_of_the_code()
    modules = {module_name(path) for path in PRODUCT} | {module_name(path.parent) for path in PRODUCT[:-1]}
    ends = {tuple(module.split(".")[place:]) for module in modules for place in range(module.count(".") + 1)}
    wrong = [
        f"{place}: `{name}`"
        for place, names in documented_names().items()
        for name in sorted(names)
        if (steps := tuple(name.split("."))) not in ends
        and not set(steps) <= words
        and (len(steps) == 1 or steps[:1] in ends)
    ]
    assert wrong == []
