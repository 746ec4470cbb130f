"""A tab without a browser: speaks Streamlit's websocket protocol, since thirty browsers do not fit on two cores.

It sends cookies, requests runs of the page or of a fragment, holds the values of widgets and components, runs fragments
again at their interval, and notes errors. `page_tree` has what is on screen, `message_cache` the cached messages, `hand`
draws. Left out: forms, uploads, and how the page looks.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.bench.message_cache import MessageCache
from tests.bench.page_tree import Node, PageTree

PATIENCE_SECONDS = 60.0
"""What has not come by then never comes."""
_FINISHED = ForwardMsg.ScriptFinishedStatus
_WHOLE_RUNS = (_FINISHED.FINISHED_SUCCESSFULLY, _FINISHED.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class GaveUpError(Exception):
    """A wait came to nothing."""


class Tab:
    """A visitor's tab at an address; made by `Tab.open`."""

    def __init__(self, socket: ClientConnection, address: str, visitor: str) -> None:
        self.visitor, self.page = visitor, PageTree()
        self.errors: list[str] = []
        self.traffic_bytes = 0
        """What has come and gone through the connection."""
        self.is_running = False
        """Whether a run of the page or of a fragment has begun and not ended."""
        self.runs = 0
        """How many runs of the page or of a fragment have ended."""
        self.on_component: dict[str, Callable[[Node], None]] = {}
        """By a component's name: called when the server has put it on screen again."""
        self._socket, self._url = socket, address
        parts = urlsplit(address)
        self.query = parts.query
        """The part of its address after the question mark."""
        self._page_name, self._page_hash = parts.path.strip("/"), ""
        self._pages: dict[str, str] = {}
        self._states: dict[str, WidgetState] = {}
        self._cache = MessageCache()
        self._again: dict[str, tuple[float, asyncio.Task[None]]] = {}
        self._has_timers = True
        self._waits_for_run = False
        self._batch: tuple[str, list[WidgetState]] | None = None
        self._changed = asyncio.Event()
        self._outgoing: asyncio.Queue[bytes] = asyncio.Queue()
        self.xsrf = ""
        """The token that goes with uploads."""
        self.session = ""
        """What the server calls it."""
        self._working = [asyncio.create_task(self._read()), asyncio.create_task(self._write())]

    @classmethod
    async def open(
        cls,
        address: str,
        *,
        visitor: str = "",
        screen: str = "wide",
        client: str = "",
        has_timers: bool = True,
    ) -> Tab:
        """Open an address (`http://…/draw?look=why`) as this visitor, or as a new one, and wait until the page is there.

        `client` is the address that a proxy on this machine would say the visitor comes from. Without timers, no part of the
        page runs again unless the server or a press has it run.
        """
        visitor = visitor or secrets.token_hex(16)
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        xsrf = await asyncio.to_thread(_xsrf_cookie, origin)
        cookies = f"_streamlit_xsrf={xsrf}; digitlab_visitor={visitor}; digitlab_screen={screen}"
        socket = await connect(
            f"ws://{parts.netloc}/_stcore/stream",
            origin=origin,  # type: ignore[arg-type]
            subprotocols=["streamlit", xsrf],  # type: ignore[list-item]
            additional_headers={"Cookie": cookies} | ({"X-Forwarded-For": client} if client else {}),
            max_size=None,
            compression=None,
            proxy=None,
        )
        tab = cls(socket, address, visitor)
        tab.xsrf, tab._has_timers = xsrf, has_timers
        tab.rerun()
        await tab.until(lambda page: tab.is_still)
        return tab

    async def close(self) -> None:
        """Close the tab."""
        self._stop_all()
        for task in self._working:
            task.cancel()
        await self._socket.close()

    @property
    def is_still(self) -> bool:
        """Whether the last requested run of the page has ended."""
        return not self._waits_for_run and self.runs > 0

    async def until(self, holds: Callable[[PageTree], object], what: str = "the page") -> None:
        """Wait until this holds for the page."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not holds(self.page):
                    self._changed.clear()
                    if self._working[0].done():
                        raise GaveUpError(f"{what} did not come: the connection is closed")
                    await self._changed.wait()
        except TimeoutError:
            errors = "; ".join(self.errors) or "no error"
            raise GaveUpError(f"{what} did not come in {PATIENCE_SECONDS:.0f} s ({errors})") from None

    async def go(self, page: str) -> None:
        """Choose another page in the sidebar, by its name in the address."""
        self._page_hash, self.query = self._pages[page], ""
        self.rerun()
        await self.until(lambda _: self.is_still, f"the page {page!r}")

    def press(self, button: Node | None) -> None:
        """Press a button."""
        assert button is not None, "there is no such button"
        self._send(button.fragment, WidgetState(id=button.id, trigger_value=True))

    def put(self, widget: Node | None, **value: Any) -> None:
        """Change a widget: `string_value="…"` or whatever its kind sends."""
        assert widget is not None, "there is no such widget"
        state = WidgetState(id=widget.id)
        for name, given in value.items():
            if name.endswith("_array_value"):
                getattr(state, name).data.extend(given)
            else:
                setattr(state, name, given)
        self._states[widget.id] = state
        self._send(widget.fragment)

    def put_state(self, component: Node, **values: Any) -> None:
        """Does what a component's `setStateValue` does."""
        known = self._states.get(component.id)
        state = json.loads(known.json_value) if known else {}
        self._states[component.id] = WidgetState(id=component.id, json_value=json.dumps(state | values))
        self._send(component.fragment)

    def trigger(self, component: Node, event: str, value: Any) -> None:
        """Does what a component's `setTriggerValue` does."""
        sent = json.dumps([{"event": event, "value": value}])
        name = f"$$STREAMLIT_INTERNAL_KEY_{component.id}__events"
        self._send(component.fragment, WidgetState(id=name, json_trigger_value=sent))

    def rerun(self) -> None:
        """Run the whole page."""
        self._send("")

    def _send(self, fragment: str, *triggers: WidgetState, is_auto: bool = False) -> None:
        """As in a browser, all that is sent in one moment is one request, for the first fragment that sends."""
        self._waits_for_run = self._waits_for_run or not fragment
        if is_auto or not fragment:
            self._send_now(fragment, triggers, is_auto=is_auto)
            return
        if self._batch is None:
            self._batch = (fragment, [])
            asyncio.get_running_loop().call_soon(self._send_batch)
        self._batch[1].extend(triggers)

    def _send_batch(self) -> None:
        assert self._batch is not None
        (fragment, triggers), self._batch = self._batch, None
        self._send_now(fragment, triggers)

    def _send_now(self, fragment: str, triggers: Sequence[WidgetState], *, is_auto: bool = False) -> None:
        message = BackMsg()
        request = message.rerun_script
        request.query_string, request.fragment_id, request.is_auto_rerun = self.query, fragment, is_auto
        if self._page_hash:
            request.page_script_hash = self._page_hash
        else:
            request.page_name = self._page_name
        request.context_info.url = self._url
        request.widget_states.widgets.extend([*self._states.values(), *triggers])
        request.cached_message_hashes.extend(self._cache.hashes)
        self._outgoing.put_nowait(message.SerializeToString())

    async def _write(self) -> None:
        with suppress(ConnectionClosed):  # the reader notes it
            while True:
                data = await self._outgoing.get()
                self.traffic_bytes += len(data)
                await self._socket.send(data)

    async def _read(self) -> None:
        try:
            async for data in self._socket:
                assert isinstance(data, bytes)
                self.traffic_bytes += len(data)
                self._take(self._cache.resolve(ForwardMsg.FromString(data)))
                self._changed.set()
            self.errors.append("the server closed the connection")
        except ConnectionClosed as closed:
            self.errors.append(f"the connection broke: {closed}")
        finally:
            self._changed.set()

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "delta":
            self._show(message)
        elif kind == "new_session":
            self._begin_run(message)
        elif kind == "script_finished":
            self._end_run(message)
        elif kind == "auto_rerun" and self._has_timers:
            self._run_again(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                self._stop(fragment)
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
            self._pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "session_event":
            self.errors.append(f"the script does not compile: {message.session_event}")

    def _show(self, message: ForwardMsg) -> None:
        node = self.page.apply(message)
        if node is None:
            return
        if node.error:
            self.errors.append(node.error)
        if node.kind == "bidi_component" and node.content.component_name in self.on_component:
            self.on_component[node.content.component_name](node)

    def _begin_run(self, message: ForwardMsg) -> None:
        self.is_running = True
        self.session = message.new_session.initialize.session_id
        self.page.begin_run(message.metadata.run.script_run_id)
        self._cache.most_age = message.new_session.config.max_cached_message_age
        if not message.metadata.run.fragment_ids:
            self._stop_all()
            self._waits_for_run = True

    def _end_run(self, message: ForwardMsg) -> None:
        self.is_running = False
        if message.script_finished not in _WHOLE_RUNS:
            return
        run, fragments = message.metadata.run.script_run_id, list(message.metadata.run.fragment_ids)
        self.page.end_run(run, fragments)
        shown = {node.id for node in self.page.nodes.values()}
        self._states = {name: state for name, state in self._states.items() if name in shown}
        self._cache.end_run(fragments)
        self.runs += 1
        if not fragments:
            self._waits_for_run = False

    def _run_again(self, fragment: str, seconds: float) -> None:
        if fragment in self._again and self._again[fragment][0] == seconds:
            return
        self._stop(fragment)
        self._again[fragment] = (seconds, asyncio.create_task(self._each(fragment, seconds)))

    async def _each(self, fragment: str, seconds: float) -> None:
        while True:
            await asyncio.sleep(seconds)
            self._send(fragment, is_auto=True)

    def _stop(self, fragment: str) -> None:
        if fragment in self._again:
            self._again.pop(fragment)[1].cancel()

    def _stop_all(self) -> None:
        for fragment in list(self._again):
            self._stop(fragment)


def _xsrf_cookie(origin: str) -> str:
    """The token that the server wants back, as a browser receives it with the page."""
    with urllib.request.urlopen(f"{origin}/_stcore/health", timeout=PATIENCE_SECONDS) as answer:
        cookies = answer.headers.get_all("Set-Cookie") or []
    tokens = [
        cookie.partition(";")[0].partition("=")[2]
        for cookie in cookies
        if cookie.startswith("_streamlit_xsrf=")
    ]
    return tokens[0] if tokens else "none"
