"""Messages of a browser are bounded before anything reads them: a component's state of 9 MB cost 550 MB and a second of all.

The largest that the pages send is a drawing of five minutes, and `digitcore/data/limits.py` allows that 2 MB. Files do not
come this way.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 3_000_000
_TOO_LARGE = 1009


class MessageLimit:
    """ASGI middleware that closes a websocket which sends more at once."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is small enough."""

        async def receive_bounded() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive" and _size(message) > MOST_BYTES:
                await send({"type": "websocket.close", "code": _TOO_LARGE})
                return {"type": "websocket.disconnect", "code": _TOO_LARGE}
            return message

        await self._app(scope, receive_bounded if scope["type"] == "websocket" else receive, send)


def _size(message: Message) -> int:
    return len(message.get("bytes") or b"") + len(message.get("text") or "")
