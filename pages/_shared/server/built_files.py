"""Files that are built when they are first asked for: once for everybody who waits, and kept while there is room.

Two threads build. Whoever asks gets a future, so thirty browsers that wait for a file hold up no request for another one.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TypeVar

T = TypeVar("T")

_LEVEL = 1  # weights are close to noise: the highest level takes four times as long for a 300th less
_builders = ThreadPoolExecutor(2, thread_name_prefix="digitlab-files")


@dataclass(frozen=True, eq=False)
class BuiltFile:
    """A file with the name that only its content has."""

    content: bytes
    content_hash: str

    @cached_property
    def compressed(self) -> Future[bytes]:
        """Begun when it is first asked for: an address needs the hash alone. For the thread of the server's loop."""
        return _builders.submit(gzip.compress, self.content, _LEVEL, mtime=0)

    @property
    def memory(self) -> int:
        """Bytes that it takes with its compressed form, which is no longer than itself."""
        return 2 * len(self.content)


class BuiltFiles:
    """The files by their keys; those that were not asked for the longest make room."""

    def __init__(self, room_bytes: int) -> None:
        self._room_bytes = room_bytes
        self._lock = Lock()
        self._files: OrderedDict[Hashable, Future[BuiltFile]] = OrderedDict()
        self._memory: dict[Hashable, int] = {}  # of those that are built
        self._hashes: dict[Hashable, str] = {}  # some bytes each, so they stay when their file goes

    def known_hash(self, key: Hashable) -> str | None:
        """The hash of a file that was built once, kept or not."""
        return self._hashes.get(key)

    def get(self, key: Hashable, build: Callable[[], bytes]) -> Future[BuiltFile]:
        """The file, built now unless it is there or being built. After a failure the next call builds again."""
        with self._lock:
            if key not in self._files:
                self._files[key] = _builders.submit(self._build, key, build)
            self._files.move_to_end(key)
            return self._files[key]

    def _build(self, key: Hashable, build: Callable[[], bytes]) -> BuiltFile:
        try:
            content = build()
        except BaseException:
            with self._lock:
                del self._files[key]
            raise
        file = BuiltFile(content, hashlib.blake2b(content, digest_size=12).hexdigest())
        with self._lock:
            self._hashes[key], self._memory[key] = file.content_hash, file.memory
            self._make_room()
        return file

    def _make_room(self) -> None:
        excess = sum(self._memory.values()) - self._room_bytes
        for key in [key for key in self._files if key in self._memory]:
            if excess <= 0:
                break
            del self._files[key]
            excess -= self._memory.pop(key)


async def result_of(future: Future[T]) -> T:
    """The result, without stopping the loop. A request that is given up does not cancel what others wait for."""
    return await asyncio.shield(asyncio.wrap_future(future))
