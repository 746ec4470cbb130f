"""What a tab shows: the elements of a Streamlit page by their path, as the server's deltas put them there.

It knows blocks, elements, their fragments, and what the end of a run removes; nothing of the connection (`socket_client`)
or of how the page looks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_WORDS = ("body", "label", "value", "text", "message")
"""Fields of elements that hold visible text."""

Path = tuple[int, ...]


@dataclass(frozen=True)
class Node:
    """An element or a block."""

    content: Any
    kind: str
    """The element's kind (`markdown`, `button`, …), or `block`."""
    run: str
    fragment: str

    @property
    def id(self) -> str:
        """The widget's id; empty for other elements."""
        return getattr(self.content, "id", "")

    @property
    def words(self) -> str:
        """Its visible text."""
        if self.kind == "block":
            return ""
        return " ".join(str(getattr(self.content, name)) for name in _WORDS if hasattr(self.content, name))

    @property
    def error(self) -> str:
        """The sentence of an error, or a traceback; empty for all else."""
        if self.kind == "alert" and self.content.format == Alert.ERROR:
            return str(self.content.body)
        return str(self.content.message) if self.kind == "exception" else ""

    @property
    def data(self) -> Any:
        """The data of a component."""
        return json.loads(self.content.json)


class PageTree:
    """All nodes of a page, by path."""

    def __init__(self) -> None:
        self.nodes: dict[Path, Node] = {}
        self._run = ""

    def begin_run(self, run: str) -> None:
        """Deltas from now on belong to this run."""
        self._run = run

    def apply(self, message: ForwardMsg) -> Node | None:
        """Apply a delta; gives the new node. A block that is put again keeps its children."""
        delta, place = message.delta, tuple(message.metadata.delta_path)
        if delta.WhichOneof("type") == "new_transient":  # a spinner, beside what it will replace
            return None
        if delta.WhichOneof("type") == "add_block":
            node = Node(delta.add_block, "block", self._run, delta.fragment_id)
        else:
            kind = delta.new_element.WhichOneof("type") or ""
            node = Node(getattr(delta.new_element, kind, None), kind, self._run, delta.fragment_id)
        before = self.nodes.get(place)
        if before is not None and before.kind == "block" and node.kind != "block":
            self._remove([place])
        self.nodes[place] = node
        return node

    def end_run(self, run: str, fragments: list[str]) -> None:
        """Remove what the run did not put again, in its fragments or on the whole page."""
        stale = [
            place
            for place, node in self.nodes.items()
            if node.run != run and (not fragments or node.fragment in fragments)
        ]
        self._remove(stale)

    def of_kind(self, kind: str) -> Iterator[Node]:
        """All elements of one kind, from top to bottom."""
        return (
            node for _, node in sorted(self.nodes.items(), key=lambda entry: entry[0]) if node.kind == kind
        )

    def components(self, name: str) -> Iterator[Node]:
        """All components that were registered under this name, from top to bottom."""
        return (node for node in self.of_kind("bidi_component") if node.content.component_name.endswith(name))

    def component(self, name: str) -> Node | None:
        """The first component with this name."""
        return next(self.components(name), None)

    def keyed(self, key: str) -> Node | None:
        """The widget with this key."""
        return next((node for node in self.nodes.values() if node.id.endswith(f"-{key}")), None)

    def button(self, label: str) -> Node | None:
        """The button with this label."""
        return next((node for node in self.of_kind("button") if node.content.label == label), None)

    def shows(self, words: str) -> bool:
        """Whether this text is visible anywhere."""
        return any(words in node.words for node in self.nodes.values())

    def _remove(self, stale: list[Path]) -> None:
        """These nodes and all their children."""
        places = set(stale)
        for place in list(self.nodes):
            if any(place[:length] in places for length in range(1, len(place) + 1)):
                del self.nodes[place]
