"""The forms in which a run can be taken away, by name: `EXPORTS`.

Last in the reading order. A form's `write` gives the bytes of one file; `why_not` says beforehand where a form does not make
sense for a run, so that a page need not offer it. Putting the bytes somewhere is left to who asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from digitcore.errors import BadInput
from digitcore.export import archive, event_logs, notebook, report, script, script_data, tables
from digitcore.export.exported_run import TakenRun, no_settings
from digitcore.learning.recipes.config import NETWORK

Files = Mapping[str, bytes | str]
"""Names, as they are in the ZIP of everything, and contents."""


def _always(taken: TakenRun) -> BadInput | None:
    return None


def _never(taken: TakenRun) -> bool:
    return False


def _nothing(taken: TakenRun) -> str:
    return ""


@dataclass(frozen=True)
class Export:
    """One entry of the registry."""

    name: str
    title: str
    sentence: str
    """What it is."""
    use: str
    """What it is good for."""
    ending: str
    """Of the file's name; that of a form with several files is a ZIP's."""
    files: Callable[[TakenRun], Files]
    why_not: Callable[[TakenRun], BadInput | None] = _always
    """What to say where this form does not make sense for a run; None where it does."""
    needs_tensorflow: Callable[[TakenRun], bool] = _never
    """Whether writing it loads TensorFlow."""
    note: Callable[[TakenRun], str] = _nothing
    """What is to be said besides of this run's file; mostly nothing."""

    def words(self, taken: TakenRun) -> str:
        """What it is, for this run."""
        return f"{self.sentence} {self.note(taken)}".strip()

    def write(self, taken: TakenRun) -> bytes:
        """The content of the file; a `BadInput` where the form does not make sense for this run."""
        reason = self.why_not(taken)
        if reason is not None:
            raise reason
        files = self.files(taken)
        if self.ending.endswith(".zip"):
            return archive.zipped(files)
        (content,) = files.values()
        return content.encode() if isinstance(content, str) else content

    def file_name(self, taken: TakenRun) -> str:
        """A name for the file: nothing in it was typed by anybody."""
        return f"digitlab-{taken.run}{self.ending}"


def _is_default(taken: TakenRun) -> BadInput | None:
    return no_settings() if taken.is_default else None


def _has_no_keras_file(taken: TakenRun) -> BadInput | None:
    if taken.load_keras is not None:
        return None
    what = "is no network" if taken.settings.model != NETWORK else "left no model"
    return BadInput(
        f"The run {taken.title!r} {what}, so there is no Keras file of it.",
        "Take it away as `code`, or as `zip`, which has its arrays.",
    )


def _has_no_curve(taken: TakenRun) -> BadInput | None:
    if taken.epochs:
        return None
    return BadInput(
        f"{taken.title!r} has no learning curve.", "Name a run that was trained for an epoch or more."
    )


def _keras(taken: TakenRun) -> Files:
    return {} if taken.load_keras is None else {"model.keras": taken.load_keras()}


def _about_default(taken: TakenRun) -> str:
    if not taken.is_default:
        return ""
    return (
        "This one takes pixels from 0 to 1 and gives digits, ten probabilities, "
        "and doubt, above 0 for what is no digit."
    )


def _about_images(taken: TakenRun) -> str:
    if taken.config is None or not script_data.has_file(taken.config):
        return ""
    return f"It reads {script_data.DATA_FILE}, the images, which comes with it in the ZIP of everything."


def _tables(taken: TakenRun) -> Files:
    return {f"tables/{name}.csv": table.to_csv() for name, table in tables.as_tables(taken).items()}


def _event_files(taken: TakenRun) -> Files:
    return {f"tensorboard/{name}": content for name, content in event_logs.event_files(taken).items()}


def _everything(taken: TakenRun) -> Files:
    """The files of all forms that make sense for the run, what only the ZIP has, and a list of them."""
    files: dict[str, bytes | str] = {}
    contents: dict[str, str] = {}
    for export in EXPORTS.values():
        if export.files is not _everything and export.why_not(taken) is None:
            found = export.files(taken)
            names = {name.partition("/")[0] + ("/" if "/" in name else "") for name in found}
            files, contents = files | dict(found), contents | dict.fromkeys(names, export.words(taken))
    own = archive.own_files(taken)
    contents |= {name: _OWN_FILES[name] for name in own}
    return {"README.txt": archive.read_me(taken, contents)} | files | own


def _needs_tensorflow(taken: TakenRun) -> bool:
    """Whether one of the forms in the ZIP of everything does."""
    return any(
        export.needs_tensorflow(taken)
        for export in EXPORTS.values()
        if export.files is not _everything and export.why_not(taken) is None
    )


EXPORTS = {
    export.name: export
    for export in (
        Export(
            "keras", "Keras model",
            "The network with its weights, for keras.models.load_model. It takes prepared images (n, side, side, 1).",
            "To ask the model in a program of your own.",
            ".keras", _keras, _has_no_keras_file, lambda taken: taken.is_default, _about_default,
        ),
        Export(
            "code", "Script", "Short Python code that trains this run again, without the app.",
            "To read what was done, change a line and see what it does.",
            ".py", lambda taken: {script.NAME: script.script(taken)}, _is_default, note=_about_images,
        ),
        Export(
            "notebook", "Notebook", "The same code as a Jupyter notebook.",
            "To go through it step by step, with notes of your own.",
            ".ipynb", lambda taken: {"train.ipynb": notebook.notebook(taken)}, _is_default, note=_about_images,
        ),
        Export("csv", "Tables", "All numbers as CSV files.", "For a spreadsheet.", ".csv.zip", _tables),
        Export(
            "json", "Numbers", "All numbers as one JSON object: settings, points, epochs, classes, probabilities, versions.",
            "For a program of your own.", ".json", lambda taken: {"run.json": tables.as_json(taken)},
        ),
        Export(
            "html", "Report", "One page with the figures, which opens in any browser without a network.",
            "To read, print or hand in.", ".html", lambda taken: {"report.html": report.report(taken)},
        ),
        Export(
            "tensorboard", "TensorBoard logs", "Loss and accuracy of each epoch: unpack, then tensorboard --logdir tensorboard.",
            "To lay the curves of many runs over each other.",
            ".tensorboard.zip", _event_files, _has_no_curve, lambda taken: True,
        ),
        Export(
            "zip", "Everything", "All of these in one ZIP, with the images where they cannot be had elsewhere.",
            "To keep, or to hand on.", ".zip", _everything, needs_tensorflow=_needs_tensorflow,
        ),
    )
}  # fmt: skip
"""All forms by name."""

_OWN_FILES = {
    archive.ARRAYS_FILE: "The preparation, which is (image - offset) * factor; and what a model that is no network has learnt.",
    script_data.DATA_FILE: "The images that the run saw, for the script and the notebook.",
}


def find(name: str) -> Export:
    """The form called `name`, or a sentence that lists the names there are."""
    if name not in EXPORTS:
        raise BadInput(f"A run cannot be taken away as {name!r}.", f"Choose one of: {', '.join(EXPORTS)}.")
    return EXPORTS[name]
