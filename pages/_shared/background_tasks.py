"""Work that takes longer than a moment: in the background, shared by all visitors, with progress.

A page requests a result; until it is there, the page shows the progress and ends. A reload, a second tab or another
visitor joins the same work: a rerun must not start it again. The work never calls Streamlit. Trainings run in worker
processes, not here. Who is next, what is kept and what is cancelled: `task_pool`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from digitcore.errors import BadInput, DigitLabError
from digitcore.languages import gettext as _
from digitcore.progress import Report
from pages._shared.components import polling
from pages._shared.controls import session, state, visitor
from pages._shared.task_pool import BackgroundTask, TaskPool, Waiter

T = TypeVar("T")
_A_MOMENT_SECONDS = 0.4
"""How long a page waits before it shows progress: most work is done by then."""
_THREADS = 3
"""One may wait for a download, and one for TensorFlow; more would share one interpreter with all pages."""
_MOST_BYTES = 600_000_000
"""All results together: MNIST is 55 MB, spoiled or not, and the largest synthetic dataset 110 MB."""


@dataclass
class _Requests:
    """What this tab has requested since its run of the page began."""

    keys: set[Hashable] = field(default_factory=set)


class StillWorking(Exception):
    """Ends a page whose result is not there yet; the page already shows the progress."""


def begin_run() -> None:
    """Called by the frame before the page."""
    session.remembered(_Requests).keys.clear()


def end_run() -> None:
    """Called by the frame when a run came to its end: what this tab no longer shows, it no longer waits for."""
    _pool().leave(_session(), staying=session.remembered(_Requests).keys)


def result_or_stop(key: Hashable, work: Callable[[Report], T], *, most_seconds: float | None = None) -> T:
    """The result of `work`, started once per key; until it is there, the page shows progress and ends.

    `most_seconds` refuses work that would take the processor for longer.
    """
    task = _task(key, work, most_seconds)
    if not _is_done(key, task, "try_again"):
        raise StillWorking
    return task.result


def result_or_none(key: Hashable, work: Callable[[Report], T]) -> T | None:
    """Like `result_or_stop`, but the page goes on: None while progress or a sentence stands in the result's place."""
    task = _task(key, work)
    return task.result if _is_done(key, task, f"try_again_{hash(key)}") else None


def restart(key: Hashable) -> None:
    """Evict a result, so that the next request starts the work again; work in progress goes on."""
    _pool().evict(key)


def _task(key: Hashable, work: Callable[[Report], T], most_seconds: float | None = None) -> BackgroundTask[T]:
    session.remembered(_Requests).keys.add(key)
    waiter = Waiter(_session(), visitor.current())
    return _pool().request(key, work, waiter=waiter, most_seconds=most_seconds)


def _is_done(key: Hashable, task: BackgroundTask[Any], button_key: str) -> bool:
    """Whether the result is there; if not, the page says why."""
    # Cancelled as the tab is gone: nobody sees it.
    if not task.finished.wait(_A_MOMENT_SECONDS) or task.is_cancelled:
        show = _show_line if _pool().place(key) else _show_progress
        show(key, task)
        return False
    _pool().take(key, _session())
    if task.error is not None:
        _show_error(task.error, key, button_key)
        return False
    return True


@st.cache_resource(show_spinner=False)
def _pool() -> TaskPool:
    return TaskPool(threads=_THREADS, most_bytes=_MOST_BYTES, is_there=_is_connected)


def _session() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""


def _is_connected(session_id: str) -> bool:
    """Whether the tab of a session is open; without a server, as in tests, it always is."""
    return not st.runtime.exists() or st.runtime.get_instance().is_active_session(session_id)


@polling.every(2.0)
def _show_line(key: Hashable, task: BackgroundTask[Any]) -> None:
    """Of thirty who wait, polls as frequent as for work that goes on would take the interpreter from the work."""
    _progress(key, task)


@polling.every(0.4)
def _show_progress(key: Hashable, task: BackgroundTask[Any]) -> None:
    _progress(key, task)


def _progress(key: Hashable, task: BackgroundTask[Any]) -> None:
    before = _pool().place(key)
    if task.finished.is_set():
        state.run_again()
    share = task.progress.share if task.progress else 0.0
    st.progress(
        share, text=_("Waiting in line: {count} before this", count=before) if before else task.words()
    )


def _show_error(error: Exception, key: Hashable, button_key: str) -> None:
    sentence = str(error) if isinstance(error, DigitLabError) else _("This failed, and the fault is ours.")
    st.error(sentence, icon=":material/error:")
    if not isinstance(error, BadInput):  # bad input stays bad; a disk may come back
        st.button(_("Try again"), key=button_key, icon=":material/refresh:", on_click=restart, args=(key,))
