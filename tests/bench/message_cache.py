"""The tab's cache of large messages: the server sends only the hash of a message that the tab has.

The tab lists the cached hashes with every request, and evicts what was not used for some runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


@dataclass
class _Cached:
    message: ForwardMsg
    used_at: int


@dataclass
class MessageCache:
    """Messages by hash, each with the run that used it last."""

    most_age: int = 2
    """In runs; the server sends it."""
    _runs: int = 0
    _cached: dict[str, _Cached] = field(default_factory=dict)

    @property
    def hashes(self) -> Iterable[str]:
        """The hashes of the cached messages."""
        return self._cached

    def resolve(self, message: ForwardMsg) -> ForwardMsg:
        """The message itself, also where only its hash came; an unknown hash is a `KeyError`."""
        if message.WhichOneof("type") != "ref_hash":
            if message.metadata.cacheable:
                self._cached[message.hash] = _Cached(message, self._runs)
            return message
        cached = self._cached[message.ref_hash]
        cached.used_at = self._runs
        full = ForwardMsg()
        full.CopyFrom(cached.message)
        full.metadata.CopyFrom(message.metadata)
        return full

    def end_run(self, fragments: list[str]) -> None:
        """Evict old messages; after the run of a fragment, only that fragment's."""
        self._runs += 1
        self._cached = {
            name: cached
            for name, cached in self._cached.items()
            if self._runs - cached.used_at <= self.most_age
            or (fragments and cached.message.delta.fragment_id not in fragments)
        }
