"""Work that takes longer than a moment: in a thread, shared by all visitors, with progress.

A page requests a result; until it is there, the page shows the progress and ends. A reload, a second tab or another
visitor joins the same work: a rerun must not start it again. The thread never calls Streamlit. Trainings run in worker
processes, not here.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

import streamlit as st

from digitcore.errors import BadInput, DigitLabError
from digitcore.progress import Progress, Report
from pages._shared.components import polling
from pages._shared.controls import state

T = TypeVar("T")
_A_MOMENT_SECONDS = 0.4
"""How long a page waits before it shows progress: most work is done by then."""
_log = logging.getLogger(__name__)


class BackgroundTask(Generic[T]):
    """One piece of work in a thread; `finished` is set when `result` or `error` is there."""

    def __init__(self, work: Callable[[Report], T]) -> None:
        self.progress: Progress | None = None
        self.result: T
        self.error: Exception | None = None
        self.finished = threading.Event()
        self._began = time.monotonic()
        threading.Thread(target=self._run, args=(work,), daemon=True).start()

    def _run(self, work: Callable[[Report], T]) -> None:
        try:
            self.result = work(self._report)
        except Exception as error:  # noqa: BLE001  the page shows it: nobody catches what a thread raises
            if not isinstance(error, DigitLabError):
                _log.exception("a task failed")
            self.error = error
        finally:
            self.finished.set()

    def _report(self, progress: Progress) -> None:
        self.progress = progress

    def words(self) -> str:
        """What the work does now, how far it is, and how long it may still take."""
        progress = self.progress
        if progress is None:
            return "Starting …"
        counts = _count(progress)
        elapsed = time.monotonic() - self._began
        if progress.share < 0.02 or elapsed < 1:
            return f"{progress.doing}: {counts}"
        left = elapsed * (1 - progress.share) / progress.share
        return f"{progress.doing}: {counts}, about {max(1, round(left))} s left"


class StillWorking(Exception):
    """Ends a page whose result is not there yet; the page already shows the progress."""


def result_or_stop(key: Hashable, work: Callable[[Report], T], *, is_large: bool = False) -> T:
    """The result of `work`, started once per key; until it is there, the page shows progress and ends.

    Large results, such as whole datasets, have a smaller cache of their own.
    """
    cache = _large_task if is_large else _task
    task = cache(key, work)
    if not _is_done(task, lambda: cache.clear(key, work), "try_again"):
        raise StillWorking
    return task.result


def result_or_none(key: Hashable, work: Callable[[Report], T]) -> T | None:
    """Like `result_or_stop`, but the page goes on: None while progress or a sentence stands in the result's place."""
    task = _task(key, work)
    is_done = _is_done(task, lambda: _task.clear(key, work), f"try_again_{hash(key)}")
    return task.result if is_done else None


def restart(key: Hashable, work: Callable[[Report], T]) -> None:
    """Evict a result, so that the next request starts the work again; work in progress goes on."""
    if _task(key, work).finished.is_set():
        _task.clear(key, work)


def _is_done(task: BackgroundTask[Any], evict: Callable[[], None], button_key: str) -> bool:
    """Whether the result is there; if not, the page says why."""
    if not task.finished.wait(_A_MOMENT_SECONDS):
        _show_progress(task)
        return False
    if task.error is not None:
        _show_error(task.error, evict, button_key)
        return False
    return True


@st.cache_resource(max_entries=24, show_spinner=False)
def _task(key: Hashable, _work: Callable[[Report], T]) -> BackgroundTask[T]:
    return BackgroundTask(_work)


@st.cache_resource(max_entries=5, show_spinner=False)
def _large_task(key: Hashable, _work: Callable[[Report], T]) -> BackgroundTask[T]:
    return BackgroundTask(_work)


@polling.every(0.4)
def _show_progress(task: BackgroundTask[Any]) -> None:
    if task.finished.is_set():
        state.run_again()
    share = task.progress.share if task.progress else 0.0
    st.progress(share, text=task.words())


def _show_error(error: Exception, evict: Callable[[], None], button_key: str) -> None:
    sentence = str(error) if isinstance(error, DigitLabError) else "This failed, and the fault is ours."
    st.error(sentence, icon=":material/error:")
    if not isinstance(error, BadInput):  # bad input stays bad; a network or a disk may come back
        st.button("Try again", key=button_key, icon=":material/refresh:", on_click=evict)


def _count(progress: Progress) -> str:
    if progress.unit == "bytes":
        return f"{progress.done / 1e6:.1f} of {progress.total / 1e6:.1f} MB"
    return f"{progress.done:,} of {progress.total:,} {progress.unit}".strip()
