"""One call for all who ask at the same moment: who is answered with whom, and what becomes of errors."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import numpy as np
import pytest

from digitcore.learning.prediction.batching import (
    IMAGES_PER_CALL,
    BatchedNetwork,
    NetworkOutput,
    concatenated,
)


def seen(images):
    """Stands for a network: the answer for an image is its first pixel, so it can be told whose answer one got."""
    first = images[:, 0, 0].astype(np.float32)
    return NetworkOutput(first[:, None], first[:, None], first)


def images_of(*values):
    return np.array(values, np.float32)[:, None, None] * np.ones((1, 2, 2), np.float32)


class Held:
    """A network whose first call takes until it is let go, and that remembers how many images each call had."""

    def __init__(self):
        self.sizes, self.running, self.let_go = [], Event(), Event()

    def __call__(self, images):
        self.sizes.append(len(images))
        if len(self.sizes) == 1:
            self.running.set()
            self.let_go.wait()
        if np.any(images < 0):
            raise ValueError("no such image")
        return seen(images)


def ask_at_once(together, held, first, others):
    """Ask for `first`; while that call runs, for all the others; gives all their futures."""
    pool = ThreadPoolExecutor(1 + len(others))
    futures = [pool.submit(together.ask, first)]
    held.running.wait()
    futures += [pool.submit(together.ask, images) for images in others]
    while len(together._waiting) < len(others):
        pass
    held.let_go.set()
    pool.shutdown()
    return futures


def test_who_asks_alone_is_answered_alone():
    answer = BatchedNetwork(seen).ask(images_of(3, 4))
    assert answer.probabilities.tolist() == [[3], [4]]


def test_all_who_wait_are_answered_in_the_next_call_and_each_gets_its_own():
    held = Held()
    others = [images_of(2), images_of(3, 4), images_of(5)]
    futures = ask_at_once(BatchedNetwork(held), held, images_of(1), others)
    assert held.sizes == [1, 4]
    assert [future.result().doubt.tolist() for future in futures] == [[1], [2], [3, 4], [5]]


def test_no_call_is_larger_than_what_fits():
    held = Held()
    others = [images_of(*range(IMAGES_PER_CALL - 1)), images_of(7), images_of(8)]
    futures = ask_at_once(BatchedNetwork(held), held, images_of(1), others)
    assert sorted(held.sizes[1:]) == [1, IMAGES_PER_CALL] or sorted(held.sizes[1:]) == [
        2,
        IMAGES_PER_CALL - 1,
    ]
    assert [future.result().doubt.tolist() for future in futures[2:]] == [[7], [8]]


def test_an_error_reaches_all_who_were_asked_with_it_and_nobody_after_them():
    held = Held()
    together = BatchedNetwork(held)
    futures = ask_at_once(together, held, images_of(1), [images_of(-1), images_of(2)])
    assert futures[0].result().doubt.tolist() == [1]
    for future in futures[1:]:
        with pytest.raises(ValueError, match="no such image"):
            future.result()
    assert together.ask(images_of(6)).doubt.tolist() == [6]


def test_parts_are_joined_in_their_order():
    whole = concatenated([seen(images_of(1, 2)), seen(images_of(3))])
    assert whole.probabilities.tolist() == [[1], [2], [3]]
    assert whole.doubt.tolist() == [1, 2, 3]
