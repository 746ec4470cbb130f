"""Large messages that a tab keeps, so that the server sends only their hash when they come again.

The tab names what it has with every request; what was not used for some runs is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


@dataclass
class _Kept:
    message: ForwardMsg
    used_at: int


@dataclass
class MessageCache:
    """By hash: a message, and at which run it was used last."""

    most_age: int = 2
    """In runs; the server says how many."""
    _runs: int = 0
    _kept: dict[str, _Kept] = field(default_factory=dict)

    @property
    def hashes(self) -> Iterable[str]:
        """What need not be sent."""
        return self._kept

    def looked_up(self, message: ForwardMsg) -> ForwardMsg:
        """The message itself, also where only its hash came; a hash that nobody knows is a `KeyError`."""
        if message.WhichOneof("type") != "ref_hash":
            if message.metadata.cacheable:
                self._kept[message.hash] = _Kept(message, self._runs)
            return message
        kept = self._kept[message.ref_hash]
        kept.used_at = self._runs
        found = ForwardMsg()
        found.CopyFrom(kept.message)
        found.metadata.CopyFrom(message.metadata)
        return found

    def end_run(self, fragments: list[str]) -> None:
        """Forget what is old; after the run of a fragment, only what is in it."""
        self._runs += 1
        self._kept = {
            name: kept
            for name, kept in self._kept.items()
            if self._runs - kept.used_at <= self.most_age
            or (fragments and kept.message.delta.fragment_id not in fragments)
        }
