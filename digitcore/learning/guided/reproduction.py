"""The ten published experiments trained again, and judged by one rule; what was measured is kept in `assets/`.

Last in the reading order of the recipes. A reproduction holds when its parameters are exactly the published ones and
the median over its seeds reaches the published accuracy within the noise of the images it was measured on
(`Published.enough`). Left out: where a visitor's own runs stand beside the published figures (the pages).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from digitcore import settings
from digitcore.data.dataset import Dataset
from digitcore.data.statistics.intervals import wilson_interval
from digitcore.errors import BadInput
from digitcore.learning.engine.reports import EpochReport, Finished, Report
from digitcore.learning.engine.training import train
from digitcore.learning.recipes.config import RunConfig
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.learning.recipes.recipes import RECIPES, Recipe

SEEDS = (0, 1, 2, 3, 4)
"""Fixed beforehand, all of them shown."""

ONE_SEED = ("shallow-mse", "shallow-poisson", "dense-dropout")
"""The long ones: a hundred epochs of MNIST and more."""

TABLE_FILE = settings.ASSETS / "reproduced.json"
"""What was measured last."""


@dataclass(frozen=True)
class Attempt:
    """One training of one recipe, judged on the part that its published figure was measured on."""

    recipe: str
    seed: int
    identity: str
    """Of the settings, the data included: when it changes, this is no longer the recipe's figure."""
    accuracy: float
    loss: float
    n: int
    parameters: int
    epochs: int
    seconds: float
    date: str

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the accuracy."""
        return wilson_interval(round(self.accuracy * self.n), self.n)


@dataclass(frozen=True)
class Reproduction:
    """Whether the attempts at a recipe reproduce what was published."""

    recipe: Recipe
    attempts: tuple[Attempt, ...]

    @property
    def accuracy(self) -> float:
        """The median over the seeds."""
        return median(one.accuracy for one in self.attempts)

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the median, on the images that each attempt was judged on."""
        n = self.attempts[0].n
        return wilson_interval(round(self.accuracy * n), n)

    @property
    def holds(self) -> bool:
        """The rule, on exact parameters and enough accuracy."""
        published = PUBLISHED[self.recipe.name]
        exact = all(one.parameters == published.parameters for one in self.attempts)
        return exact and self.accuracy >= published.enough


def seeds_of(name: str) -> tuple[int, ...]:
    """The seeds that the rule asks for."""
    return SEEDS[:1] if name in ONE_SEED else SEEDS


def attempt(
    name: str, seed: int, dataset: Dataset, *, on_report: Callable[[Report], None] = lambda _: None
) -> Attempt:
    """Train a recipe to its end with this seed."""
    config = RECIPES[name].config.replace(seed=seed).for_dataset(dataset)
    last: EpochReport | None = None
    finished: Finished | None = None
    for report in train(config, dataset):
        on_report(report)
        if isinstance(report, EpochReport):
            last = report
        elif isinstance(report, Finished):
            finished = report
    if last is None or finished is None:
        raise ValueError(f"the training of {name} ended without a report")
    on_test = PUBLISHED[name].judged_by == "test"
    return Attempt(
        name,
        seed,
        config.identity,
        finished.test_accuracy if on_test else last.validation_accuracy,
        finished.test_loss if on_test else last.validation_loss,
        finished.test_n if on_test else int(last.confusion_matrix.sum()),
        sum(row.parameters for row in finished.layer_table),
        finished.epochs,
        finished.seconds,
        dt.datetime.now(dt.UTC).date().isoformat(),
    )


def is_as_published(config: RunConfig, recipe: Recipe) -> bool:
    """Whether these are the recipe's settings, whatever the seed; its data is one that cannot change."""
    return config.replace(seed=recipe.config.seed, dataset_hash="") == recipe.config


def reproductions(attempts: Iterable[Attempt]) -> list[Reproduction]:
    """The attempts by recipe, in the order of the recipes."""
    found = list(attempts)
    grouped = {name: tuple(one for one in found if one.recipe == name) for name in PUBLISHED}
    return [Reproduction(RECIPES[name], ones) for name, ones in grouped.items() if ones]


def read(path: Path = TABLE_FILE) -> list[Attempt]:
    """The attempts kept at `path`; none where there is no such file."""
    if not path.is_file():
        return []
    try:
        return [Attempt(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
    except (ValueError, TypeError) as error:
        raise BadInput(f"{path.name} is no table of reproductions.", "Delete it and measure anew.") from error


def write(attempts: Iterable[Attempt], path: Path = TABLE_FILE) -> None:
    """Keep the attempts as JSON."""
    ordered = sorted(attempts, key=lambda one: (list(PUBLISHED).index(one.recipe), one.seed))
    lines = ",\n".join(f"  {json.dumps(asdict(one))}" for one in ordered)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def as_markdown(found: list[Reproduction]) -> str:
    """The table for people."""
    rows = [_cells(verdict) for verdict in found]
    titles = (
        "recipe",
        "parameters",
        "published",
        "at least",
        "measured",
        "every seed",
        "on",
        "holds",
        "date",
    )
    table = [titles, tuple("---" for _ in titles), *rows]
    body = "\n".join(f"| {' | '.join(row)} |" for row in table)
    return f"{_WORDS}\n{body}\n"


def _cells(verdict: Reproduction) -> tuple[str, ...]:
    published, attempts = PUBLISHED[verdict.recipe.name], verdict.attempts
    about = "about " if published.judged.is_approximate else ""
    return (
        f"`{verdict.recipe.name}`",
        f"{attempts[0].parameters:,}",
        f"{about}{published.judged.accuracy:.4f}",
        f"{published.enough:.4f}",
        f"**{verdict.accuracy:.4f}**",
        " ".join(f"{one.accuracy:.4f}" for one in attempts),
        f"{attempts[0].n:,} {published.judged_by} images",
        "yes" if verdict.holds else "no",
        max(one.date for one in attempts),
    )


_WORDS = """*Measured* is the median over the seeds 0 to 4 (seed 0 alone for the three long ones). It holds
when it is no lower than *at least*, which is the published accuracy minus two standard errors of its sample, and when
the parameters are exactly the published ones.
"""


def summary(found: list[Reproduction]) -> list[dict[str, Any]]:
    """The same as plain values."""
    return [
        {
            "recipe": verdict.recipe.name,
            "published": PUBLISHED[verdict.recipe.name].judged.accuracy,
            "enough": PUBLISHED[verdict.recipe.name].enough,
            "accuracy": verdict.accuracy,
            "holds": verdict.holds,
            "attempts": [asdict(one) for one in verdict.attempts],
        }
        for verdict in found
    ]
