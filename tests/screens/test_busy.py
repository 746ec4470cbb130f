"""A server is busy by what its process used of a core in about the last second."""

from types import SimpleNamespace

import pytest

from pages._shared import busy


@pytest.fixture
def spend(monkeypatch):
    """Let seconds pass in which so many of the processor were used; tells whether that is busy."""
    moment = {"now": 100.0, "used": 5.0}
    clock = SimpleNamespace(monotonic=lambda: moment["now"], process_time=lambda: moment["used"])
    monkeypatch.setattr(busy, "time", clock)
    busy._samples.clear()

    def let(passed, used):
        moment["now"] += passed
        moment["used"] += used
        return busy.is_busy()

    yield let
    busy._samples.clear()


def test_the_first_look_knows_nothing(spend):
    assert not spend(0, 0)


def test_what_the_last_second_took_counts(spend):
    spend(0, 0)
    assert not any(spend(0.1, 0.05) for _ in range(20))
    assert [spend(0.1, 0.1) for _ in range(12)][-1]
    assert not [spend(0.1, 0.02) for _ in range(12)][-1]


def test_a_moment_of_work_after_a_pause_is_not_busy(spend):
    spend(0, 0)
    assert not spend(60, 0.1)
    assert not spend(0.05, 0.05)


def test_two_looks_at_the_same_moment_do_no_harm(spend):
    spend(0, 0)
    assert not spend(0, 0.1)
