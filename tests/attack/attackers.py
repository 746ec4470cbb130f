"""One attacker of each kind, in a process of its own: `python -m tests.attack.attackers ADDRESS CODE SECONDS`.

Each goes on until the time is over, from an address of its own, as a proxy on this machine would say. What it did in numbers is
printed as JSON at the end.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import secrets
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from tests.bench.socket_client import GaveUpError, Tab

FAILS = (OSError, WebSocketException, GaveUpError, TimeoutError)
SILENT, LINKS, LARGE_BYTES = 1_050, 8, 2_900_000


class Target:
    """A server, a room of it, and when the attack is over."""

    def __init__(self, address: str, code: str, seconds: float) -> None:
        self.address, self.code = address, code
        self.port = urlsplit(address).port or 80
        self._ends = time.monotonic() + seconds
        self.done: Counter[str] = Counter()

    @property
    def is_over(self) -> bool:
        return time.monotonic() > self._ends

    async def go_on(self, act: Callable[[int], Awaitable[object]], *, pause: float = 0.0) -> None:
        """Do it again and again; what the server refuses is no end."""
        for number in itertools.count():
            if self.is_over:
                return
            with suppress(*FAILS):
                await act(number)
            await asyncio.sleep(pause)


async def changes_seeds(target: Target) -> None:
    """Explore with other data each time, and gone before they are there."""

    async def act(number: int) -> None:
        query = f"dataset=synthetic&images=60000&seed={number}"
        tab = await Tab.open(f"{target.address}/explore?{query}", client="10.6.0.1")
        target.done["large datasets asked for and left"] += 1
        await tab.close()

    await target.go_on(act, pause=0.5)


async def holds_connections(target: Target) -> None:
    """Many that say nothing."""
    held: list[asyncio.StreamWriter] = []

    async def act(number: int) -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", target.port, local_addr=("127.0.0.2", 0))
        held.append(writer)
        target.done["silent connections"] += 1
        if number % SILENT == SILENT - 1:
            await asyncio.sleep(5)

    await target.go_on(act)
    for writer in held:
        writer.close()


async def sends_large_messages(target: Target) -> None:
    """As large as a message may be, and one that is larger."""
    address, origin = f"ws://127.0.0.1:{target.port}/_stcore/stream", target.address

    async def act(number: int) -> None:
        async with connect(
            address, origin=origin, subprotocols=["streamlit"], max_size=None, proxy=None,
            additional_headers={"X-Forwarded-For": "10.6.0.3"},
        ) as socket:  # fmt: skip
            await socket.send(state(LARGE_BYTES if number % 2 else 3 * LARGE_BYTES))
            target.done["messages of 2.9 and 8.7 MB"] += 1
            await asyncio.wait_for(socket.recv(), 1)

    await target.go_on(act, pause=0.5)


async def comes_from_elsewhere(target: Target) -> None:
    """Handshakes of another site's page."""

    async def act(number: int) -> None:
        target.done["handshakes with a foreign origin"] += 1
        await connect(
            f"ws://127.0.0.1:{target.port}/_stcore/stream", origin="http://elsewhere.example", proxy=None
        )

    await target.go_on(act, pause=0.1)


async def uploads(target: Target) -> None:
    """To the address of a session, more and more."""
    tab = await Tab.open(f"{target.address}/data", client="10.6.0.5")
    content = multipart(bytes(9_000_000))

    async def act(number: int) -> None:
        status = await asyncio.to_thread(put_file, target.address, tab, content, client="10.6.0.5")
        target.done[f"uploads of 9 MB answered {status}"] += 1

    await target.go_on(act, pause=0.5)
    await tab.close()


async def guesses_codes(target: Target) -> None:
    """A wrong code after the other, each as another visitor."""

    async def act(number: int) -> None:
        wrong = "".join(secrets.choice("ACDEFHJKMNPRTUWXY2346789") for _ in range(6))
        tab = await Tab.open(f"{target.address}/classroom?room={wrong}", client="10.6.0.6")
        target.done["codes guessed"] += 1
        await tab.close()

    await target.go_on(act)


async def takes_seats(target: Target) -> None:
    """One seat after the other, each as another visitor."""

    async def act(number: int) -> None:
        tab = await Tab.open(f"{target.address}/classroom?room={target.code}", client="10.6.0.7")
        tab.press(tab.page.button("Join"))
        await tab.until(lambda page: tab.is_still and page.shows("You are in"), "the seat")
        target.done["seats taken"] += 1
        await tab.close()

    await target.go_on(act)


KINDS = (
    changes_seeds, holds_connections, sends_large_messages, comes_from_elsewhere, uploads, guesses_codes, takes_seats,
)  # fmt: skip


def state(size: int) -> bytes:
    """A message with a widget's state of this many bytes."""
    message = BackMsg()
    message.rerun_script.widget_states.widgets.append(WidgetState(id="x", string_value="x" * size))
    return bytes(message.SerializeToString())


def multipart(content: bytes) -> bytes:
    """A form with one file."""
    head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.npz"\r\n\r\n'
    return head + content + b"\r\n--x--\r\n"


def put_file(address: str, tab: Tab, content: bytes, *, client: str = "") -> int:
    """Upload it to the tab's session; gives the status."""
    request = urllib.request.Request(
        f"{address}/_stcore/upload_file/{tab.session}/{secrets.token_hex(8)}",
        data=content,
        method="PUT",
        headers={
            "Content-Type": "multipart/form-data; boundary=x",
            "X-Xsrftoken": tab.xsrf,
            "Cookie": f"_streamlit_xsrf={tab.xsrf}",
            "Origin": address,
            **({"X-Forwarded-For": client} if client else {}),
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


async def main(address: str, code: str, seconds: float) -> None:
    target = Target(address, code, seconds)
    async with asyncio.timeout(seconds + 60):
        await asyncio.gather(*(kind(target) for kind in KINDS), return_exceptions=True)
    print(json.dumps(target.done))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3])))
