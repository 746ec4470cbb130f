"""Uploads are bounded before they are read: so much at once of one tab, of one address, and of everybody.

Streamlit bounds each file alone, takes any number of them at the address of a session, and keeps them in memory until the
session ends; a file that arrives when it has just ended stays for ever.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import Runtime

from digitcore.data import limits
from pages._shared.server import client_address

MOST_OF_SESSION = 3 * limits.UPLOAD_BYTES + limits.MEGABYTE
"""A dataset and another one that takes its place, or the photographs of a class's worksheets: forty of 3.5 MB."""
MOST_OF_ADDRESS = 8 * limits.UPLOAD_BYTES
"""A class that tries the same at once, behind one address; the address that is not known has as much as everybody."""
MOST_IN_ALL = 16 * limits.UPLOAD_BYTES
MOST_FILES = 48
_PATH = re.compile(r".*/_stcore/upload_file/([^/]+)/[^/]+")

_log = logging.getLogger(__name__)


class UploadLimit:
    """ASGI middleware that refuses an upload which is one too many."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._arriving: dict[int, tuple[str, int]] = {}
        """Session and size of each upload that is being read."""
        self._address_of: dict[str, str] = {}
        """Of each session that has uploaded something."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what there is room for."""
        match = _PATH.fullmatch(scope["path"]) if scope.get("method") == "PUT" else None
        if match is None:
            await self._app(scope, receive, send)
            return
        session, size = match[1], Headers(scope=scope).get("content-length", "")
        if not size.isdecimal():
            await PlainTextResponse("How long is it?\n", status_code=411)(scope, receive, send)
            return
        self._note_address(session, scope)
        if (problem := self._problem(session, int(size))) is not None:
            _log.warning("an upload was refused: %s", problem)
            await _let_it_pass(receive)
            await PlainTextResponse(f"{problem}\n", status_code=413)(scope, receive, send)
            return
        key = id(scope)
        self._arriving[key] = (session, int(size))
        try:
            await self._app(scope, receive, send)
        finally:
            del self._arriving[key]
            _free_if_over(session)

    def _note_address(self, session: str, scope: Scope) -> None:
        passed_on = Headers(scope=scope).get("x-forwarded-for", "")
        held = _held()
        arriving = {each for each, _ in self._arriving.values()}
        self._address_of = {
            each: address for each, address in self._address_of.items() if each in held or each in arriving
        }
        self._address_of[session] = client_address.of((scope.get("client") or [""])[0], passed_on)

    def _problem(self, session: str, size: int) -> str | None:
        """Why there is no room for so much more of this session; None where there is."""
        files, used = Counter[str](), Counter[str]()
        for each, sizes in _held().items():
            files[each] += len(sizes)
            used[each] += sum(sizes)
        for each, arriving in self._arriving.values():
            files[each] += 1
            used[each] += arriving
        address = self._address_of[session]
        of_address = sum(used[each] for each, other in self._address_of.items() if other == address)
        most_of_address = MOST_OF_ADDRESS if address else MOST_IN_ALL
        if files[session] >= MOST_FILES or used[session] + size > MOST_OF_SESSION:
            return "this tab has uploaded as much as it may"
        if of_address + size > most_of_address:
            return "this address has uploaded as much as it may"
        if used.total() + size > MOST_IN_ALL:
            return "the server holds as many uploads as it may"
        return None


async def _let_it_pass(receive: Receive) -> None:
    """Read what comes, and keep nothing: a browser that is still sending would not see the answer."""
    while (await receive()).get("more_body"):
        pass


def _held() -> Mapping[str, list[int]]:
    """The sizes of the files that Streamlit holds, by session."""
    storage: Mapping[str, Mapping[str, Any]] = _manager().file_storage
    return {
        session: [len(file.data) for file in list(files.values())] for session, files in list(storage.items())
    }


def _free_if_over(session: str) -> None:
    """Free what came for a session that has ended meanwhile; one that has only lost its connection keeps its files."""
    sessions = getattr(Runtime.instance(), "_session_mgr", None)
    if sessions is not None and sessions.get_session_info(session) is None:
        _manager().remove_session_files(session)


def _manager() -> Any:
    return Runtime.instance().uploaded_file_mgr
