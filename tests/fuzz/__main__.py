"""Give damaged and hostile input to everything that reads from outside: `make fuzz`, or `make fuzz ARGS="--inputs 1000 upload"`.

Prints for each reader how many inputs it read, how many it refused with a sentence, the slowest in seconds of processor time,
how far memory grew, and each failure with the seed of its input.
"""

import argparse
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from tests.fuzz.attack import Tally, attack
from tests.fuzz.targets import TARGETS

INPUTS = 100_000
MOST_SHOWN = 5


def row(*cells):
    """One line of the table."""
    print(f"{cells[0]:<34}{''.join(f'{cell:>12}' for cell in cells[1:])}", flush=True)


def show(tally):
    """The results of one reader."""
    verdict = f"{len(tally.failed)} problems" if tally.failed else "held"
    numbers = (
        f"{tally.understood:,}",
        f"{tally.refused:,}",
        f"{tally.slowest:.2f} s",
        f"{tally.grown / 1e6:.0f} MB",
    )
    row(tally.name, *numbers, verdict)
    for problem in tally.failed[:MOST_SHOWN]:
        print(f"    {problem}", flush=True)


def main():
    """Attack the readers whose names begin like an argument, or all."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("targets", nargs="*", help="how their names begin")
    options.add_argument("--inputs", type=int, default=INPUTS)
    options.add_argument("--first", type=int, default=0, help="number of the first input")
    chosen = options.parse_args()
    names = [name for name in TARGETS if not chosen.targets or name.startswith(tuple(chosen.targets))]
    if not names:
        options.error(f"no reader's name begins so; there are: {', '.join(TARGETS)}")
    row("reader", "understood", "refused", "slowest", "grown", "")
    held = True
    for name in names:  # each in a process of its own, whose memory is measured and which may die
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
            try:
                tally = process.submit(attack, name, chosen.inputs, chosen.first).result()
            except BrokenProcessPool:
                tally = Tally(name, problems=["the process died; --first and --inputs narrow it down"])
        show(tally)
        held = held and not tally.failed
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
