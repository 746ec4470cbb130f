"""The app run by Streamlit's own test harness: every widget and text, no browser."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, wraps
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec
from streamlit.testing.v1 import AppTest

from digitcore.lab.maintenance.readiness import checks
from digitcore.lab.maintenance.readiness.class_setup import ClassSetup
from digitcore.lab.maintenance.report import Finding
from digitcore.lab.queue.dispatcher import Dispatcher
from digitcore.learning.engine import training
from digitcore.learning.engine.reports import Report
from digitcore.learning.recipes.config import RunConfig
from pages._shared import lab
from pages._shared.controls import visitor
from pages._shared.server.repairs import keras_session
from tests.screens.pages import VISITOR, settle

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session", autouse=True)
def keras_outlives_a_page() -> None:
    """As in the app: after each run of a page Streamlit would collect all garbage of all tests."""
    keras_session.REPAIR.apply()


@pytest.fixture(autouse=True)
def nothing_cached() -> None:
    """What one test loaded is not there for the next one."""
    st.cache_resource.clear()


@pytest.fixture(autouse=True)
def one_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page of a test is opened by the same visitor."""
    monkeypatch.setattr(visitor, "_id_in_cookie", lambda: VISITOR)


class QueueOnly(Dispatcher):
    """One that is never started: what pages request stays in the queue, until a test trains it."""

    def start(self) -> None:
        pass


@pytest.fixture(autouse=True)
def nothing_is_trained_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else Train, Recipes and Classroom would start a dispatcher in each test that opens them.

    Its worker process would load TensorFlow and time all recipes, and might take a run that the test is about to train.
    What it does beside a page, the tests in a browser see.
    """
    monkeypatch.setattr(lab, "Dispatcher", QueueOnly)


@pytest.fixture(scope="session", autouse=True)
def packages_are_searched_once() -> Iterator[None]:
    """A server asks each installed package for components when it starts, the harness at each run: half of its time."""
    search = manifest_scanner.scan_component_manifests
    manifest_scanner.scan_component_manifests = cache(search)
    yield
    manifest_scanner.scan_component_manifests = search


@pytest.fixture(scope="session", autouse=True)
def the_same_is_trained_once() -> Iterator[None]:
    """What comes of the same settings is the same: it is told again, to whichever run of whichever test asks for it."""
    train, told = training.train, dict[str, list[Report]]()

    @wraps(train)  # its worked example is a test, too
    def train_or_tell_again(config: RunConfig, *given: Any, **options: Any) -> Iterator[Report]:
        key = config.to_json()
        if key in told and options.get("resume") is None:
            yield from told[key]
            return
        reports = []
        for report in train(config, *given, **options):
            reports.append(report)
            yield report
        if reports[-1].reason == "finished" and options.get("resume") is None:
            told[key] = reports

    training.train = train_or_tell_again
    yield
    training.train = train


@pytest.fixture(scope="session", autouse=True)
def the_machine_is_measured_once() -> Iterator[None]:
    """Ready for class takes seconds to time answers and trainings: what comes of it is told again in other tests."""
    as_they_are = checks.CHECKS
    checks.CHECKS = tuple(
        replace(check, run=_once(check.run)) if check.is_measurement else check for check in as_they_are
    )
    yield
    checks.CHECKS = as_they_are


def _once(run: Callable[[ClassSetup], Finding]) -> Callable[[ClassSetup], Finding]:
    told = []

    def run_or_tell_again(setup: ClassSetup) -> Finding:
        if not told:
            told.append(run(setup))
        return told[0]

    return run_or_tell_again


@pytest.fixture
def bring_files(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """From the next run on these files, by name and content, are in the uploader with this key.

    The harness loses files on the way through `app.py`.
    """
    upload = st.file_uploader

    def bring(key: str, *files: tuple[str, bytes]) -> None:
        brought = [
            UploadedFile(UploadedFileRec(f"{key} {name}", name, "image/jpeg", content), FileURLs())
            for name, content in files
        ]

        def with_files(*words: Any, **options: Any) -> Any:
            shown = upload(*words, **options)
            if options.get("key") != key:
                return shown
            return brought if options.get("accept_multiple_files") else brought[0]

        monkeypatch.setattr(st, "file_uploader", with_files)

    return bring


@pytest.fixture
def open_app() -> Callable[..., AppTest]:
    """Opens a page at an address; fails on any exception or error box.

    Where the address names no dataset, it is the small digits: MNIST takes longer to load and to look at.
    """

    def open_at(page: str = "home", /, **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        if page != "home":
            app.switch_page(f"pages/{page}.py")
        for key, value in ({"dataset": "digits"} | query).items():
            app.query_params[key] = value
        settle(app.run())
        assert not app.exception, app.exception
        assert [error.value for error in app.error] == []
        return app

    return open_at
