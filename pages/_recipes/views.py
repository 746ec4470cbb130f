"""Links to the charts of an experiment, by name: page, view and settings of each. A new chart is one entry.

`digitcore.learning.guided.questions` says which question is answered from which chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import streamlit as st

from digitcore.lab.store.records import RunRecord
from pages._shared.controls import state, tab


@dataclass(frozen=True)
class View:
    """A view of a page, with its settings."""

    title: str
    page: str
    named: str
    """What its address takes: a "dataset", a run as "model", or several "runs"."""
    settings: Mapping[str, str] = field(default_factory=dict)

    def query(self, dataset: str, runs: Sequence[RunRecord]) -> dict[str, str] | None:
        """Its address for this data and these runs; None where it needs runs that are missing."""
        if self.named == "dataset":
            name = dataset
        elif self.named == "runs":
            name = tab.RUN_SEPARATOR.join(run.id for run in runs) if len(runs) > 1 else ""
        else:
            name = runs[0].id if runs else ""
        return {self.named: name, **self.settings} if name else None


def _data(title: str, view: str, **settings: str) -> View:
    return View(title, "pages/explore.py", "dataset", {"view": view, **settings})


def _model(title: str, judging: str, *, on: str = "own", **settings: str) -> View:
    return View(title, "pages/evaluate.py", "model", {"judging": judging, "judged_on": on, **settings})


IN_DATA = {
    "overview": _data("Counts, values, first and random images", "overview"),
    "image": _data("One image as numbers", "images", image="0"),
    "counts": _data("How many of each digit", "classes"),
    "averages": _data("The average image of each digit", "averages", average="mean"),
    "typical": _data("Nearest to its average, and least like it", "typical"),
    "ink": _data("Mean grey of all images, and all pixel values", "ink", which="all"),
    "ink100": _data("Mean grey of the first 100", "ink", which="first"),
    "preparation": _data("Normalised images, one-hot labels", "preparation"),
    "parts": _data("Is the test set like the training set?", "parts"),
}
"""What the published notebooks show of the data."""

IN_MODEL = {
    "layers": _model("Layers, shapes, parameters, filters", "inside", inside="layers"),
    "activations": _model("One image on its way through the layers", "inside", inside="image"),
    "curves": _model("Loss and accuracy of each epoch", "curves", log_loss="false", log_error="false"),
    "logarithmic": _model("The same, logarithmic", "curves", log_loss="true", log_error="true"),
    "matrix": _model("Confusion matrix, counts of each class", "matrix", matrix_mode="counts"),
    "rows": _model("The matrix by true class", "matrix", matrix_mode="true"),
    "shades": _model("The matrix in logarithmic shades", "matrix", matrix_mode="log"),
    "errors": _model("Errors only, and the most confused pairs", "matrix", matrix_mode="errors"),
    "mistakes": _model("All mistakes, what each was called", "mistakes", mistakes="sure"),
    "recall": _model("What share of each digit it finds", "classes", measure="sensitivity"),
    "classes": _model("Precision, f1 and all other rates of each digit", "classes", measure="precision"),
    "certainty": _model("Is it right as often as it is sure?", "certainty"),
    "compare": View("Both side by side", "pages/compare.py", "runs", {"comparing": "table"}),
}
"""What they show of a trained model, and further charts that questions are answered from."""

VIEWS = (
    IN_DATA
    | IN_MODEL
    | {
        "validation": _model("The same of your run, on its validation part", "classes", on="validation"),
    }
)


def links(names: Sequence[str], dataset: str, runs: Sequence[RunRecord]) -> None:
    """Links side by side to those of these views that have something to show."""
    with st.container(horizontal=True, gap="medium"):
        column(names, dataset, runs)


def column(names: Iterable[str], dataset: str, runs: Sequence[RunRecord]) -> None:
    """The same, one below the other."""
    for name in names:
        view = VIEWS[name]
        if (query := view.query(dataset, runs)) is not None:
            st.page_link(
                view.page,
                label=view.title,
                icon=":material/insert_chart:",
                query_params=state.needed_in_link(query),
                width="content",
            )
