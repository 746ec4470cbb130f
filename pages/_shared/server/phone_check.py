"""`/lab/phone`: a page that tests a phone in five seconds and says what to tell whom; it works where the app does not.

The phones that passed are counted, and nothing is kept about any of them: no address, no id.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable
from string import Template
from time import monotonic
from typing import NamedTuple
from urllib.parse import urlsplit

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from digitcore import languages, settings
from digitcore.languages import LANGUAGES
from digitcore.languages import gettext as _

COUNTED_FOR_SECONDS = 3 * 3600.0
"""A lesson and the break before it."""
MOST_COUNTED = 500
_LONGEST_BODY = 16
LANGUAGE_COOKIE = "digitlab_language"
_PAGE = Template((settings.ASSETS / "phone.html").read_text(encoding="utf-8"))


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
            page = _page(_language_of(request))
            return Response(page, media_type="text/html", headers={"Cache-Control": "no-store"})
        if urlsplit(request.headers.get("origin", "")).netloc != request.headers.get("host"):
            return Response(status_code=403)
        return Response(status_code=204 if await _count(request, count) else 400)

    return Route(f"{f'/{base}' if base else ''}/lab/phone", answer, methods=["GET", "POST"])


def _language_of(request: Request) -> str:
    """What was chosen on the page, or in the app, or else the browser's."""
    chosen = request.query_params.get("language") or request.cookies.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in LANGUAGES else languages.best(request.headers.get("accept-language", ""))


def _page(language: str) -> str:
    choices = "".join(f'<a href="?language={code}">{each.name}</a>' for code, each in LANGUAGES.items())
    with languages.speaking(language):
        return _PAGE.substitute(
            language=language,
            languages=choices,
            title=_("Is this phone ready?"),
            reach=_("It reaches the server"),
            socket=_("The network lets the app talk (WebSocket)"),
            canvas=_("One can draw"),
            reader=_("The reader runs (WebAssembly)"),
            wait=_("Five seconds …"),
            code=_("Type the code of your class"),
            noscript=_(
                "This browser runs no scripts, so it cannot draw here. Take another browser, or tell your teacher."
            ),
            says=json.dumps(_verdicts()),
        )


def _verdicts() -> dict[str, str]:
    """By what failed first."""
    return {
        "ready": _("This phone is ready. There is nothing to do."),
        "reach": _(
            "This phone lost the server. Is it in the same network as the teacher's computer? Tell your teacher."
        ),
        "socket": _(
            "This network blocks the connection that the app needs. "
            "Tell who runs the network: allow WebSocket to {host}."
        ),
        "canvas": _("One cannot draw in this browser. Update it or take another one, and tell your teacher."),
        "reader": _("This browser is too old. Update it or take another one, and tell your teacher."),
    }


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
