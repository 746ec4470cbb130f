"""Code that reproduces a run: a short script with Keras or scikit-learn that needs nothing of this app.

It is put together from the sections of `script_data`, `script_network` and `script_classical`. Nothing that people typed
goes into it. Left out: storing anything; the script prints what it comes to.
"""

from __future__ import annotations

import textwrap

from digitcore.data.dataset import FactSheet
from digitcore.export import script_classical, script_data, script_network
from digitcore.export.exported_run import TakenRun
from digitcore.export.sections import Section, as_script, import_lines
from digitcore.learning.recipes.config import NETWORK, RunConfig
from digitcore.learning.recipes.recipes import RECIPES

NAME = "train.py"


def script(taken: TakenRun) -> str:
    """The whole script of a run."""
    return as_script(_docstring(taken), script_sections(taken))


def title(taken: TakenRun) -> str:
    """What was trained, in our words: the title that somebody gave the run does not go into code."""
    known = RECIPES.get(taken.recipe)
    own = "A network of one's own" if taken.settings.model == NETWORK else "A model of one's own"
    return known.title if known else own


def words(taken: TakenRun) -> str:
    """What it is and what it came to, in sentences."""
    packages = ", ".join(f"{name} {version}" for name, version in taken.versions.items())
    judged = taken.judgement
    same = (
        "Parts, initial weights, order of the images and random draws"
        if taken.settings.model == NETWORK
        else "Its parts"
    )
    return (
        f"Run {taken.run} of Digit Lab, written out. It came to an accuracy of {judged.accuracy:.4f} on {judged.n:,} test "
        f"images, with {packages}. {same} are those of the run, so "
        "with the same versions only rounding makes a difference."
    )


def script_sections(taken: TakenRun) -> list[Section]:
    """The sections in their order; the first one has all imports, the constants and the arguments."""
    config, sheet = taken.settings, taken.facts
    following = script_data.sections(config, sheet) + _model_sections(config, sheet)
    return [_settings(taken, following), *following]


def _model_sections(config: RunConfig, sheet: FactSheet) -> list[Section]:
    if config.model == NETWORK:
        return script_network.sections(config, sheet)
    return script_classical.sections(config)


def _docstring(taken: TakenRun) -> str:
    needs = (
        "tensorflow, scikit-learn and numpy" if taken.settings.model == NETWORK else "scikit-learn and numpy"
    )
    paragraphs = [f"{title(taken)}.", textwrap.fill(words(taken), 96), f"Needs {needs}. Start it with:"]
    return "\n\n".join([*paragraphs, "\n".join(f"    {line}" for line in _calls(taken.settings))])


def _calls(config: RunConfig) -> list[str]:
    if config.dataset == "mnist" and not script_data.has_file(config):
        return [f"python {NAME}", f"python {NAME} --mnist FOLDER  # where the four MNIST files are"]
    return [f"python {NAME}"]


def _settings(taken: TakenRun, following: list[Section]) -> Section:
    config = taken.settings
    constants = [f"SEED = {config.seed}", *_epochs(taken)]
    if config.model == NETWORK:
        constants += script_network.settings(config)
    given = script_data.arguments(config)
    if _epochs(taken):
        given.insert(0, 'parser.add_argument("--epochs", type=int, default=EPOCHS)')
    arguments = ["parser = argparse.ArgumentParser()", *given]
    arguments += [
        "# A notebook is started with arguments of its own.",
        'asked = parser.parse_args([] if "ipykernel" in sys.modules else None)',
    ]
    needed = Section("", "", "", ("import argparse", "import sys"))
    code = "\n\n".join([import_lines([needed, *following]), "\n".join(constants), "\n".join(arguments)])
    return Section("Settings", "", code)


def _epochs(taken: TakenRun) -> list[str]:
    """As a constant: what was asked for, or how far a run came that somebody stopped."""
    config = taken.settings
    if config.model not in (NETWORK, "logistic-regression"):
        return []
    if taken.state == "stopped" and 0 < taken.epochs_done < config.epochs:
        return [f"EPOCHS = {taken.epochs_done}  # of {config.epochs}: it was stopped then"]
    return [f"EPOCHS = {config.epochs}"]
