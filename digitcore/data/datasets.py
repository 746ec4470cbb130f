"""Which datasets there are, and how one is loaded. To add a dataset, add a `Source` to `BUILT_IN`.

Users add and delete theirs while the app runs, so these are listed anew at each call. Every dataset can be damaged on
purpose: those options are in `spoiling`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from digitcore.data import spoiling
from digitcore.data.dataset import Dataset, Option, OptionValue, Source
from digitcore.data.drawn import synthetic
from digitcore.data.sources import digits, mnist, own_datasets
from digitcore.errors import BadInput
from digitcore.progress import Report, ignore

BUILT_IN: tuple[Source, ...] = (digits.SOURCE, mnist.SOURCE, synthetic.SOURCE)

DEFAULT = "mnist"
"""The dataset where a person names none."""


def sources() -> dict[str, Source]:
    """All datasets by name, the built-in ones first."""
    return {source.name: source for source in (*BUILT_IN, *own_datasets.sources())}


def find(name: str) -> Source:
    """The source called `name`; raises with a list of all names if there is none."""
    by_name = sources()
    if name not in by_name:
        raise BadInput(f"There is no dataset called {name!r}.", f"Choose one of: {', '.join(by_name)}.")
    return by_name[name]


def options_of(source: Source) -> tuple[Option, ...]:
    """The options `load` accepts for this source: its own, then those that spoil it."""
    return source.options + spoiling.OPTIONS


def all_options() -> tuple[Option, ...]:
    """Every option that some built-in dataset accepts."""
    return tuple(option for source in BUILT_IN for option in source.options) + spoiling.OPTIONS


def load(name: str, *, report: Report = ignore, **options: OptionValue) -> Dataset:
    """The dataset called `name`: read-only uint8 images (n, h, w) and labels (n,), train and test.

    `options` are those of its source (`synthetic`: how many, which seed) and of `spoiling`.

    >>> digits = load("digits", noise=20)
    >>> digits.train.images.shape, digits.test.labels.shape, digits.options
    ((1347, 8, 8), (450,), {'noise': 20})
    """
    source = find(name)
    chosen = _checked(source, options)
    own = {option.name: chosen[option.name] for option in source.options}
    spoils = {option.name: chosen[option.name] for option in spoiling.OPTIONS}
    dataset = source.build(report=report, **own)
    return replace(spoiling.spoil(dataset, report=report, **spoils), options=_unlike_default(source, chosen))


def _checked(source: Source, options: dict[str, OptionValue]) -> dict[str, Any]:
    accepted = {option.name: option for option in options_of(source)}
    for name in options:
        if name not in accepted:
            raise BadInput(f"{source.name!r} has no option {name!r}.", f"It accepts: {', '.join(accepted)}.")
    return {name: option.check(options.get(name, option.default)) for name, option in accepted.items()}


def _unlike_default(source: Source, chosen: dict[str, Any]) -> dict[str, OptionValue]:
    return {o.name: chosen[o.name] for o in options_of(source) if chosen[o.name] != o.default}
