"""Requests of several threads share a call: how they are batched, and whom an error reaches."""

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


def first_pixels(images):
    """Stands for a network whose output for an image is its first pixel, so each output can be assigned to an image."""
    first = images[:, 0, 0].astype(np.float32)
    return NetworkOutput(first[:, None], first[:, None], first)


def images_of(*values):
    return np.array(values, np.float32)[:, None, None] * np.ones((1, 2, 2), np.float32)


class HeldNetwork:
    """A network whose first call waits until it is released, and that records how many images each call had."""

    def __init__(self):
        self.sizes, self.running, self.released = [], Event(), Event()

    def __call__(self, images):
        self.sizes.append(len(images))
        if len(self.sizes) == 1:
            self.running.set()
            self.released.wait()
        if np.any(images < 0):
            raise ValueError("no such image")
        return first_pixels(images)


def request_at_once(network, held, first, others):
    """Request `first` and, while that call runs, all the others; returns their futures."""
    pool = ThreadPoolExecutor(1 + len(others))
    futures = [pool.submit(network.predict, first)]
    held.running.wait()
    futures += [pool.submit(network.predict, images) for images in others]
    while len(network._waiting) < len(others):
        pass
    held.released.set()
    pool.shutdown()
    return futures


def test_a_single_request_is_a_call_of_its_own():
    answer = BatchedNetwork(first_pixels).predict(images_of(3, 4))
    assert answer.probabilities.tolist() == [[3], [4]]


def test_the_next_call_serves_all_that_wait_and_each_gets_its_own_output():
    held = HeldNetwork()
    others = [images_of(2), images_of(3, 4), images_of(5)]
    futures = request_at_once(BatchedNetwork(held), held, images_of(1), others)
    assert held.sizes == [1, 4]
    assert [future.result().doubt.tolist() for future in futures] == [[1], [2], [3, 4], [5]]


def test_no_call_is_larger_than_what_fits():
    held = HeldNetwork()
    others = [images_of(*range(IMAGES_PER_CALL - 1)), images_of(7), images_of(8)]
    futures = request_at_once(BatchedNetwork(held), held, images_of(1), others)
    assert sorted(held.sizes[1:]) == [1, IMAGES_PER_CALL] or sorted(held.sizes[1:]) == [
        2,
        IMAGES_PER_CALL - 1,
    ]
    assert [future.result().doubt.tolist() for future in futures[2:]] == [[7], [8]]


def test_an_error_reaches_all_requests_of_the_call_and_none_after_it():
    held = HeldNetwork()
    network = BatchedNetwork(held)
    futures = request_at_once(network, held, images_of(1), [images_of(-1), images_of(2)])
    assert futures[0].result().doubt.tolist() == [1]
    for future in futures[1:]:
        with pytest.raises(ValueError, match="no such image"):
            future.result()
    assert network.predict(images_of(6)).doubt.tolist() == [6]


def test_parts_are_joined_in_their_order():
    whole = concatenated([first_pixels(images_of(1, 2)), first_pixels(images_of(3))])
    assert whole.probabilities.tolist() == [[1], [2], [3]]
    assert whole.doubt.tolist() == [1, 2, 3]
