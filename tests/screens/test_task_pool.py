"""Who is next, what is kept and what is cancelled, with a clock that is set by hand."""

import threading
from dataclasses import dataclass, field

import numpy as np
import pytest

from digitcore.errors import BadInput
from digitcore.progress import Progress
from pages._shared import task_pool
from pages._shared.task_pool import Busy, TaskPool, Waiter


@dataclass
class Stage:
    """A pool, and what happens around it."""

    now: float = 0.0
    gone: set = field(default_factory=set)
    begun: list = field(default_factory=list)

    def pool(self, **given):
        settings = {"threads": 1, "most_bytes": 10_000} | given
        return TaskPool(is_there=lambda session: session not in self.gone, clock=lambda: self.now, **settings)

    def work(self, name, *, size=1_000, until=None):
        def do(report):
            self.begun.append(name)
            if until is not None:
                until.wait()
            return np.zeros(size, np.uint8)

        return do


@pytest.fixture
def stage():
    return Stage()


def of(name, session=""):
    return Waiter(session=session or f"tab of {name}", visitor=name)


def blocked(stage, pool, *, visitor="blocker"):
    """Work that holds the only thread until the event is set."""
    go, begun = threading.Event(), threading.Event()

    def do(report):
        begun.set()
        go.wait()

    pool.request(f"blocked by {visitor}", do, waiter=of(visitor))
    begun.wait()
    return go


def test_thirty_visitors_with_thirty_seeds_all_see_theirs_with_memory_for_five(stage):
    pool = stage.pool(threads=3, most_bytes=5_000)
    waiting = {number: of(str(number)) for number in range(30)}
    while waiting:
        for number, waiter in list(waiting.items()):
            task = pool.request(number, stage.work(number), waiter=waiter)
            if task.finished.is_set():
                assert len(task.result) == 1_000
                pool.take(number, waiter.session)
                del waiting[number]
        stage.now += 0.4
    assert sorted(stage.begun) == list(range(30))  # none was done twice


def test_a_result_is_kept_until_who_waits_for_it_has_it(stage):
    pool = stage.pool(most_bytes=1_000)
    first = pool.request("first", stage.work("first"), waiter=of("a"))
    first.finished.wait()
    stage.now += 30
    second = pool.request("second", stage.work("second"), waiter=of("b"))
    assert pool.request("first", stage.work("again"), waiter=of("a")) is first
    assert stage.begun == ["first"]
    pool.take("first", of("a").session)
    stage.now += 30
    pool.place("second")
    second.finished.wait()
    assert stage.begun == ["first", "second"]


def test_what_was_just_used_is_kept_and_then_gives_way_to_who_waits(stage):
    pool = stage.pool(most_bytes=1_000)
    pool.request("first", stage.work("first")).finished.wait()
    second = pool.request("second", stage.work("second"))
    for _ in range(4):
        stage.now += 4
        pool.request("first", stage.work("again"))
    assert not second.finished.is_set()
    stage.now += 5  # 21 seconds after it was made, however often it is used
    pool.place("second")
    second.finished.wait()
    assert stage.begun == ["first", "second"]


def test_results_stay_while_there_is_memory(stage):
    pool = stage.pool()
    for number in range(9):
        pool.request(number, stage.work(number)).finished.wait()
    stage.now += 1_000
    for number in range(9):
        pool.request(number, stage.work(number))
    assert stage.begun == list(range(9))


def test_nobodys_second_work_begins_before_everybodys_first(stage):
    pool = stage.pool()
    go = blocked(stage, pool)
    tasks = [
        pool.request(f"{name}{number}", stage.work(f"{name}{number}"), waiter=of(name))
        for name, number in [("a", 1), ("a", 2), ("a", 3), ("b", 1), ("b", 2), ("c", 1)]
    ]
    assert [pool.place(key) for key in ("a1", "b1", "c1", "a2", "b2", "a3")] == [0, 1, 2, 3, 4, 5]
    go.set()
    for task in tasks:
        task.finished.wait()
    assert stage.begun == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_who_joins_a_long_line_brings_the_work_forward(stage):
    pool = stage.pool()
    go = blocked(stage, pool)
    for number in range(4):
        pool.request(number, stage.work(number), waiter=of("a"))
    pool.request("b", stage.work("b"), waiter=of("b"))
    pool.request(3, stage.work(3), waiter=of("c"))
    assert pool.place(3) == 1
    go.set()


def test_one_visitor_never_has_all_threads(stage):
    pool = stage.pool(threads=3)
    go = threading.Event()
    for number in range(3):
        pool.request(number, stage.work(number, until=go), waiter=of("a"))
    pool.request("b", stage.work("b"), waiter=of("b")).finished.wait()
    assert 2 not in stage.begun
    go.set()


def test_more_than_a_visitor_may_have_waiting_is_refused_and_for_others_is_not(stage):
    pool = stage.pool()
    go = blocked(stage, pool)
    for number in range(task_pool.MOST_QUEUED):
        pool.request(number, stage.work(number), waiter=of("a", f"tab {number}"))
    with pytest.raises(Busy, match="you have too much waiting already"):
        pool.request("one more", stage.work("one more"), waiter=of("a"))
    pool.request("b", stage.work("b"), waiter=of("b"))
    go.set()


def test_the_line_of_all_is_bounded_and_moves_on_when_people_leave(stage):
    pool = stage.pool()
    go = blocked(stage, pool)
    for number in range(task_pool.MOST_QUEUED_IN_ALL):
        pool.request(number, stage.work(number), waiter=of(str(number)))
    with pytest.raises(Busy, match="everybody together"):
        pool.request("late", stage.work("late"), waiter=of("late"))
    stage.gone = {of(str(number)).session for number in range(task_pool.MOST_QUEUED_IN_ALL)}
    pool.place(0)
    stage.now += 1
    late = pool.request("late", stage.work("late"), waiter=of("late"))
    go.set()
    late.finished.wait()
    assert stage.begun == ["late"]


def endless(report):
    while True:
        report(Progress("Counting", 0, 10))


@pytest.mark.parametrize("how", ["the tab is closed", "the page is left"])
def test_work_nobody_waits_for_is_cancelled_within_two_seconds(stage, how):
    pool = stage.pool()
    task = pool.request("endless", endless, waiter=of("a"))
    if how == "the tab is closed":
        stage.gone.add(of("a").session)
    else:
        pool.leave(of("a").session)
    while not task.finished.is_set():
        stage.now += 0.01
    assert task.is_cancelled
    assert pool.request("endless", stage.work("again"), waiter=of("b")) is not task


def test_work_goes_on_while_one_of_many_waits(stage):
    pool, go = stage.pool(), threading.Event()
    task = pool.request("shared", stage.work("shared", until=go), waiter=of("a"))
    pool.request("shared", stage.work("shared"), waiter=of("b"))
    stage.gone.add(of("a").session)
    stage.now += 10
    go.set()
    task.finished.wait()
    assert not task.is_cancelled


def test_a_tab_that_stays_on_the_page_keeps_its_work(stage):
    pool = stage.pool()
    go = blocked(stage, pool)
    for key in ("shown", "no longer shown"):
        pool.request(key, stage.work(key), waiter=of("a"))
    pool.leave(of("a").session, staying={"shown"})
    stage.now += 2
    pool.place("shown")
    go.set()
    pool.request("shown", stage.work("shown"), waiter=of("a")).finished.wait()
    assert stage.begun == ["shown"]


def test_work_that_would_take_too_long_is_refused_with_what_would_fit(stage, monkeypatch):
    monkeypatch.setattr(task_pool, "_ESTIMATE_AFTER_SECONDS", 0.01)

    def a_hundredth(report):
        while True:
            report(Progress("Drawing digits", 1, 1_000))

    task = stage.pool().request("long", a_hundredth, most_seconds=1.0)
    task.finished.wait()
    assert isinstance(task.error, BadInput)
    assert "a page may do so for 1 s" in str(task.error)


def test_an_error_is_kept_until_somebody_tries_again(stage):
    def fail(report):
        raise BadInput("It is bad.", "Choose another.")

    pool = stage.pool()
    task = pool.request("bad", fail)
    task.finished.wait()
    assert pool.request("bad", fail) is task
    pool.evict("bad")
    assert pool.request("bad", fail) is not task
