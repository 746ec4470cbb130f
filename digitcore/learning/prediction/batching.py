"""One call of a network for all who ask at the same moment.

Before `prediction` in the reading order. A call costs hardly more for ten images than for one, and two calls at once only make
each other slower: so whoever asks while a call is running waits, and the next call is for all who wait. What a network
is, and what its answer means, is not known here.
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
"""Images in one call: their activations stay in the cache."""


@dataclass(frozen=True, eq=False)
class NetworkOutput(ReadOnlyArrays):
    """What a model gives for n images."""

    probabilities: Floats
    """(n, K)"""
    embedding: Floats
    """(n, d): what its last layer decides by."""
    doubt: Floats | None = None
    """(n,): how far it is from looking like a digit, no digit above 0; None from a model that was not taught this."""

    def rows(self, start: int, stop: int) -> NetworkOutput:
        """What it gave for some of the images."""
        doubt = None if self.doubt is None else self.doubt[start:stop]
        return NetworkOutput(self.probabilities[start:stop], self.embedding[start:stop], doubt)


def concatenated(parts: Sequence[NetworkOutput]) -> NetworkOutput:
    """Answers for some images after the other as one."""
    if len(parts) == 1:
        return parts[0]
    doubts = [part.doubt for part in parts if part.doubt is not None]
    return NetworkOutput(
        np.concatenate([part.probabilities for part in parts]),
        np.concatenate([part.embedding for part in parts]),
        np.concatenate(doubts) if doubts else None,
    )


class _Question:
    """Images somebody wants looked at, and what became of them."""

    def __init__(self, images: Images) -> None:
        self.images = images
        self.answer: NetworkOutput | BaseException | None = None


class BatchedNetwork:
    """A network that many threads may ask."""

    def __init__(self, look: Callable[[Images], NetworkOutput]) -> None:
        self._look = look
        self._waiting: list[_Question] = []
        self._turn = Lock()

    def ask(self, images: Images) -> NetworkOutput:
        """What the network gives for `images` (n, side, side), at most `IMAGES_PER_CALL`."""
        question = _Question(images)
        self._waiting.append(question)
        with self._turn:
            while question.answer is None:
                self._answer(self._next())
        if isinstance(question.answer, BaseException):
            raise question.answer
        return question.answer

    def _next(self) -> list[_Question]:
        """Who has waited longest, as many as fit into a call. Others only ever append, so nobody is missed."""
        sizes = np.cumsum([len(question.images) for question in list(self._waiting)])
        count = max(1, int(np.searchsorted(sizes, IMAGES_PER_CALL, side="right")))
        taken = self._waiting[:count]
        del self._waiting[:count]
        return taken

    def _answer(self, questions: list[_Question]) -> None:
        try:
            seen = self._look(np.concatenate([question.images for question in questions]))
        except BaseException as problem:  # noqa: BLE001 - theirs as much as ours: whoever waits must hear of it
            for question in questions:
                question.answer = problem
            return
        start = 0
        for question in questions:
            stop = start + len(question.images)
            question.answer = seen.rows(start, stop)
            start = stop
