"""Connections that say nothing, or too many of one address, are closed by a real server; all others stay."""

import asyncio
from contextlib import asynccontextmanager, suppress

import pytest
import uvicorn

from pages._shared.server import connections
from tests.loops import in_a_thread

REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def answer(scope, receive, send):
    """What any app does; a websocket stays open until its client goes."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            pass
    elif scope["path"] == "/slow":
        await asyncio.sleep(2 * connections.HEADERS_SECONDS)
        await send_ok(send)
    else:
        await send_ok(send)


async def send_ok(send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@asynccontextmanager
async def server():
    connections.bound()
    bare = uvicorn.Server(
        uvicorn.Config(answer, port=0, lifespan="off", ws="websockets-sansio", log_level="error")
    )
    running = asyncio.create_task(bare.serve())
    while not bare.started:
        await asyncio.sleep(0.01)
    try:
        yield bare.servers[0].sockets[0].getsockname()[1]
    finally:
        bare.should_exit = bare.force_exit = True
        await running


async def opened(port, *, address="127.0.0.1"):
    return await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))


async def is_closed(reader):
    """Comes back once it is."""
    with suppress(ConnectionError):
        while await reader.read(1000):
            pass
    return True


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(connections, "HEADERS_SECONDS", 1.0)


def test_a_connection_without_a_request_is_closed(short):
    async def act():
        async with server() as port:
            silent, _ = await opened(port)
            letters, writer = await opened(port)
            writer.write(REQUEST[:20])
            after_an_answer, again = await opened(port)
            again.write(REQUEST)
            assert (await after_an_answer.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
            again.write(REQUEST[:20])
            return [await is_closed(reader) for reader in (silent, letters, after_an_answer)]

    assert in_a_thread(act()) == [True, True, True]


def test_who_waits_for_an_answer_or_has_a_websocket_is_left_alone(short):
    async def act():
        async with server() as port:
            reader, writer = await opened(port)
            writer.write(REQUEST.replace(b"/ ", b"/slow "))
            socket, upgrade = await opened(port)
            upgrade.write(
                REQUEST[:-2] + b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            )
            first = await socket.readuntil(b"\r\n\r\n")
            slow = await reader.readuntil(b"ok")  # by then the websocket was silent for as long
            return first, slow, socket.at_eof()

    first, slow, is_over = in_a_thread(act())
    assert first.startswith(b"HTTP/1.1 101")
    assert slow.startswith(b"HTTP/1.1 200")
    assert not is_over


def test_one_address_has_so_many_connections_and_another_one_too(monkeypatch):
    monkeypatch.setattr(connections, "MOST", 3)

    async def act():
        async with server() as port:
            held = [await opened(port, address="127.0.0.2") for _ in range(4)]
            assert await is_closed(held[3][0])
            other, writer = await opened(port, address="127.0.0.3")
            here = [await opened(port) for _ in range(9)]  # of this machine are those of a proxy
            for _, each in [*held[:3], *here]:
                each.write(REQUEST)
            writer.write(REQUEST)
            answers = [await reader.readuntil(b"ok") for reader, _ in [*held[:3], *here]]
            return [*answers, await other.readuntil(b"ok")]

    assert len(in_a_thread(act())) == 13


def test_where_uvicorn_has_changed_it_is_said_and_nothing_else(monkeypatch, caplog):
    class Changed:
        """A protocol of a later version."""

    monkeypatch.setattr("uvicorn.protocols.http.auto.AutoHTTPProtocol", Changed)
    connections.bound()
    assert "connections are not bounded" in caplog.text
