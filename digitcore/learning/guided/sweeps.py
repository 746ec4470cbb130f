"""A sweep: recipes × learning rates × seeds, written in a small file, as the settings it means and what came of each.

After `seeds` in the reading order. A setting is a recipe with a learning rate; its seeds are its throws. Which of its runs exist
already, and who trains the others, is left to `lab.sweep_runs`.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
"""Of one sweep: the queue is there for others too."""
ADVICE = 'Write in it: recipe = "dense-128", seeds = 4, learning_rates = [0.01, 0.05], a line each.'
_JSON_ADVICE = 'Write {"recipe": "dense-128", "seeds": 4, "learning_rates": [0.01, 0.05]}.'
_NAMES = ("recipe", "seeds", "learning_rates", "settings")
_SWEPT = ("seed", "learning_rate")


@dataclass(frozen=True)
class Setting:
    """One row of the table: a recipe at a learning rate, and the trainings of it."""

    title: str
    recipe: str
    learning_rate: float | None
    """None for a model that has none."""
    configs: tuple[RunConfig, ...]
    """One for each seed."""


@dataclass(frozen=True)
class Sweep:
    """What is to be trained."""

    settings: tuple[Setting, ...]

    @property
    def configs(self) -> list[RunConfig]:
        """All trainings, seed by seed, so that each setting has a first result early."""
        columns = zip(*(setting.configs for setting in self.settings), strict=True)
        return [config for column in columns for config in column]


@dataclass(frozen=True)
class SettingResult:
    """What came of one setting, as far as its trainings have ended."""

    setting: Setting
    correct: tuple[int, ...]
    """Right answers of each training that ended."""
    n: int
    """Test images; 0 where none has ended."""
    seconds: float
    """Spent on training, all together."""

    @property
    def accuracies(self) -> list[float]:
        """Share of right answers of each."""
        return [correct / self.n for correct in self.correct]

    @property
    def mean(self) -> float | None:
        """Of the accuracies; None where none has ended."""
        return sum(self.accuracies) / len(self.correct) if self.correct else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Where the mean over very many seeds lies, in 95 of 100 cases; None of fewer than two."""
        return mean_interval(self.accuracies, low=0.0, high=1.0)


def from_text(text: str, *, is_toml: bool = True) -> Sweep:
    """What a file in TOML, or else JSON, asks for; a sentence where it cannot be had."""
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
    """Recipes (a name or several), seeds (how many, or which), rates (none: the recipe's own), and what else is set for all."""
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
    """Learning rates as people type them, with blanks or commas in between; a sentence where one is no number."""
    rates = []
    for word in re.split(r"[\s,;]+", text.strip()[:MOST_CHARACTERS]):
        try:
            rates += [float(word)] if word else []
        except ValueError:
            raise BadInput(f"{word[:40]!r} is no learning rate.", "Write numbers: 0.001 0.01 0.1") from None
    return rates


def verdict(outcomes: Sequence[SettingResult]) -> str:
    """Which setting is best on average, and whether seeds alone may have made it so; empty where nothing can be compared."""
    ended = sorted((one for one in outcomes if one.correct), key=lambda one: -(one.mean or 0))
    if len(ended) < 2 or len({one.n for one in ended}) > 1:
        return ""
    best, second = ended[:2]
    return compare_recipes(_spread(best), _spread(second)).sentence(
        best.setting.title, second.setting.title, what="setting"
    )


def _setting(
    name: str, rate: float | None, seeds: Sequence[int], changes: Mapping[str, Any], *, is_alone: bool
) -> Setting:
    found = recipes.find(name)
    config = found.config.replace(**changes)
    if rate is not None:
        if config.model != NETWORK:
            raise BadInput(
                f"{found.title!r} has no learning rate.", "Leave learning_rates out, or the recipe."
            )
        config = config.replace(learning_rate=rate)
    own = config.learning_rate if config.model == NETWORK else None
    title = found.title
    if rate is not None:
        title = f"Learning rate {rate:g}" if is_alone else f"{found.title}, learning rate {rate:g}"
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
    """Never of yes and no, which Python takes for numbers."""
    return isinstance(value, list | tuple) and all(
        isinstance(one, kind) and not isinstance(one, bool) for one in value
    )


def _spread(outcome: SettingResult) -> Spread:
    correct = outcome.correct[:MOST_SEEDS]
    gaps = tuple(abs(first - second) / outcome.n for first, second in combinations(correct, 2))
    return Spread(correct, outcome.n, gaps, ())
