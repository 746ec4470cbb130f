"""Pages of a class are made in turn, and a slow one holds nobody up for good."""

import threading
from concurrent.futures import ThreadPoolExecutor

from pages._classroom.seat import turns


def test_one_page_is_made_at_a_time_also_after_one_that_failed():
    made, most, counting = 0, [], threading.Lock()

    def make(number):
        nonlocal made
        with turns.in_turn():
            with counting:
                made += 1
                most.append(made)
            with counting:
                made -= 1
            if number % 3 == 0:
                raise ValueError(number)

    with ThreadPoolExecutor(8) as pool:
        failed = [
            each.exception() is not None for each in [pool.submit(make, number) for number in range(60)]
        ]
    assert failed == [number % 3 == 0 for number in range(60)]
    assert most == [1] * 60


def _make_a_page():
    with turns.in_turn():
        pass


def test_who_waited_long_goes_on_and_lets_the_slow_page_keep_its_turn(monkeypatch):
    monkeypatch.setattr(turns, "_LONGEST_SECONDS", 0.01)
    with turns.in_turn():
        with ThreadPoolExecutor(1) as pool:
            pool.submit(_make_a_page).result()
        assert turns._turn.locked()
    assert not turns._turn.locked()
