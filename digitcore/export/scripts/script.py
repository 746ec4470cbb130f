"""Code that reproduces a run: a short script with Keras or scikit-learn that needs nothing of this app.

It is put together from the sections of `data_section`, `network_section` and `classical_section`. It stores nothing, and
prints its accuracy. Nothing that people typed goes into it, since others will run it on their machines.
"""

from __future__ import annotations

import textwrap

from digitcore.data.dataset import FactSheet
from digitcore.export.exported_run import ExportedRun
from digitcore.export.scripts import classical_section, data_section, network_section
from digitcore.export.scripts.sections import Section, as_script, import_lines
from digitcore.learning.recipes.config import NETWORK, RunConfig
from digitcore.learning.recipes.recipes import RECIPES

NAME = "train.py"


def script(run: ExportedRun) -> str:
    """The whole script."""
    return as_script(_docstring(run), script_sections(run))


def title(run: ExportedRun) -> str:
    """The recipe's title, or a general one: the title that somebody typed does not go into code."""
    recipe = RECIPES.get(run.recipe)
    own = "A network of one's own" if run.settings.model == NETWORK else "A model of one's own"
    return recipe.title if recipe else own


def words(run: ExportedRun) -> str:
    """What the script does, and the accuracy of the run, in sentences."""
    packages = ", ".join(f"{name} {version}" for name, version in run.versions.items())
    judgement = run.examination.judgement
    same = (
        "Parts, initial weights, order of the images and random draws"
        if run.settings.model == NETWORK
        else "Its parts"
    )
    return (
        f"Run {run.id} of Digit Lab, written out. It came to an accuracy of {judgement.accuracy:.4f} on "
        f"{judgement.n:,} test images, with {packages}. {same} are those of the run, so "
        "with the same versions only rounding makes a difference."
    )


def script_sections(run: ExportedRun) -> list[Section]:
    """The sections in their order; the first one has all imports, the constants and the arguments."""
    config, facts = run.settings, run.facts
    following = data_section.sections(config, facts) + _model_sections(config, facts)
    return [_settings(run, following), *following]


def _model_sections(config: RunConfig, facts: FactSheet) -> list[Section]:
    if config.model == NETWORK:
        return network_section.sections(config, facts)
    return classical_section.sections(config)


def _docstring(run: ExportedRun) -> str:
    needs = (
        "tensorflow, scikit-learn and numpy" if run.settings.model == NETWORK else "scikit-learn and numpy"
    )
    paragraphs = [f"{title(run)}.", textwrap.fill(words(run), 96), f"Needs {needs}. Start it with:"]
    return "\n\n".join([*paragraphs, "\n".join(f"    {line}" for line in _calls(run.settings))])


def _calls(config: RunConfig) -> list[str]:
    if config.dataset == "mnist" and not data_section.has_file(config):
        return [f"python {NAME}", f"python {NAME} --mnist FOLDER  # where the four MNIST files are"]
    return [f"python {NAME}"]


def _settings(run: ExportedRun, following: list[Section]) -> Section:
    config = run.settings
    constants = [f"SEED = {config.seed}", *_epochs(run)]
    if config.model == NETWORK:
        constants += network_section.settings(config)
    options = data_section.arguments(config)
    if _epochs(run):
        options.insert(0, 'parser.add_argument("--epochs", type=int, default=EPOCHS)')
    arguments = ["parser = argparse.ArgumentParser()", *options]
    arguments += [
        "# A notebook is started with arguments of its own.",
        'arguments = parser.parse_args([] if "ipykernel" in sys.modules else None)',
    ]
    needed = Section("", "", "", ("import argparse", "import sys"))
    code = "\n\n".join([import_lines([needed, *following]), "\n".join(constants), "\n".join(arguments)])
    return Section("Settings", "", code)


def _epochs(run: ExportedRun) -> list[str]:
    """The line that sets EPOCHS: those of the settings, or how far a stopped run came."""
    config = run.settings
    if config.model not in (NETWORK, "logistic-regression"):
        return []
    if run.state == "stopped" and 0 < run.epochs_done < config.epochs:
        return [f"EPOCHS = {run.epochs_done}  # of {config.epochs}: it was stopped then"]
    return [f"EPOCHS = {config.epochs}"]
