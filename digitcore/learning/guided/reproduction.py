"""Reproduction of the ten published experiments; the results are in `assets/`.

A reproduction holds if two things are true: it has exactly the published number of parameters, and the median accuracy of
its seeds is no more than two standard errors below the published accuracy (`Published.enough`).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from digitcore import settings
from digitcore.data.dataset import Dataset
from digitcore.data.statistics.intervals import wilson_interval
from digitcore.errors import BadInput
from digitcore.learning.engine.reports import EpochReport, Finished, Report
from digitcore.learning.engine.training import train
from digitcore.learning.judging.paired_test import sign_test
from digitcore.learning.recipes.config import RunConfig
from digitcore.learning.recipes.published import PUBLISHED
from digitcore.learning.recipes.recipes import RECIPES, Recipe
from digitcore.wording import counted

SEEDS = (0, 1, 2, 3, 4)
"""Fixed in advance; the table shows all of them."""

LONG_RECIPES = ("shallow-mse", "shallow-poisson", "dense-dropout")
"""A hundred epochs of MNIST or more, so one seed is enough."""

TABLE_FILE = settings.ASSETS / "reproduced.json"
"""The results of the last measurement."""


@dataclass(frozen=True)
class Attempt:
    """One training of one recipe, judged on the part of its published figure."""

    recipe: str
    seed: int
    identity: str
    """`RunConfig.identity` with the dataset hash. A test fails if a recipe changes and the table does not."""
    accuracy: float
    loss: float
    n: int
    parameters: int
    epochs: int
    seconds: float
    date: str
    curve: tuple[float, ...] = ()
    """Validation accuracy after each epoch, to four decimals, as the sources print it; empty where it was not kept."""

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the accuracy."""
        return wilson_interval(round(self.accuracy * self.n), self.n)


@dataclass(frozen=True)
class Reproduction:
    """The attempts at a recipe, and whether they reproduce the published figures."""

    recipe: Recipe
    attempts: tuple[Attempt, ...]

    @property
    def accuracy(self) -> float:
        """Median over the seeds."""
        return median(each.accuracy for each in self.attempts)

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the median, for the images of one attempt."""
        n = self.attempts[0].n
        return wilson_interval(round(self.accuracy * n), n)

    @property
    def standard_errors(self) -> float:
        """How far the median lies above the published accuracy, in standard errors of that; negative below it."""
        published = PUBLISHED[self.recipe.name]
        return (self.accuracy - published.judged.accuracy) / published.standard_error

    @property
    def side(self) -> str:
        """The same in words: `0.2 standard errors below`."""
        return f"{abs(self.standard_errors):.1f} standard errors {'below' if self.standard_errors < 0 else 'above'}"

    @property
    def seeds_below(self) -> int:
        """How many attempts stay below the published accuracy."""
        published = PUBLISHED[self.recipe.name].judged.accuracy
        # Images are counted, since published accuracies are rounded.
        return sum(round(each.accuracy * each.n) < round(published * each.n) for each in self.attempts)

    @property
    def holds(self) -> bool:
        """Whether parameters are exact and accuracy is enough."""
        published = PUBLISHED[self.recipe.name]
        exact = all(each.parameters == published.parameters for each in self.attempts)
        return exact and self.accuracy >= published.enough


def seeds_of(name: str) -> tuple[int, ...]:
    """The seeds of the recipe `name`."""
    return SEEDS[:1] if name in LONG_RECIPES else SEEDS


def attempt(
    name: str, seed: int, dataset: Dataset, *, on_report: Callable[[Report], None] = lambda _: None
) -> Attempt:
    """Train the recipe `name` to its end with this seed."""
    config = RECIPES[name].config.replace(seed=seed).for_dataset(dataset)
    last: EpochReport | None = None
    curve: list[float] = []
    finished: Finished | None = None
    for report in train(config, dataset):
        on_report(report)
        if isinstance(report, EpochReport):
            last = report
            curve.append(round(report.validation_accuracy, 4))
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
        tuple(curve),
    )


def is_as_published(config: RunConfig, recipe: Recipe) -> bool:
    """Whether `config` has the settings of `recipe`, with any seed and whoever requested the run."""
    # The dataset hash may be ignored: datasets of recipes never change.
    return config.replace(seed=recipe.config.seed, dataset_hash="") == recipe.config


def reproductions(attempts: Iterable[Attempt]) -> list[Reproduction]:
    """The attempts by recipe, in the order of the recipes."""
    listed = list(attempts)
    grouped = {name: tuple(each for each in listed if each.recipe == name) for name in PUBLISHED}
    return [Reproduction(RECIPES[name], group) for name, group in grouped.items() if group]


def read(path: Path = TABLE_FILE) -> list[Attempt]:
    """The attempts in the file `path`; empty if there is no file."""
    if not path.is_file():
        return []
    try:
        return [_attempt_of(entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
    except (ValueError, TypeError) as error:
        raise BadInput(f"{path.name} is no table of reproductions.", "Delete it and measure anew.") from error


def _attempt_of(entry: dict[str, Any]) -> Attempt:
    attempt = Attempt(**entry)
    return replace(attempt, curve=tuple(attempt.curve))


def write(attempts: Iterable[Attempt], path: Path = TABLE_FILE) -> None:
    """Write the attempts as JSON."""
    ordered = sorted(attempts, key=lambda each: (list(PUBLISHED).index(each.recipe), each.seed))
    lines = ",\n".join(f"  {json.dumps(asdict(each))}" for each in ordered)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def as_markdown(results: list[Reproduction]) -> str:
    """The results as a Markdown table."""
    rows = [_cells(result) for result in results]
    titles = (
        "recipe",
        "parameters",
        "published",
        "at least",
        "measured",
        "every seed",
        "on",
        "holds",
        "seeds below",
        "date",
    )
    table = [titles, tuple("---" for _ in titles), *rows]
    body = "\n".join(f"| {' | '.join(row)} |" for row in table)
    return f"{_WORDS}\n{body}\n\n{sides(results)}\n"


def sides(results: list[Reproduction]) -> str:
    """On which side of the published figures the medians lie, judged by the exact sign test; empty for no results."""
    below, count = sum(each.standard_errors < 0 for each in results), len(results)
    if count == 0:
        return ""
    chance = sign_test(below, count)
    seen = "so it says nothing" if chance >= 0.05 else "so it is more than chance makes"
    within = "all" if all(each.holds for each in results) else "not all"
    lie = "lies" if count == 1 else "lie"
    return (
        f"{below} of {counted(count, 'median')} {lie} below the published figure, {within} within its noise. Were both sides "
        f"equally likely, a split at least this uneven has probability {chance:.2f} (exact sign test), {seen}."
    )


def _cells(result: Reproduction) -> tuple[str, ...]:
    published, attempts = PUBLISHED[result.recipe.name], result.attempts
    about = "about " if published.judged.is_approximate else ""
    return (
        f"`{result.recipe.name}`",
        f"{attempts[0].parameters:,}",
        f"{about}{published.judged.accuracy:.4f}",
        f"{published.enough:.4f}",
        f"**{result.accuracy:.4f}**",
        " ".join(f"{each.accuracy:.4f}" for each in attempts),
        f"{attempts[0].n:,} {published.judged_by} images",
        f"{'yes' if result.holds else 'no'}, {result.side}",
        f"{result.seeds_below} of {len(attempts)}",
        max(each.date for each in attempts),
    )


_WORDS = """*Measured* is the median over the seeds 0 to 4 (seed 0 alone for the three long ones). It holds
when it is no lower than *at least*, which is the published accuracy minus two standard errors of its sample, and when
the parameters are exactly the published ones. *Holds* says on which side of the published accuracy it lies, and how far in
standard errors; *seeds below* how many seeds stay below that accuracy.
"""


def summary(results: list[Reproduction]) -> list[dict[str, Any]]:
    """The results as plain values."""
    return [
        {
            "recipe": result.recipe.name,
            "published": PUBLISHED[result.recipe.name].judged.accuracy,
            "enough": PUBLISHED[result.recipe.name].enough,
            "accuracy": result.accuracy,
            "holds": result.holds,
            "standard_errors": result.standard_errors,
            "seeds_below": result.seeds_below,
            "attempts": [asdict(each) for each in result.attempts],
        }
        for result in results
    ]
