"""`/lab/phone`: a page that tests a phone in five seconds and says what to tell whom; it works where the app does not.

The phones that passed are counted, and nothing is kept about any of them: no address, no id.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import NamedTuple
from urllib.parse import urlsplit

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from digitcore import settings

COUNTED_FOR_SECONDS = 3 * 3600.0
"""A lesson and the break before it."""
MOST_COUNTED = 500
_LONGEST_BODY = 16
_PAGE = (settings.ASSETS / "phone.html").read_bytes()


class Counted(NamedTuple):
    """Phones that were tested lately."""

    passed: int
    failed: int


class PhoneCount:
    """When phones were tested lately, and whether they passed."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._tested: deque[tuple[float, bool]] = deque(maxlen=MOST_COUNTED)

    def add(self, has_passed: bool) -> None:
        """Count one phone."""
        with self._lock:
            self._tested.append((self._clock(), has_passed))

    def lately(self) -> Counted:
        """How many passed and how many did not."""
        since = self._clock() - COUNTED_FOR_SECONDS
        with self._lock:
            results = [has_passed for moment, has_passed in self._tested if moment >= since]
        return Counted(sum(results), len(results) - sum(results))


COUNT = PhoneCount()
"""Of this server's process."""


def phone_route(count: PhoneCount = COUNT) -> Route:
    """The route, below the app's own path where it has one."""
    base = str(st.get_option("server.baseUrlPath")).strip("/")

    async def answer(request: Request) -> Response:
        if request.method != "POST":
            return Response(_PAGE, media_type="text/html", headers={"Cache-Control": "no-store"})
        if urlsplit(request.headers.get("origin", "")).netloc != request.headers.get("host"):
            return Response(status_code=403)
        return Response(status_code=204 if await _count(request, count) else 400)

    return Route(f"{f'/{base}' if base else ''}/lab/phone", answer, methods=["GET", "POST"])


async def _count(request: Request, count: PhoneCount) -> bool:
    """Count what the page says; a body that is none of its two words is refused once it is too long."""
    said = b""
    async for piece in request.stream():
        said += piece
        if len(said) > _LONGEST_BODY:
            return False
    if said not in (b"passed", b"failed"):
        return False
    count.add(said == b"passed")
    return True
