"""Work of many visitors on a few threads: who is next, what is kept, what is cancelled.

    pool = TaskPool(threads=3, most_bytes=600_000_000)
    task = pool.request("sum", lambda report: sum(range(10)), waiter=Waiter(session="tab 1", visitor="a"))
    task.finished.wait()
    task.result

Visitors take turns: nobody's second piece of work begins before everybody's first. Work for which nobody waits any more
is cancelled at its next report. A result is kept until the memory is needed, and in any case until whoever waits has it.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, is_dataclass
from typing import Any, Generic, TypeVar

import numpy as np

from digitcore.errors import BadInput, DigitLabError
from digitcore.progress import Progress, Report

T = TypeVar("T")

LEFT_SECONDS = 1.0
"""Work goes on for so long after everybody has left: a connection that was cut may be back by then."""
JUST_USED_SECONDS = 5.0
"""A result that was used within that time is probably on somebody's screen."""
TURN_SECONDS = 20.0
"""While others wait for memory, a result is kept for so long, however often it is used."""
FETCHED_SECONDS = 60.0
"""A result is kept for so long for a tab that waits for it; browsers slow down tabs that nobody looks at."""
MOST_RUNNING, MOST_QUEUED, MOST_QUEUED_IN_ALL = 2, 8, 200
"""Pieces of work: at once and in the queue for one visitor, and in the queue for all."""
_ESTIMATE_AFTER_SECONDS = 1.0
"""Of work, before which its length is not estimated."""
_UNKNOWN_BYTES = 1_000_000
"""An object that is neither numbers nor made of numbers, as a network."""

_log = logging.getLogger(__name__)


class Busy(DigitLabError):
    """More work is waiting already than is accepted."""


class _Cancelled(BaseException):
    """Ends work at its report; no handler of `Exception` in the work may keep it."""


@dataclass(frozen=True)
class Waiter:
    """A tab, and the visitor whose it is."""

    session: str
    visitor: str


class BackgroundTask(Generic[T]):
    """One piece of work; `finished` is set when `result` or `error` is there, or when it was cancelled."""

    def __init__(
        self,
        work: Callable[[Report], T],
        *,
        check: Callable[[], None] = lambda: None,
        most_seconds: float | None = None,
    ) -> None:
        """`check` is called at each report and may end the work; `most_seconds` is the processor time it may take."""
        self.progress: Progress | None = None
        self.result: T
        self.error: Exception | None = None
        self.is_cancelled = False
        self.finished = threading.Event()
        self._work: Callable[[Report], T] | None = work
        self._check, self._most_seconds = check, most_seconds
        self._step, self._step_began, self._used_before = "", time.monotonic(), 0.0

    @classmethod
    def in_thread(cls, work: Callable[[Report], T]) -> BackgroundTask[T]:
        """Work in a thread of its own, begun at once and never cancelled."""
        task = cls(work)
        threading.Thread(target=task.run, daemon=True).start()
        return task

    def run(self) -> None:
        """Do the work, in the thread that calls this."""
        assert self._work is not None
        self._used_before = time.thread_time()
        try:
            self.result = self._work(self._report)
        except _Cancelled:
            self.is_cancelled = True
        except Exception as error:  # noqa: BLE001  the page shows it: nobody catches what a thread raises
            if not isinstance(error, DigitLabError):
                _log.exception("a task failed")
            self.error = error
        finally:
            self._work = None  # it may hold a whole dataset
            self.finished.set()

    def _report(self, progress: Progress) -> None:
        if progress.doing != self._step:
            self._step, self._step_began = progress.doing, time.monotonic()
            self._used_before = time.thread_time()
        self.progress = progress
        self._check()
        self._refuse_long_work(progress)

    def _refuse_long_work(self, progress: Progress) -> None:
        """Processor time, since the work of others may not make this too long."""
        used = time.thread_time() - self._used_before
        if self._most_seconds is None or used < _ESTIMATE_AFTER_SECONDS or not progress.share:
            return
        if (estimate := used / progress.share) > self._most_seconds:
            raise BadInput(
                f"This would keep the server busy for about {estimate:.0f} s, and a page may do so for "
                f"{self._most_seconds:.0f} s.",
                f"Choose less: about {self._most_seconds / estimate:.0%} of it.",
            )

    def words(self) -> str:
        """What the work does now, how far it is, and how long it may still take."""
        progress = self.progress
        if progress is None:
            return "Starting …"
        what = progress.doing + _count(progress)
        elapsed = time.monotonic() - self._step_began
        if progress.share < 0.02 or elapsed < 1:
            return what
        left = elapsed * (1 - progress.share) / progress.share
        return f"{what}, {_roughly(left)} left"


@dataclass(eq=False)
class _Entry:
    """A task with who waits for it, and when it was used."""

    key: Hashable
    task: BackgroundTask[Any]
    waiters: dict[str, str]
    """The visitor of each session."""
    is_for_somebody: bool
    """Whether somebody ever waited: else it is never cancelled."""
    used_at: float
    left_at: float | None = None
    finished_at: float = 0.0
    size_bytes: int = 0


class TaskPool:
    """The tasks of a server."""

    def __init__(
        self,
        *,
        threads: int,
        most_bytes: int,
        most_entries: int = 500,
        is_there: Callable[[str], bool] = lambda session: True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`is_there` says whether a session is still connected."""
        self._threads, self._most_bytes, self._most_entries = threads, most_bytes, most_entries
        self._is_there, self._clock = is_there, clock
        self._lock = threading.RLock()
        self._entries: dict[Hashable, _Entry] = {}
        self._queue: list[_Entry] = []
        self._running: list[_Entry] = []
        self._served: Counter[str] = Counter()

    def request(
        self,
        key: Hashable,
        work: Callable[[Report], T],
        *,
        waiter: Waiter | None = None,
        most_seconds: float | None = None,
    ) -> BackgroundTask[T]:
        """The task with this key, queued if there is none; raises `Busy` where too much is waiting."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                self._refuse_too_much(waiter)
                entry = self._queued(key, work, most_seconds)
            entry.used_at = self._clock()
            if waiter is not None and not entry.task.finished.is_set():
                self._let_in(waiter.visitor)
                entry.waiters[waiter.session] = waiter.visitor
                entry.is_for_somebody, entry.left_at = True, None
            self._go_on()
            return entry.task

    def take(self, key: Hashable, session: str) -> None:
        """Note that this session has the result."""
        with self._lock:
            if entry := self._entries.get(key):
                entry.waiters.pop(session, None)
                entry.used_at = self._clock()

    def leave(self, session: str, *, staying: Collection[Hashable] = ()) -> None:
        """Note that the session waits for nothing but what is `staying`."""
        with self._lock:
            for entry in self._entries.values():
                if entry.key not in staying:
                    entry.waiters.pop(session, None)
            self._go_on()

    def evict(self, key: Hashable) -> None:
        """Forget a result or an error, so that the next request starts the work again; unfinished work goes on."""
        with self._lock:
            if (entry := self._entries.get(key)) and entry.task.finished.is_set():
                del self._entries[key]

    def place(self, key: Hashable) -> int:
        """How many pieces of work begin before this one; 0 also for what has begun. Begins what can begin."""
        with self._lock:
            self._go_on()
            return next((place for place, entry in enumerate(self._in_order()) if entry.key == key), 0)

    def _queued(self, key: Hashable, work: Callable[[Report], T], most_seconds: float | None) -> _Entry:
        entry: _Entry
        task = BackgroundTask(work, check=lambda: self._cancel_if_left(entry), most_seconds=most_seconds)
        entry = _Entry(key, task, {}, is_for_somebody=False, used_at=self._clock())
        self._entries[key] = entry
        self._queue.append(entry)
        return entry

    def _refuse_too_much(self, waiter: Waiter | None) -> None:
        self._drop_left()
        own = sum(waiter.visitor in entry.waiters.values() for entry in self._queue) if waiter else 0
        if own >= MOST_QUEUED or len(self._queue) >= MOST_QUEUED_IN_ALL:
            whose = "you have" if own >= MOST_QUEUED else "everybody together has"
            raise Busy(
                f"This was not begun: {whose} too much waiting already.",
                "Wait a moment, then reload the page.",
            )

    def _go_on(self) -> None:
        self._drop_left()
        self._make_room()
        while len(self._running) < self._threads and self._has_room() and (entry := self._next()):
            self._queue.remove(entry)
            self._running.append(entry)
            self._served.update(set(entry.waiters.values()))
            threading.Thread(target=self._run, args=(entry,), daemon=True).start()

    def _run(self, entry: _Entry) -> None:
        entry.task.run()
        size_bytes = 0 if entry.task.is_cancelled or entry.task.error else bytes_of(entry.task.result)
        with self._lock:
            self._running.remove(entry)
            entry.size_bytes, entry.finished_at = size_bytes, self._clock()
            self._go_on()

    def _in_order(self) -> list[_Entry]:
        """The queue: everybody's first piece of work, then everybody's second; what was begun before counts as well."""
        before = self._served.copy()
        turns = {}
        for entry in self._queue:
            visitors = set(entry.waiters.values())
            turns[id(entry)] = min((before[visitor] for visitor in visitors), default=0)
            before.update(visitors)
        return sorted(self._queue, key=lambda entry: turns[id(entry)])

    def _let_in(self, visitor: str) -> None:
        """Whoever comes into the line begins level with those in it, neither before them nor behind."""
        there = {v for entry in (*self._queue, *self._running) for v in entry.waiters.values()}
        if not there:
            self._served.clear()
        elif visitor not in there:
            self._served[visitor] = max(self._served[visitor], min(self._served[other] for other in there))

    def _next(self) -> _Entry | None:
        running = Counter(visitor for entry in self._running for visitor in set(entry.waiters.values()))
        for entry in self._in_order():
            if min((running[visitor] for visitor in entry.waiters.values()), default=0) < MOST_RUNNING:
                return entry
        return None

    def _drop_left(self) -> None:
        for entry in [entry for entry in self._queue if self._is_left(entry)]:
            self._queue.remove(entry)
            del self._entries[entry.key]
            entry.task.is_cancelled = True
            entry.task.finished.set()

    def _cancel_if_left(self, entry: _Entry) -> None:
        with self._lock:
            if self._is_left(entry):
                self._entries.pop(entry.key, None)
                raise _Cancelled

    def _is_left(self, entry: _Entry) -> bool:
        """Whether all who waited have been away for a while."""
        if not entry.is_for_somebody or any(map(self._is_there, entry.waiters)):
            entry.left_at = None
            return False
        if entry.left_at is None:
            entry.left_at = self._clock()
        return self._clock() - entry.left_at >= LEFT_SECONDS

    def _has_room(self) -> bool:
        sizes = [entry.size_bytes for entry in self._entries.values() if entry.task.finished.is_set()]
        return sum(sizes) < self._most_bytes and len(sizes) < self._most_entries

    def _make_room(self) -> None:
        """Forget what was not used for longest, as far as it is needed and allowed."""
        for entry in sorted(self._entries.values(), key=lambda entry: entry.used_at):
            if self._has_room():
                return
            if self._may_go(entry):
                del self._entries[entry.key]

    def _may_go(self, entry: _Entry) -> bool:
        if not entry.task.finished.is_set() or entry in self._running:
            return False
        now = self._clock()
        if now - entry.finished_at < FETCHED_SECONDS and any(map(self._is_there, entry.waiters)):
            return False
        had_its_turn = bool(self._queue) and now - entry.finished_at >= TURN_SECONDS
        return now - entry.used_at >= JUST_USED_SECONDS or had_its_turn


def bytes_of(value: object) -> int:
    """About how much memory a result takes: its arrays, wherever in it they are.

    >>> bytes_of((np.zeros(1000, np.uint8), {"more": [np.zeros(10)]}))
    1080
    """
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    if isinstance(value, Mapping):
        return sum(map(bytes_of, value.values()))
    if isinstance(value, (list, tuple, set, frozenset)):
        return sum(map(bytes_of, value))
    if is_dataclass(value):
        return (
            sum(map(bytes_of, vars(value).values())) if hasattr(value, "__dict__") else sys.getsizeof(value)
        )
    if value is None or isinstance(value, (str, bytes, int, float, complex, np.generic)):
        return sys.getsizeof(value)
    return _UNKNOWN_BYTES


def _roughly(seconds: float) -> str:
    return f"about {max(1, round(seconds))} s" if seconds < 90 else f"about {round(seconds / 60)} min"


def _count(progress: Progress) -> str:
    if progress.total == 1:
        return " …"
    return f": {progress.done:,} of {progress.total:,} {progress.unit}".rstrip()
