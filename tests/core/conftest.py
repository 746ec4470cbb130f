"""Fixtures of the tests of the library: a memory of one's own in each kind of database, and a run in it."""

from collections.abc import Iterator

import pytest

from digitcore.lab.store.store import Store, open_store
from tests.core.memories import ask, empty_database, store_in


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
