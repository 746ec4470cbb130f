"""Work that takes longer than a moment: in a thread, shared by all visitors, with progress.

A page asks for a result; while it is not there the page shows how far the work has come and stops. A reload, a
second tab or another visitor joins the same work. The thread never calls Streamlit. Training is
not here: it has a worker process of its own.
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
        except Exception as error:  # noqa: BLE001  the page shows it; a thread has nobody to raise to
            if not isinstance(error, DigitLabError):
                _log.exception("a task failed")
            self.error = error
        finally:
            self.finished.set()

    def _report(self, progress: Progress) -> None:
        self.progress = progress

    def words(self) -> str:
        """What is going on, how far it is, and how long it may still take."""
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
    """The page cannot go on yet and already says why; the frame lets it end here."""


def result_or_stop(key: Hashable, work: Callable[[Report], T], *, is_large: bool = False) -> T:
    """The result of `work`, started once per key; until it is there the page shows progress and ends.

    Fewer results are kept of those that `is_large`, such as whole datasets.
    """
    remembered = _large_task if is_large else _task
    task = remembered(key, work)
    if not _is_done(task, lambda: remembered.clear(key, work), "try_again"):
        raise StillWorking
    return task.result


def result_or_none(key: Hashable, work: Callable[[Report], T]) -> T | None:
    """Like `result_or_stop`, for one of several things on a page: None while progress or a sentence stands in its place."""
    task = _task(key, work)
    is_done = _is_done(task, lambda: _task.clear(key, work), f"try_again_{hash(key)}")
    return task.result if is_done else None


def restart(key: Hashable, work: Callable[[Report], T]) -> None:
    """Let the next look begin the work anew; what is still going on is left alone."""
    if _task(key, work).finished.is_set():
        _task.clear(key, work)


def _is_done(task: BackgroundTask[Any], forget: Callable[[], None], button_key: str) -> bool:
    """Whether the result is there; if not, the page says why."""
    if not task.finished.wait(_A_MOMENT_SECONDS):
        _show_progress(task)
        return False
    if task.error is not None:
        _show_error(task.error, forget, button_key)
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


def _show_error(error: Exception, forget: Callable[[], None], button_key: str) -> None:
    sentence = str(error) if isinstance(error, DigitLabError) else "This failed, and the fault is ours."
    st.error(sentence, icon=":material/error:")
    if not isinstance(error, BadInput):  # what was wrong stays wrong; a network or a disk may come back
        st.button("Try again", key=button_key, icon=":material/refresh:", on_click=forget)


def _count(progress: Progress) -> str:
    if progress.unit == "bytes":
        return f"{progress.done / 1e6:.1f} of {progress.total / 1e6:.1f} MB"
    return f"{progress.done:,} of {progress.total:,} {progress.unit}".strip()
