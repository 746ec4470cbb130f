"""The app run by Streamlit's own test harness: every widget and text, no browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parent.parent.parent


def settle(app: AppTest) -> AppTest:
    """Run again until no task shows its progress any more."""
    while app.get("progress"):
        app.run()
    return app


@pytest.fixture(autouse=True)
def nothing_cached() -> None:
    """What one test loaded is not there for the next one."""
    st.cache_resource.clear()


@pytest.fixture
def open_app() -> Callable[..., AppTest]:
    """Opens a page at an address; fails on any exception or error box."""

    def open_at(page: str = "home", /, **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        app.run()
        if page != "home":
            app.switch_page(f"pages/{page}.py")
        for key, value in query.items():
            app.query_params[key] = value
        settle(app.run())
        assert not app.exception, app.exception
        assert [error.value for error in app.error] == []
        return app

    return open_at
