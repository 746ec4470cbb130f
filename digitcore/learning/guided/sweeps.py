"""A sweep: recipes × learning rates × seeds from a small file, and the results of each setting.

A sweep is not stored: its settings identify its runs, so it can be resumed, joined and linked. `sweep_runs` trains the runs
that are missing.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from itertools import combinations
from typing import Any

from digitcore.data.statistics.intervals import mean_interval
from digitcore.errors import BadInput
from digitcore.learning.judging.seeds import MOST_SEEDS, Spread, compare_recipes
from digitcore.learning.layers.values import short
from digitcore.learning.recipes import recipes
from digitcore.learning.recipes.config import NETWORK, RunConfig

MOST_CHARACTERS = 1_000
MOST_RUNS = 100
"""Limit of runs of a sweep, since the queue serves others too."""
ADVICE = 'Write in it: recipe = "dense-128", seeds = 4, learning_rates = [0.01, 0.05], a line each.'
_JSON_ADVICE = 'Write {"recipe": "dense-128", "seeds": 4, "learning_rates": [0.01, 0.05]}.'
_NAMES = ("recipe", "seeds", "learning_rates", "settings")
_SWEPT = ("seed", "learning_rate")


@dataclass(frozen=True)
class Setting:
    """A recipe with a learning rate, and its trainings."""

    title: str
    recipe: str
    learning_rate: float | None
    """None for a model without learning rate."""
    configs: tuple[RunConfig, ...]
    """One for each seed."""


@dataclass(frozen=True)
class Sweep:
    """The settings to train."""

    settings: tuple[Setting, ...]

    @property
    def configs(self) -> list[RunConfig]:
        """All trainings, seed by seed, so that each setting soon has a first result."""
        columns = zip(*(setting.configs for setting in self.settings), strict=True)
        return [config for column in columns for config in column]


@dataclass(frozen=True)
class SettingResult:
    """The results of a setting, as far as its trainings have ended."""

    setting: Setting
    correct: tuple[int, ...]
    """Right answers of each finished training."""
    n: int
    """Test images; 0 without a finished training."""
    seconds: float
    """Total training time."""

    @property
    def accuracies(self) -> list[float]:
        """Accuracy of each finished training."""
        return [correct / self.n for correct in self.correct]

    @property
    def mean(self) -> float | None:
        """Mean accuracy; None without a finished training."""
        return sum(self.accuracies) / len(self.correct) if self.correct else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % interval of the mean over all seeds; None for fewer than two trainings."""
        return mean_interval(self.accuracies, low=0.0, high=1.0)


def from_text(text: str, *, is_toml: bool = True) -> Sweep:
    """The sweep that a TOML file, or else JSON, describes; raises `BadInput` for a wrong one.

    >>> sweep = from_text('recipe = "dense-128"\\nseeds = 2\\nlearning_rates = [0.01, 0.05]')
    >>> [setting.title for setting in sweep.settings], len(sweep.configs)
    (['Learning rate 0.01', 'Learning rate 0.05'], 4)
    """
    try:
        values = tomllib.loads(text) if is_toml else json.loads(text)
    except (ValueError, RecursionError) as problem:
        kind = "TOML" if is_toml else "JSON"
        raise BadInput(
            f"The sweep is no {kind}: {problem}.", ADVICE if is_toml else _JSON_ADVICE
        ) from problem
    if not isinstance(values, dict):
        raise BadInput("The sweep is no JSON object.", _JSON_ADVICE)
    for name in values:
        if name not in _NAMES:
            raise BadInput(f"A sweep has no {str(name)[:40]!r}.", f"It has: {', '.join(_NAMES)}.")
    if "recipe" not in values:
        raise BadInput("The sweep names no recipe.", 'Write recipe = "dense-128", or a list of names.')
    return plan(**values)


def plan(recipe: Any, *, seeds: Any = 4, learning_rates: Any = (), settings: Any = None) -> Sweep:
    """A sweep of recipes (name or names), seeds (number or list), rates (default: the recipe's own) and common settings."""
    names, wanted_seeds, changes = _names(recipe), _seeds(seeds), _changes(settings)
    rates: list[float | None] = [*_rates(learning_rates)] or [None]
    count = len(names) * len(rates) * len(wanted_seeds)
    if count > MOST_RUNS:
        raise BadInput(
            f"This sweep is {count:,} runs.", f"Ask for at most {MOST_RUNS}: fewer seeds, or fewer rates."
        )
    return Sweep(
        tuple(
            _setting(name, rate, wanted_seeds, changes, is_alone=len(names) == 1)
            for name in names
            for rate in rates
        )
    )


def rates_of(text: str) -> list[float]:
    """Learning rates from text, separated by spaces or commas; raises `BadInput` for a word that is none.

    >>> rates_of("0.01, 0.1 1")
    [0.01, 0.1, 1.0]
    >>> rates_of("0,01 0,1")
    [0.01, 0.1]
    """
    text = text.strip()[:MOST_CHARACTERS]
    if "." not in text and re.search(r"\b0,\d", text):
        text = text.replace(",", ".")  # the comma is a decimal one
    return [_rate(word) for word in re.split(r"[\s,;]+", text) if word]


def _rate(word: str) -> float:
    about = next(setting for setting in fields(RunConfig) if setting.name == "learning_rate").metadata
    with suppress(ValueError):
        if about["low"] <= float(word) <= about["high"]:
            return float(word)
    raise BadInput(
        f"{word[:40]!r} is no learning rate.", "Write numbers from 0.0000001 to 100: 0.001 0.01 0.1"
    )


def verdict(results: Sequence[SettingResult]) -> str:
    """Whether the best setting beats the second significantly, in words; empty if nothing can be compared."""
    ended = sorted((result for result in results if result.correct), key=lambda result: -(result.mean or 0))
    if len(ended) < 2 or len({result.n for result in ended}) > 1:
        return ""
    best, second = ended[:2]
    return compare_recipes(_spread(best), _spread(second)).sentence(
        best.setting.title, second.setting.title, what="setting"
    )


def _setting(
    name: str, rate: float | None, seeds: Sequence[int], changes: Mapping[str, Any], *, is_alone: bool
) -> Setting:
    recipe = recipes.find(name)
    config = recipe.config.replace(**changes)
    if rate is not None:
        if config.model != NETWORK:
            raise BadInput(
                f"{recipe.title!r} has no learning rate.", "Leave learning_rates out, or the recipe."
            )
        config = config.replace(learning_rate=rate)
    own = config.learning_rate if config.model == NETWORK else None
    title = recipe.title
    if rate is not None:
        title = f"Learning rate {rate:g}" if is_alone else f"{recipe.title}, learning rate {rate:g}"
    return Setting(title, name, own, tuple(config.replace(seed=seed) for seed in seeds))


def _names(value: Any) -> list[str]:
    names = [value] if isinstance(value, str) else value
    if _is_list_of(names, str) and names:
        return list(dict.fromkeys(names))
    raise BadInput(f"recipe={short(value)} cannot be used.", "Give the name of a recipe, or a list of names.")


def _seeds(value: Any) -> list[int]:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_RUNS:
        return list(range(value))
    if _is_list_of(value, int) and value:
        return list(dict.fromkeys(value))
    raise BadInput(
        f"seeds={short(value)} cannot be used.",
        f"Give how many, 1 to {MOST_RUNS}, or a list such as [0, 1, 2].",
    )


def _rates(value: Any) -> list[float]:
    if _is_list_of(value, int | float):
        return list(dict.fromkeys(float(rate) for rate in value))
    raise BadInput(f"learning_rates={short(value)} cannot be used.", "Give a list such as [0.01, 0.05].")


def _changes(value: Any) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise BadInput(f"settings={short(value)} cannot be used.", "Give a table such as {epochs = 5}.")
    for name in _SWEPT:
        if name in value:
            raise BadInput(f"{name} is swept, and not set.", f"Write it as {name}s, beside the recipe.")
    return dict(value)


def _is_list_of(value: Any, kind: Any) -> bool:
    """Booleans, which are ints in Python, do not count."""
    return isinstance(value, list | tuple) and all(
        isinstance(each, kind) and not isinstance(each, bool) for each in value
    )


def _spread(result: SettingResult) -> Spread:
    correct = result.correct[:MOST_SEEDS]
    gaps = tuple(abs(first - second) / result.n for first, second in combinations(correct, 2))
    return Spread(correct, result.n, gaps, ())
