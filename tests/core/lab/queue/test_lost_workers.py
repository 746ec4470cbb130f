"""A run is given up when its worker is gone, and for nothing else: not for a clock, nor for a database that is held."""

import datetime as dt
import threading

import pytest

from digitcore.errors import StorageProblem
from digitcore.lab.queue import claims, lost_workers
from digitcore.lab.queue.lost_workers import DOUBT_SECONDS, SILENT_SECONDS, HeartbeatMonitor
from digitcore.lab.runs import runs
from digitcore.lab.store import schema
from tests.core.lab.store.test_store import HOLD
from tests.core.memories import ADA, BEN, ask, begun, program, store_in, wait_until

HOUR = dt.timedelta(hours=1)


class Clock:
    """One that goes only when it is told to."""

    def __init__(self):
        self.moment = 0.0

    def __call__(self):
        return self.moment


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def monitor(store, clock):
    return HeartbeatMonitor(store, clock=clock)


def put_clock(monkeypatch, by):
    now = schema.now
    monkeypatch.setattr(schema, "now", lambda: now() + by)


def state(store, run):
    return runs.get(store, run).state


@pytest.mark.fault(
    "the clock jumps an hour ahead", "a training that is well goes on; one that is lost is told"
)
def test_a_clock_put_forward_takes_no_run_from_a_worker_that_lives(store, run, monitor, clock, monkeypatch):
    claim = begun(store, run)
    assert monitor.mark_lost() == 0
    put_clock(monkeypatch, HOUR)
    assert (monitor.mark_lost(), monitor.is_undecided) == (0, True)
    for _ in range(20):
        clock.moment += DOUBT_SECONDS - 1
        claims.send_heartbeats(store, [claim], begun=True)
        assert monitor.mark_lost() == 0
    clock.moment += SILENT_SECONDS
    assert monitor.mark_lost() == 1
    assert runs.get(store, run).reason == lost_workers.LOST


@pytest.mark.fault(
    "the clock jumps an hour back", "a run whose worker is gone is told so in seconds, not in an hour"
)
def test_a_clock_put_back_hides_no_orphan(store, run, monitor, clock, monkeypatch):
    begun(store, run)
    put_clock(monkeypatch, -HOUR)
    assert monitor.mark_lost() == 0
    clock.moment += SILENT_SECONDS - 1
    assert (monitor.mark_lost(), state(store, run)) == (0, "running")
    clock.moment += 1
    assert (monitor.mark_lost(), state(store, run)) == (1, "interrupted")


def test_after_a_restart_an_old_sign_is_enough_with_a_few_seconds(store, run, monitor, clock, monkeypatch):
    begun(store, run)
    put_clock(monkeypatch, HOUR)
    assert monitor.mark_lost() == 0
    clock.moment += DOUBT_SECONDS
    assert monitor.mark_lost() == 1
    assert monitor.mark_lost() == 0


def test_servers_whose_clocks_differ_leave_each_others_runs_alone(store, monitor, clock, monkeypatch):
    """Another server's worker gives signs by its own clock, an hour behind ours."""
    run = ask(store, BEN)
    claim = begun(store, run.id)
    now = schema.now
    for _ in range(30):
        monkeypatch.setattr(schema, "now", lambda: now() - HOUR)
        claims.send_heartbeats(store, [claim], begun=True)
        monkeypatch.setattr(schema, "now", now)
        assert monitor.mark_lost() == 0
        clock.moment += 1
    assert state(store, run.id) == "running"


def test_who_looks_once_waits_only_where_there_is_a_doubt(store, run, monkeypatch):
    begun(store, run)
    monkeypatch.setattr(lost_workers, "sleep", lambda _: pytest.fail("nothing looked old"))
    assert lost_workers.mark_lost_runs(store) == 0
    waited = []
    monkeypatch.setattr(lost_workers, "sleep", waited.append)
    put_clock(monkeypatch, HOUR)
    assert lost_workers.mark_lost_runs(store, doubt_seconds=0.0) == 1
    assert waited in ([], [0.0])


@pytest.mark.fault(
    "the database is held for long", "the training that could give no sign meanwhile is not given up"
)
def test_while_nobody_can_write_nobody_is_lost(tmp_path, clock, monkeypatch):
    store = store_in(tmp_path, patience_seconds=0.2)
    run = ask(store, ADA)
    claim = begun(store, run.id)
    monitor = HeartbeatMonitor(store, clock=clock)
    monitor.mark_lost()
    with program(HOLD, store.engine.url.database) as holder:
        assert holder.stdout.readline() == "held\n"
        clock.moment += SILENT_SECONDS
        with pytest.raises(StorageProblem, match="is held by another program"):
            monitor.mark_lost()
        holder.communicate("let go\n")
    assert monitor.mark_lost() == 0, "the worker has its seconds again"
    claims.send_heartbeats(store, [claim], begun=True)
    clock.moment += SILENT_SECONDS - 1
    assert monitor.mark_lost() == 0
    assert state(store, run.id) == "running"


def test_a_database_let_go_while_one_waits_gives_the_worker_its_time_too(tmp_path):
    store = store_in(tmp_path, patience_seconds=60)
    run = ask(store, ADA)
    begun(store, run.id)
    monitor = HeartbeatMonitor(store, silent_seconds=0.0, doubt_seconds=0.0)
    with program(HOLD, store.engine.url.database) as holder:
        assert holder.stdout.readline() == "held\n"
        marked = []
        looking = threading.Thread(target=lambda: marked.append(monitor.mark_lost()))
        looking.start()
        wait_until(lambda: bool(monitor._since), "the look at the signs")
        looking.join(2 * lost_workers.BLOCKED_SECONDS)
        holder.communicate("let go\n")
        looking.join()
    assert (marked, state(store, run.id)) == ([0], "running")
    assert monitor.mark_lost() == 1
