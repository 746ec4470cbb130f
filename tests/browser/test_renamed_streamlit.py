"""A Streamlit whose private names have changed: the app goes on without its repairs, and the log says which are off."""

import shutil
from pathlib import Path

import pytest
import streamlit
from playwright.sync_api import expect

from pages._shared.server.repairs.repairs import REPAIRS
from tests.browser.pages import heading

RENAMED = (
    "_create_scriptrunner", "_handle_scriptrunner_event_on_event_loop", "_call_callbacks", "_remove_stale_widgets",
    "_clean_problem_modules", "_populate_theme_msg", "ScriptRequests", "ForwardMsgQueue",
)  # fmt: skip


@pytest.fixture
def renamed(tmp_path) -> Path:
    """A folder of packages with the installed Streamlit, in which what each repair replaces has another name."""
    installed, package = Path(streamlit.__file__).parent, tmp_path / "site-packages" / "streamlit"
    package.mkdir(parents=True)
    for path in installed.iterdir():
        if path.name != "runtime":
            (package / path.name).symlink_to(path)
    shutil.copytree(installed / "runtime", package / "runtime", ignore=shutil.ignore_patterns("__pycache__"))
    for path in (package / "runtime").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for name in RENAMED:
            text = text.replace(name, f"{name}_renamed")
        path.write_text(text, encoding="utf-8")
    return package.parent


def test_the_app_works_without_its_repairs_and_the_log_names_them(start_server, open_page, renamed):
    server = start_server(PYTHONPATH=str(renamed))
    page = open_page(f"{server.address}/explore?dataset=digits&view=classes")
    expect(heading(page, "Explore")).to_be_visible()
    page.get_by_role("radio", name="Share of the part").click()
    expect(page.get_by_text("share of the part, %")).to_be_visible()
    log = server.log.read_text()
    assert all(f"The repair {name} is off" in log and repair.fault in log for name, repair in REPAIRS.items())
