"""Concurrent requests to a network, batched into one call.

A call costs hardly more for ten images than for one, and two calls at once slow each other down. So threads wait while a
call runs, and the next call serves all of them. Sums may differ in the last digit with the size of the batch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from digitcore.data.results import ReadOnlyArrays

Floats = NDArray[np.float32]
Images = NDArray[np.number]

IMAGES_PER_CALL = 500
"""Limit of images in one call: their activations stay in the processor's cache."""


@dataclass(frozen=True, eq=False)
class NetworkOutput(ReadOnlyArrays):
    """Output of a model for n images."""

    probabilities: Floats
    """(n, K)"""
    embedding: Floats
    """(n, d): the input of its last layer."""
    doubt: Floats | None = None
    """(n,): above 0 for no digit; None for a model that was not trained for this."""

    def rows(self, start: int, stop: int) -> NetworkOutput:
        """The output for images `start` to `stop`."""
        doubt = None if self.doubt is None else self.doubt[start:stop]
        return NetworkOutput(self.probabilities[start:stop], self.embedding[start:stop], doubt)


def concatenated(parts: Sequence[NetworkOutput]) -> NetworkOutput:
    """The outputs for several batches as one."""
    if len(parts) == 1:
        return parts[0]
    doubts = [part.doubt for part in parts if part.doubt is not None]
    return NetworkOutput(
        np.concatenate([part.probabilities for part in parts]),
        np.concatenate([part.embedding for part in parts]),
        np.concatenate(doubts) if doubts else None,
    )


class _Request:
    """Images that a thread waits for, with their output or the error."""

    def __init__(self, images: Images) -> None:
        self.images = images
        self.result: NetworkOutput | BaseException | None = None


class BatchedNetwork:
    """A network that many threads may call."""

    def __init__(self, forward: Callable[[Images], NetworkOutput]) -> None:
        self._forward = forward
        self._waiting: list[_Request] = []
        self._lock = Lock()

    def predict(self, images: Images) -> NetworkOutput:
        """The output for `images` (n, side, side), at most `IMAGES_PER_CALL`."""
        request = _Request(images)
        self._waiting.append(request)
        with self._lock:
            while request.result is None:
                self._serve(self._next_requests())
        if isinstance(request.result, BaseException):
            raise request.result
        return request.result

    def _next_requests(self) -> list[_Request]:
        """The oldest requests that fit into a call. Other threads only append meanwhile, so none is lost."""
        sizes = np.cumsum([len(request.images) for request in list(self._waiting)])
        count = max(1, int(np.searchsorted(sizes, IMAGES_PER_CALL, side="right")))
        requests = self._waiting[:count]
        del self._waiting[:count]
        return requests

    def _serve(self, requests: list[_Request]) -> None:
        try:
            output = self._forward(np.concatenate([request.images for request in requests]))
        except BaseException as problem:  # noqa: BLE001 - each waiting thread raises it
            for request in requests:
                request.result = problem
            return
        start = 0
        for request in requests:
            stop = start + len(request.images)
            request.result = output.rows(start, stop)
            start = stop
