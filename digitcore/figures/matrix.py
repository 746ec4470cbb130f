"""Confusion matrices: row = the true class, column = what was predicted, everywhere."""

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

_LOWEST_WITH_SCALE = 500
_WORDS = "true %{{y}}, predicted %{{x}}. Images: {count}, {share} of the %{{y}}s<extra></extra>"


@dataclass(frozen=True)
class Mode:
    """One way to show a confusion matrix: the text of the cells, and their shades."""

    title: str
    meaning: str
    shades: Callable[[Doubles], Doubles]
    scale_title: str
    shades_shares: bool = True
    """Whether the shades are shares, from 0 to 1."""
    in_per_cent: bool = False
    """Whether the cells show shares and not counts."""
    without_diagonal: bool = False


def _of_rows(matrix: Doubles) -> Doubles:
    shares: Doubles = matrix / np.maximum(1, matrix.sum(axis=1, keepdims=True))
    return shares


def _of_columns(matrix: Doubles) -> Doubles:
    shares: Doubles = matrix / np.maximum(1, matrix.sum(axis=0, keepdims=True))
    return shares


def _logarithms(matrix: Doubles) -> Doubles:
    logarithms: Doubles = np.log10(matrix + 1)
    return logarithms


MODES = {
    "counts": Mode(
        "Counts", "The numbers are images; the shade is their share of the row.", _of_rows, "of the true class"
    ),
    "true": Mode(
        "By true class", "Each row adds up to 100%: what becomes of the images of one class.",
        _of_rows, "of the true class", in_per_cent=True,
    ),
    "predicted": Mode(
        "By predicted class", "Each column adds up to 100%: what is behind an answer.",
        _of_columns, "of the answers", in_per_cent=True,
    ),
    "log": Mode(
        "Logarithmic", "The shade is the number of digits of the count, so that rare mistakes show.",
        _logarithms, "log₁₀ (images + 1)", shades_shares=False,
    ),
    "errors": Mode(
        "Errors only", "Only what went wrong: the diagonal is left out, and the shades begin anew.",
        lambda matrix: matrix, "images", shades_shares=False, without_diagonal=True,
    ),
}  # fmt: skip
"""By name, in the order in which a page offers them."""


@cached_figure
def confusion(
    matrix: NDArray[np.integer],
    *,
    class_names: Sequence[str],
    name: str = "confusion-matrix",
    mode: str = "counts",
    clickable: bool = False,
    height: int = 540,
) -> Picture:
    """Counts (K, K) as `mode` (an entry of `MODES`) shows them.

    If `clickable`, a selected point's `customdata` is the cell: true class, predicted class. A low figure has no room
    for the bar of the scale.
    """
    names = [as_written(class_name) for class_name in class_names]
    figure = go.Figure(_cells(matrix, names, MODES[mode]))
    low, high = -0.5, len(names) - 0.5
    axis = {"type": "category", "constrain": "domain", "showgrid": False}
    figure.update_xaxes(**axis, range=[low, high], side="bottom")
    figure.update_yaxes(**axis, range=[high, low], scaleanchor="x", constraintoward="top")
    has_scale = height >= _LOWEST_WITH_SCALE
    figure.data[0].showscale = has_scale
    if clickable:
        _add_squares(figure, names)
    dress(figure, height=height, x="predicted", y="true")
    table = matrix_table(matrix, class_names)
    return Picture(name, figure, table, width=640, narrow_height=310 if has_scale else 380)


def matrix_table(matrix: NDArray[np.integer], class_names: Sequence[str]) -> Table:
    """The counts of a confusion matrix as a table."""
    columns = {f"predicted {title}": matrix[:, index].tolist() for index, title in enumerate(class_names)}
    return Table({"true": list(class_names), **columns})


def _cells(matrix: NDArray[np.integer], names: Sequence[str], mode: Mode) -> go.Heatmap:
    """The cells with their shades, and with their text if there are not too many."""
    counts = matrix.astype(np.float64)
    shades, shares = mode.shades(counts), _of_rows(counts)
    text = [[f"{share:.1%}" for share in row] for row in shades] if mode.in_per_cent else matrix.astype(str)
    if mode.without_diagonal:
        shades, text = shades.copy(), np.array(text, dtype=object)
        np.fill_diagonal(shades, np.nan)
        np.fill_diagonal(text, "")
    cells = go.Heatmap(
        z=shades, x=names, y=names, customdata=np.stack([matrix, shares], axis=2), colorscale="Blues",
        zmin=0, zmax=1 if mode.shades_shares else None, xgap=1, ygap=1,
        colorbar={
            "title": mode.scale_title, "thickness": 12, "ypad": 0, "ticklabeloverflow": "allow",
            "tickformat": ".0%" if mode.shades_shares else None,
        },
        hovertemplate=_WORDS.format(count="%{customdata[0]}", share="%{customdata[1]:.1%}"),
    )  # fmt: skip
    return cells.update(text=text, texttemplate="%{text}") if len(names) <= 12 else cells


def _add_squares(figure: go.Figure, names: Sequence[str]) -> None:
    """Lay invisible squares over the cells, which also carry the hover text."""
    # A click on a heatmap selects nothing in Streamlit, a click on a scatter point does: https://github.com/streamlit/streamlit/issues/8760
    heatmap = figure.data[0]
    cells = [(row, column) for row in range(len(names)) for column in range(len(names))]
    figure.add_scatter(
        x=[names[column] for _, column in cells], y=[names[row] for row, _ in cells],
        customdata=[(*cell, *map(float, heatmap.customdata[cell])) for cell in cells],
        mode="markers", marker={"symbol": "square", "size": 30, "opacity": 0.01}, showlegend=False,
        hovertemplate=_WORDS.format(count="%{customdata[2]}", share="%{customdata[3]:.1%}"),
        selected_marker_opacity=0.01, unselected_marker_opacity=0.01,
    )  # fmt: skip
    heatmap.hoverinfo, heatmap.hovertemplate = "skip", None
