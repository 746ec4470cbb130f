"""Many visitors at once, each through a real websocket session without a browser (`tests/bench/socket_client`)."""

import asyncio

import pytest

from tests.bench.socket_client import Tab
from tests.browser.conftest import serving


@pytest.fixture(scope="module")
def school(tmp_path_factory, mnist_folder_or_none):
    """One server for these tests: its model has to be loaded only once."""
    with serving(tmp_path_factory.mktemp("school"), **mnist_folder_or_none) as server:
        yield server


def test_a_tab_tells_what_went_wrong_and_follows_the_address(school):
    async def look():
        wrong = await Tab.open(f"{school.address}/classroom?room=NOROOM")
        right = await Tab.open(f"{school.address}/explore?view=ink")
        await right.go("draw")
        await wrong.close()
        await right.close()
        return wrong, right

    wrong, right = asyncio.run(look())
    assert any("NOROOM" in words or "code" in words for words in wrong.errors)
    assert (right.errors, right.query) == ([], "")
    assert right.page.component("digitlab_pen") is not None
