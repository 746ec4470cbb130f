"""The forms in which a run can be exported, by name: `EXPORTS`. Last in the reading order.

`Export.write` gives the bytes of one file, which the caller stores or sends. `why_not` says beforehand where a form
makes no sense for a run, so that a page need not offer it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from digitcore.errors import BadInput
from digitcore.export import archive, event_logs, report, tables
from digitcore.export.exported_run import ExportedRun, no_settings
from digitcore.export.scripts import data_section, notebook, script
from digitcore.learning.recipes.config import NETWORK

Files = Mapping[str, bytes | str]
"""Contents by name; the names are those in the ZIP of everything."""


def _always(run: ExportedRun) -> BadInput | None:
    return None


def _never(run: ExportedRun) -> bool:
    return False


def _nothing(run: ExportedRun) -> str:
    return ""


@dataclass(frozen=True)
class Export:
    """One form."""

    name: str
    title: str
    sentence: str
    """What it is."""
    use: str
    """What it is good for."""
    ending: str
    """The end of the file's name; a form with several files ends in `.zip`."""
    files: Callable[[ExportedRun], Files]
    why_not: Callable[[ExportedRun], BadInput | None] = _always
    """The error where this form makes no sense for a run; None where it does."""
    needs_tensorflow: Callable[[ExportedRun], bool] = _never
    """Whether writing it loads TensorFlow."""
    note: Callable[[ExportedRun], str] = _nothing
    """A sentence that only this run's file needs; mostly empty."""

    def words(self, run: ExportedRun) -> str:
        """What it is, for this run."""
        return f"{self.sentence} {self.note(run)}".strip()

    def write(self, run: ExportedRun) -> bytes:
        """The content of the file; raises where the form makes no sense for this run."""
        problem = self.why_not(run)
        if problem is not None:
            raise problem
        files = self.files(run)
        if self.ending.endswith(".zip"):
            return archive.zipped(files)
        (content,) = files.values()
        return content.encode() if isinstance(content, str) else content

    def file_name(self, run: ExportedRun) -> str:
        """A name for the file, from its id: a title that somebody typed must not become a path."""
        return f"digitlab-{run.id}{self.ending}"


def _is_default(run: ExportedRun) -> BadInput | None:
    return no_settings() if run.is_default else None


def _has_no_keras_file(run: ExportedRun) -> BadInput | None:
    if run.load_keras is not None:
        return None
    what = "is no network" if run.settings.model != NETWORK else "left no model"
    return BadInput(
        f"The run {run.title!r} {what}, so there is no Keras file of it.",
        "Take it away as `code`, or as `zip`, which has its arrays.",
    )


def _has_no_curve(run: ExportedRun) -> BadInput | None:
    if run.epochs:
        return None
    return BadInput(
        f"{run.title!r} has no learning curve.", "Name a run that was trained for an epoch or more."
    )


def _keras(run: ExportedRun) -> Files:
    return {} if run.load_keras is None else {"model.keras": run.load_keras()}


def _about_default(run: ExportedRun) -> str:
    if not run.is_default:
        return ""
    return (
        "This one takes pixels from 0 to 1 and gives digits, ten probabilities, "
        "and doubt, above 0 for what is no digit."
    )


def _about_images(run: ExportedRun) -> str:
    if run.config is None or not data_section.has_file(run.config):
        return ""
    return f"It reads {data_section.DATA_FILE}, the images, which comes with it in the ZIP of everything."


def _tables(run: ExportedRun) -> Files:
    return {f"tables/{name}.csv": table.to_csv() for name, table in tables.as_tables(run).items()}


def _event_files(run: ExportedRun) -> Files:
    return {f"tensorboard/{name}": content for name, content in event_logs.event_files(run).items()}


def _everything(run: ExportedRun) -> Files:
    """The files of all forms that make sense for the run, what only the ZIP has, and a list of them."""
    files: dict[str, bytes | str] = {}
    contents: dict[str, str] = {}
    for export in EXPORTS.values():
        if export.files is not _everything and export.why_not(run) is None:
            written = export.files(run)
            names = {name.partition("/")[0] + ("/" if "/" in name else "") for name in written}
            files, contents = files | dict(written), contents | dict.fromkeys(names, export.words(run))
    own = archive.own_files(run)
    contents |= {name: _OWN_FILES[name] for name in own}
    return {"README.txt": archive.read_me(run, contents)} | files | own


def _everything_needs_tensorflow(run: ExportedRun) -> bool:
    """Whether a form in the ZIP of everything does."""
    return any(
        export.needs_tensorflow(run)
        for export in EXPORTS.values()
        if export.files is not _everything and export.why_not(run) is None
    )


EXPORTS = {
    export.name: export
    for export in (
        Export(
            "keras", "Keras model",
            "The network with its weights, for keras.models.load_model. It takes prepared images (n, side, side, 1).",
            "To ask the model in a program of your own.",
            ".keras", _keras, _has_no_keras_file, lambda run: run.is_default, _about_default,
        ),
        Export(
            "code", "Script", "Short Python code that trains this run again, without the app.",
            "To read what was done, change a line and see what it does.",
            ".py", lambda run: {script.NAME: script.script(run)}, _is_default, note=_about_images,
        ),
        Export(
            "notebook", "Notebook", "The same code as a Jupyter notebook.",
            "To go through it step by step, with notes of your own.",
            ".ipynb", lambda run: {"train.ipynb": notebook.notebook(run)}, _is_default, note=_about_images,
        ),
        Export("csv", "Tables", "All numbers as CSV files.", "For a spreadsheet.", ".csv.zip", _tables),
        Export(
            "json", "Numbers", "All numbers as one JSON object: settings, points, epochs, classes, probabilities, versions.",
            "For a program of your own.", ".json", lambda run: {"run.json": tables.as_json(run)},
        ),
        Export(
            "html", "Report", "One page with the figures, which opens in any browser without a network.",
            "To read, print or hand in.", ".html", lambda run: {"report.html": report.report(run)},
        ),
        Export(
            "tensorboard", "TensorBoard logs", "Loss and accuracy of each epoch: unpack, then tensorboard --logdir tensorboard.",
            "To lay the curves of many runs over each other.",
            ".tensorboard.zip", _event_files, _has_no_curve, lambda run: True,
        ),
        Export(
            "zip", "Everything", "All of these in one ZIP, with the images where they cannot be had elsewhere.",
            "To keep, or to hand on.", ".zip", _everything, needs_tensorflow=_everything_needs_tensorflow,
        ),
    )
}  # fmt: skip
_OWN_FILES = {
    archive.ARRAYS_FILE: "The preparation, which is (image - offset) * factor; and what a model that is no network has learnt.",
    data_section.DATA_FILE: "The images that the run saw, for the script and the notebook.",
}


def find(name: str) -> Export:
    """The form called `name`, or a sentence that lists the names there are."""
    if name not in EXPORTS:
        raise BadInput(f"A run cannot be taken away as {name!r}.", f"Choose one of: {', '.join(EXPORTS)}.")
    return EXPORTS[name]
