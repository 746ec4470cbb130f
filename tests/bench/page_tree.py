"""What a tab has on screen: the elements of a Streamlit page by their path, as the server's deltas put them there.

Knows blocks, elements, whose fragment they are, and what goes when a run has ended. Left out: everything about looks,
and the connection (`socket_client`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_WORDS = ("body", "label", "value", "text", "message")
"""Fields of elements that are read on screen."""

Path = tuple[int, ...]


@dataclass(frozen=True)
class Node:
    """One element or block."""

    content: Any
    kind: str
    """The element's kind (`markdown`, `button`, …), or `block`."""
    run: str
    fragment: str

    @property
    def id(self) -> str:
        """The widget's id; empty where it is none."""
        return getattr(self.content, "id", "")

    @property
    def words(self) -> str:
        """What can be read in it."""
        if self.kind == "block":
            return ""
        return " ".join(str(getattr(self.content, name)) for name in _WORDS if hasattr(self.content, name))

    @property
    def complaint(self) -> str:
        """What went wrong, as it stands on screen: a sentence in red, or a traceback; empty for all else."""
        if self.kind == "alert" and self.content.format == Alert.ERROR:
            return str(self.content.body)
        return str(self.content.message) if self.kind == "exception" else ""

    @property
    def data(self) -> Any:
        """What a component was given."""
        return json.loads(self.content.json)


class PageTree:
    """All nodes of a page, by path."""

    def __init__(self) -> None:
        self.nodes: dict[Path, Node] = {}
        self._run = ""

    def begin_run(self, run: str) -> None:
        """What comes from now on is put by this run."""
        self._run = run

    def apply(self, message: ForwardMsg) -> Node | None:
        """Take over a delta; gives the new node. A block that is put again keeps what is in it."""
        delta, place = message.delta, tuple(message.metadata.delta_path)
        if delta.WhichOneof("type") == "new_transient":  # a spinner beside what stays
            return None
        if delta.WhichOneof("type") == "add_block":
            node = Node(delta.add_block, "block", self._run, delta.fragment_id)
        else:
            kind = delta.new_element.WhichOneof("type") or ""
            node = Node(getattr(delta.new_element, kind, None), kind, self._run, delta.fragment_id)
        before = self.nodes.get(place)
        if before is not None and before.kind == "block" and node.kind != "block":
            self._drop([place])
        self.nodes[place] = node
        return node

    def end_run(self, run: str, fragments: list[str]) -> None:
        """Drop what the run did not put again: of its fragments, or of the whole page."""
        gone = [
            place
            for place, node in self.nodes.items()
            if node.run != run and (not fragments or node.fragment in fragments)
        ]
        self._drop(gone)

    def of_kind(self, kind: str) -> Iterator[Node]:
        """All elements of one kind, from top to bottom."""
        return (node for _, node in sorted(self.nodes.items(), key=lambda one: one[0]) if node.kind == kind)

    def components(self, name: str) -> Iterator[Node]:
        """All components that were registered under this name, from top to bottom."""
        return (one for one in self.of_kind("bidi_component") if one.content.component_name.endswith(name))

    def component(self, name: str) -> Node | None:
        """The first of them."""
        return next(self.components(name), None)

    def keyed(self, key: str) -> Node | None:
        """The widget with this key."""
        return next((one for one in self.nodes.values() if one.id.endswith(f"-{key}")), None)

    def button(self, label: str) -> Node | None:
        """The button that says this."""
        return next((one for one in self.of_kind("button") if one.content.label == label), None)

    def shows(self, words: str) -> bool:
        """Whether these words can be read somewhere."""
        return any(words in node.words for node in self.nodes.values())

    def _drop(self, gone: list[Path]) -> None:
        """These, and all that lies in them."""
        places = set(gone)
        for place in list(self.nodes):
            if any(place[:length] in places for length in range(1, len(place) + 1)):
                del self.nodes[place]
