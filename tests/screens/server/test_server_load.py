"""A server is busy by what its process used of a core in about the last second."""

from types import SimpleNamespace

import pytest

from pages._shared.server import server_load


@pytest.fixture
def spend(monkeypatch):
    """Let seconds pass in which so many of the processor were used; tells how busy that is."""
    moment = {"now": 100.0, "used": 5.0}
    clock = SimpleNamespace(monotonic=lambda: moment["now"], process_time=lambda: moment["used"])
    monkeypatch.setattr(server_load, "time", clock)
    server_load._samples.clear()

    def let(passed, used):
        moment["now"] += passed
        moment["used"] += used
        return server_load.share()

    yield let
    server_load._samples.clear()


def test_the_first_look_knows_nothing(spend):
    assert spend(0, 0) == 0


def test_what_the_last_second_took_counts(spend):
    spend(0, 0)
    assert [spend(0.1, 0.05) for _ in range(20)][-1] == pytest.approx(0.5)
    assert [spend(0.1, 0.1) for _ in range(12)][-1] == pytest.approx(1)
    assert [spend(0.1, 0.02) for _ in range(12)][-1] == pytest.approx(0.2)


def test_a_moment_of_work_after_a_pause_is_not_busy(spend):
    spend(0, 0)
    assert spend(60, 0.1) < 0.01
    assert spend(0.05, 0.05) < 0.01


def test_two_looks_at_the_same_moment_do_no_harm(spend):
    spend(0, 0)
    assert spend(0, 0.1) == 0
