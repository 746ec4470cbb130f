"""One target under attack: every input to its reader, and what came of it.

A target fails where anything but a sentence came, a file was written, a program begun, one input took over a second of
processor time (twice, as this machine may be busy), or memory grew over 200 MB.
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
    """What came of one target."""

    name: str
    understood: int = 0
    refused: int = 0
    slowest: float = 0.0
    grown: int = 0
    """Bytes of memory."""
    problems: list[str] = field(default_factory=list)
    """Each with the number that makes its input again."""
    slow: list[str] = field(default_factory=list)
    """What took too long, likewise; kept apart, as a busy machine does that too."""

    @property
    def failed(self) -> list[str]:
        """All that must not be."""
        return self.problems + self.slow


def answer(target: Target, seed: int, tally: Tally) -> None:
    """One input to its reader; whatever is wrong goes into the tally."""
    given = target.make(Random(seed))
    outcome, problem, taken = _once(target, given)
    if taken > SECONDS:
        outcome, problem, taken = _once(target, given)
    if taken > SECONDS:
        tally.slow.append(f"{seed}: {taken:.1f} s")
    if problem:
        tally.problems.append(f"{seed}: {problem}")
    tally.slowest = max(tally.slowest, taken)
    tally.understood += outcome == "understood"
    tally.refused += outcome == "refused"


def _once(target: Target, given: object) -> tuple[str, str, float]:
    """What came of one reading, what was wrong with that, and the seconds of processor time it took."""
    outcome, problem, started = "understood", "", time.process_time()
    try:
        with nullcontext() if target.writes else nothing_written():
            target.read(given)
    except DigitLabError as refusal:
        outcome, sentence = "refused", str(refusal)
        if len(sentence) > LONGEST_SENTENCE or not sentence.isprintable():
            problem = f"a sentence of {len(sentence)} signs: {sentence[:80]!r}"
    except BaseException as other:  # noqa: BLE001  whatever comes is what is looked for
        outcome, problem = "failed", f"{type(other).__name__}: {str(other)[:120]}"
    return outcome, problem, time.process_time() - started


def attack(name: str, inputs: int, first: int) -> Tally:
    """All inputs of one target, made from the numbers from `first` on."""
    target, tally = TARGETS[name], Tally(name)
    answer(target, first, Tally(name))  # what is loaded at first use is no growth
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for seed in range(first, first + inputs):
        answer(target, seed, tally)
    tally.grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    if tally.grown > GROWTH:
        tally.problems.append(f"memory grew by {tally.grown / 1e6:.0f} MB")
    return tally
