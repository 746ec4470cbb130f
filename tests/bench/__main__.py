"""`make bench`: all measurements in turn, or those named (`make bench ARGS="pages"`); see the README."""

import sys
from importlib import import_module
from pathlib import Path

from tests.measured import NotMeasuredError, recorded


def main() -> None:
    names = [path.stem.removesuffix("_bench") for path in sorted(Path(__file__).parent.glob("*_bench.py"))]
    chosen = sys.argv[1:] or names
    if unknown := set(chosen) - set(names):
        raise SystemExit(
            f"There is no benchmark called {', '.join(unknown)}. Choose from: {', '.join(names)}."
        )
    for name in chosen:
        print(f"\n== {name}", flush=True)
        try:
            with recorded(f"bench {name}", fenced=True):
                import_module(f"tests.bench.{name}_bench").run()
        except NotMeasuredError as problem:
            print(f"skipped: {problem}")


if __name__ == "__main__":
    main()
