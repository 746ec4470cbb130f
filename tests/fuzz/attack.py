"""One target under attack: every input to its reader, and what came of it.

A target fails where anything but a sentence came, a file was written, a program begun, one input took over a second of
processor time (twice, as this machine may be busy), or memory grew over 200 MB.
"""

from __future__ import annotations

import resource
import time
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


def answer(target: Target, seed: int, tally: Tally) -> None:
    """One input to its reader; whatever is wrong goes into the tally."""
    given = target.make(Random(seed))
    for _ in range(2):
        started = time.process_time()
        try:
            with nothing_written():
                target.read(given)
            outcome = "understood"
        except DigitLabError as problem:
            outcome = "refused"
            if len(str(problem)) > LONGEST_SENTENCE or not str(problem).isprintable():
                tally.problems.append(
                    f"{seed}: a sentence of {len(str(problem))} signs: {str(problem)[:80]!r}"
                )
        except BaseException as problem:  # noqa: BLE001  whatever comes is what is looked for
            outcome = "failed"
            tally.problems.append(f"{seed}: {type(problem).__name__}: {str(problem)[:120]}")
        taken = time.process_time() - started
        if taken <= SECONDS:
            break
    else:
        tally.problems.append(f"{seed}: {taken:.1f} s")
    tally.slowest = max(tally.slowest, taken)
    tally.understood += outcome == "understood"
    tally.refused += outcome == "refused"


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
