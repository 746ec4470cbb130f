"""Fixtures of the tests of the library: a memory of one's own in each kind of database, and a run in it."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from digitcore.lab.store.store import Store, open_store
from tests.core.memories import ask, empty_database, store_in

# A busy machine is no failure: examples have no time limit, neither while they are made nor while they are tested.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

DIFFERS_ON_POSTGRESQL = (
    "lab/store/",
    "lab/queue/test_queue.py",
    "lab/queue/test_lost_workers.py",
    "lab/rooms/test_seats.py",
    "lab/runs/test_runs.py",
)
"""Where PostgreSQL locks, measures time or speaks SQL in its own way, tests run in both databases each time; all others run in
SQLite, and in PostgreSQL with `make faults`. Tests that ask for the fixture `postgresql` themselves always run."""
NEEDS_POSTGRESQL = "lab/queue/test_several_machines.py"
"""Several machines share a database only if it is PostgreSQL."""


@pytest.hookimpl(tryfirst=True)  # before pytest drops what is marked as long
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is the same SQL in both databases is tried in SQLite; in PostgreSQL too in `make faults`."""
    for item in items:
        parameters = item.callspec.params if hasattr(item, "callspec") else {}
        database = parameters.get("store") or parameters.get("database")
        place = item.nodeid.partition("::")[0].removeprefix("tests/core/")
        if database == "postgresql" and not place.startswith((*DIFFERS_ON_POSTGRESQL, NEEDS_POSTGRESQL)):
            item.add_marker(pytest.mark.long)
        if database == "sqlite" and place == NEEDS_POSTGRESQL:
            item.add_marker(pytest.mark.long)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path) -> Iterator[str]:
    """The address of an empty database: whoever asks for it is tested in both kinds."""
    with empty_database(request, tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def tables(postgresql) -> Iterator[str]:
    """The name of a PostgreSQL database that has all tables, and nobody in it: to copy them costs less than to make them."""
    with postgresql.database() as url:
        open_store(url).engine.dispose()
        yield url.rpartition("/")[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, tmp_path) -> Iterator[Store]:
    """An empty memory."""
    if request.param == "sqlite":
        yield store_in(tmp_path)
        return
    tables = request.getfixturevalue("tables")
    with request.getfixturevalue("postgresql").database(like=tables) as url:
        yield open_store(url)


@pytest.fixture
def run(store) -> str:
    """The id of a run that waits in it."""
    return ask(store).id
