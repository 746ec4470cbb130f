"""Fixtures of the tests of the library: a memory of one's own in each kind of database, and a run in it."""

from collections.abc import Iterator

import pytest

from digitcore.lab.store import Store, open_store
from tests.core.memories import ask, empty_database


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path) -> Iterator[str]:
    """The address of an empty database: whoever asks for it is tested in both kinds."""
    with empty_database(request, tmp_path) as url:
        yield url


@pytest.fixture
def store(database) -> Store:
    """An empty memory."""
    return open_store(database)


@pytest.fixture
def run(store) -> str:
    """The id of a run that waits in it."""
    return ask(store).id
