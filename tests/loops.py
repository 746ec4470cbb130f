"""A loop of its own for a test: Playwright may have one in the thread of the tests, whatever file they are in."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def in_a_thread(work: Coroutine[Any, Any, Any]) -> Any:
    """What comes of it."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
