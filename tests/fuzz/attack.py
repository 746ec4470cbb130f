"""One target under attack: every input goes to its reader, and the results are counted.

A target fails if its reader raises anything but a `DigitLabError`, writes a file, starts a program, takes over a second of
processor time for the same input twice (the machine may be busy), or memory grows by over 200 MB.
"""

from __future__ import annotations

import resource
import time
from contextlib import nullcontext
from dataclasses import dataclass, field
from random import Random

from digitcore.errors import DigitLabError
from tests.core.uploads import nothing_written
from tests.fuzz.targets import TARGETS, Target

SECONDS = 1.0
GROWTH = 200_000_000
LONGEST_SENTENCE = 2_000


@dataclass
class Tally:
    """The results of one target."""

    name: str
    understood: int = 0
    refused: int = 0
    slowest: float = 0.0
    grown: int = 0
    """Bytes of memory."""
    problems: list[str] = field(default_factory=list)
    """Each with the seed of its input."""
    slow: list[str] = field(default_factory=list)
    """Inputs that took too long, with their seeds; separate, since a busy machine causes that too."""

    @property
    def failed(self) -> list[str]:
        """All failures."""
        return self.problems + self.slow


def answer(target: Target, seed: int, tally: Tally) -> None:
    """Give one input to its reader, and count the result."""
    content = target.make(Random(seed))
    outcome, problem, seconds = _read(target, content)
    if seconds > SECONDS:
        outcome, problem, seconds = _read(target, content)
    if seconds > SECONDS:
        tally.slow.append(f"{seed}: {seconds:.1f} s")
    if problem:
        tally.problems.append(f"{seed}: {problem}")
    tally.slowest = max(tally.slowest, seconds)
    tally.understood += outcome == "understood"
    tally.refused += outcome == "refused"


def _read(target: Target, content: object) -> tuple[str, str, float]:
    """The outcome of reading an input, the problem if there is one, and the seconds of processor time."""
    outcome, problem, started = "understood", "", time.process_time()
    try:
        with nullcontext() if target.writes else nothing_written():
            target.read(content)
    except DigitLabError as refusal:
        outcome, sentence = "refused", str(refusal)
        if len(sentence) > LONGEST_SENTENCE or not sentence.isprintable():
            problem = f"a sentence of {len(sentence)} signs: {sentence[:80]!r}"
    except BaseException as other:  # noqa: BLE001  any other exception is a failure of the reader
        outcome, problem = "failed", f"{type(other).__name__}: {str(other)[:120]}"
    return outcome, problem, time.process_time() - started


def attack(name: str, inputs: int, first: int) -> Tally:
    """Attack one target with so many inputs, whose seeds begin with `first`."""
    target, tally = TARGETS[name], Tally(name)
    answer(target, first, Tally(name))  # memory for modules that are loaded at first use is no growth
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for seed in range(first, first + inputs):
        answer(target, seed, tally)
    tally.grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    if tally.grown > GROWTH:
        tally.problems.append(f"memory grew by {tally.grown / 1e6:.0f} MB")
    return tally
