"""Confusion matrices: row = the true class, column = what was predicted, everywhere.

Pages show them as cells to press, in one of `MODES`; the figure is for the report.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from digitcore.figures.figure_cache import cached_figure
from digitcore.figures.picture import Picture, Table
from digitcore.figures.style import as_written, dress

Doubles = NDArray[np.float64]

_MOST_WITH_NUMBERS = 12
"""Classes; the cells of more are too small."""


@dataclass(frozen=True)
class Mode:
    """One way to show a confusion matrix: the shades of its cells, and what stands in them."""

    title: str
    meaning: str
    shades: Callable[[Doubles], Doubles]
    """From 0 to 1; NaN where the cell is left out."""
    in_per_cent: bool = False
    """Whether the cells show their shades and not the counts."""


def _of_rows(matrix: Doubles) -> Doubles:
    shares: Doubles = matrix / np.maximum(1, matrix.sum(axis=1, keepdims=True))
    return shares


def _of_columns(matrix: Doubles) -> Doubles:
    shares: Doubles = matrix / np.maximum(1, matrix.sum(axis=0, keepdims=True))
    return shares


def _logarithms(matrix: Doubles) -> Doubles:
    logarithms: Doubles = np.log10(matrix + 1)
    logarithms /= max(1.0, logarithms.max())
    return logarithms


def _without_diagonal(matrix: Doubles) -> Doubles:
    wrong = matrix.copy()
    np.fill_diagonal(wrong, np.nan)
    wrong /= max(1.0, np.nanmax(wrong, initial=0))
    return wrong


MODES = {
    "counts": Mode("Counts", "The numbers are images; the shade is their share of the row.", _of_rows),
    "true": Mode(
        "By true class", "Each row adds up to 100%: what becomes of the images of one class.",
        _of_rows, in_per_cent=True,
    ),
    "predicted": Mode(
        "By predicted class", "Each column adds up to 100%: what is behind an answer.",
        _of_columns, in_per_cent=True,
    ),
    "log": Mode(
        "Logarithmic", "The shade is the number of digits of the count, so that rare mistakes show.", _logarithms
    ),
    "errors": Mode(
        "Errors only", "Only what went wrong: the diagonal is left out, and the shades begin anew.", _without_diagonal
    ),
}  # fmt: skip
"""By name, in the order in which a page offers them."""


def matrix_table(matrix: NDArray[np.integer], class_names: Sequence[str]) -> Table:
    """The counts of a confusion matrix as a table."""
    columns = {f"predicted {title}": matrix[:, index].tolist() for index, title in enumerate(class_names)}
    return Table({"true": list(class_names), **columns})


@cached_figure
def confusion(matrix: NDArray[np.integer], *, class_names: Sequence[str]) -> Picture:
    """Counts (K, K), shaded by their share of the row."""
    names = [as_written(class_name) for class_name in class_names]
    cells = go.Heatmap(
        z=_of_rows(matrix.astype(np.float64)), x=names, y=names, customdata=matrix, colorscale="Blues", zmin=0, zmax=1,
        xgap=1, ygap=1, colorbar={"title": "of the true class", "thickness": 12, "ypad": 0, "tickformat": ".0%"},
        hovertemplate="true %{y}, predicted %{x}. Images: %{customdata}, %{z:.1%} of the %{y}s<extra></extra>",
    )  # fmt: skip
    if len(names) <= _MOST_WITH_NUMBERS:
        cells.update(text=matrix.astype(str), texttemplate="%{text}")
    figure = go.Figure(cells)
    low, high = -0.5, len(names) - 0.5
    axis = {"type": "category", "constrain": "domain", "showgrid": False}
    figure.update_xaxes(**axis, range=[low, high], side="bottom")
    figure.update_yaxes(**axis, range=[high, low], scaleanchor="x", constraintoward="top")
    dress(figure, height=540, x="predicted", y="true")
    return Picture("confusion-matrix", figure, matrix_table(matrix, class_names), width=640)
