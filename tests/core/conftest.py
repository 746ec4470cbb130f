"""Fixtures of the tests of the library: a memory of one's own, and a run in it."""

import pytest

from digitcore.lab.store import Store
from tests.core.memories import ask, store_in


@pytest.fixture
def store(tmp_path) -> Store:
    """An empty memory."""
    return store_in(tmp_path)


@pytest.fixture
def run(store) -> str:
    """The id of a run that waits in it."""
    return ask(store).id
