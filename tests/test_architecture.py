"""Who may import whom, and what must not be loaded when: the rules of ARCHITECTURE.md."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = {"tensorflow", "keras", "sklearn", "scipy", "dask", "distributed", "sqlalchemy", "pandas", "requests"}
CORE = sorted((ROOT / "digitcore").rglob("*.py"))
PAGES = sorted((ROOT / "pages").rglob("*.py"))

COMPONENTS = ("state", "tab", "lesson", "visitor", "gallery", "peek", "pen", "desk", "looking")
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


def imported_modules(path: Path) -> set[str]:
    """Every module that the file names in an import, at any depth of the code."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
    return names


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", CORE, ids=relative)
def test_core_knows_no_screen(path):
    for module in imported_modules(path):
        assert module.split(".")[0] not in {"streamlit", "pages", "app", "tests"}


def part_of(path: Path) -> str:
    """The folder of the core that the module lies in, however deep; empty directly in `digitcore`."""
    parents = path.relative_to(ROOT / "digitcore").parts[:-1]
    return parents[0] if parents else ""


@pytest.mark.parametrize("path", [path for path in CORE if part_of(path)], ids=relative)
def test_parts_of_the_core_know_only_what_comes_before_them(path):
    allowed = MAY_IMPORT[part_of(path)]
    for module in imported_modules(path):
        names = module.split(".")
        if names[0] == "digitcore" and len(names) > 1 and names[1] in MAY_IMPORT:
            assert names[1] in allowed, f"{relative(path)} imports {module}"


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_pages_never_import_each_other(path):
    """A page may import `_shared` and the folder of its own views (`_explore` for `explore.py`)."""
    folder = path.parent.name if path.parent.name != "pages" else f"_{path.stem}"
    for module in imported_modules(path):
        if module.startswith("pages.") and not module.startswith("pages._shared"):
            assert module.startswith(f"pages.{folder}"), f"{relative(path)} imports {module}"


@pytest.mark.parametrize("path", [p for p in PAGES if p.parent.name == "pages"], ids=relative)
def test_every_page_begins_with_the_guard(path):
    calls = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.Expr)]
    assert isinstance(calls[0].value, ast.Constant), "a docstring comes first"
    assert ast.unparse(calls[1]) == "frame.guard(__file__)"


def test_session_keys_are_spelled_in_state_and_by_components_only():
    spelled = {relative(path) for path in PAGES if "st.session_state" in path.read_text(encoding="utf-8")}
    assert spelled <= {f"pages/_shared/{name}.py" for name in COMPONENTS}


def calls(path: Path) -> set[str]:
    """What is called in the file, as it is written there, with the names of the arguments."""
    found = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
    ]
    names = {ast.unparse(node.func) for node in found}
    return names | {f"{word.arg}=" for node in found for word in node.keywords}


@pytest.mark.parametrize(("call", "owner"), [("run_every=", "looking"), ("st.rerun", "state")])
def test_pages_look_again_and_run_again_in_one_way(call, owner):
    assert {relative(path) for path in PAGES if call in calls(path)} == {f"pages/_shared/{owner}.py"}


def test_every_part_of_the_core_says_what_may_live_there():
    for part in set(map(part_of, CORE)) - {""}:
        assert (ROOT / "digitcore" / part / "README.md").is_file()


@pytest.mark.parametrize("path", [*CORE, *PAGES, ROOT / "app.py"], ids=relative)
def test_every_module_says_what_it_does(path):
    if path.stat().st_size:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def modules_loaded_by(code: str) -> set[str]:
    """The top-level modules a fresh interpreter holds after running `code`."""
    program = f"{code}\nimport sys\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_importing_the_library_loads_nothing_heavy():
    assert not modules_loaded_by("import digitcore") & (HEAVY | {"numpy", "plotly", "PIL", "pooch"})


def test_importing_every_core_module_loads_nothing_heavy():
    names = [
        relative(path).removesuffix(".py").replace("/", ".")
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
os.environ["DIGITLAB_WARM"] = "off"
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
    assert not modules_loaded_by(code) & {"tensorflow", "keras", "dask", "distributed", "sqlalchemy"}
