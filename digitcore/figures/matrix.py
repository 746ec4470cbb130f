"""Confusion matrices: row = the true class, column = what was predicted, everywhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from digitcore.figures.picture import Picture, Table
from digitcore.figures.style import ACCENT, SECOND, as_written, dress

_LOWEST_WITH_SCALE = 500


def confusion(
    matrix: NDArray[np.integer],
    *,
    class_names: Sequence[str],
    name: str = "confusion-matrix",
    focus: int | None = None,
    clickable: bool = False,
    height: int = 540,
) -> Picture:
    """Counts (K, K), coloured by their share of the true class, so that a rare class is not pale.

    The row and the column of `focus` are framed. Where it is `clickable`, a selected point's `customdata` is the cell:
    true class, predicted class. A low one has no room for the scale beside it; the numbers are in the cells.
    """
    names = [as_written(class_name) for class_name in class_names]
    shares = matrix / np.maximum(1, matrix.sum(axis=1, keepdims=True))
    figure = go.Figure(
        go.Heatmap(
            z=shares, x=names, y=names, customdata=matrix, colorscale="Blues", zmin=0, zmax=1, xgap=1, ygap=1,
            colorbar={"title": "of the true class", "tickformat": ".0%", "thickness": 12},
            hovertemplate="true %{y}, predicted %{x}: %{customdata} images, %{z:.1%} of the %{y}s<extra></extra>",
        )
    )  # fmt: skip
    if len(names) <= 12:
        figure.data[0].update(text=matrix, texttemplate="%{text}")
    low, high = -0.5, len(names) - 0.5
    axis = {"type": "category", "constrain": "domain", "showgrid": False}
    figure.update_xaxes(**axis, range=[low, high], side="bottom")
    figure.update_yaxes(**axis, range=[high, low], scaleanchor="x", constraintoward="top")
    figure.data[0].showscale = height >= _LOWEST_WITH_SCALE
    if focus is not None:
        _frame_row_and_column(figure, focus, class_count=len(names))
    if clickable:
        _add_squares(figure, names)
    columns = {f"predicted {title}": matrix[:, index].tolist() for index, title in enumerate(class_names)}
    dress(figure, height=height, x="predicted", y="true")
    return Picture(name, figure, Table({"true": list(class_names), **columns}), width=640, narrow_height=380)


def _frame_row_and_column(figure: go.Figure, focus: int, *, class_count: int) -> None:
    """Two frames, apart by their dashes as well as by their colour."""
    low, high, ends = focus - 0.5, focus + 0.5, (-0.5, class_count - 0.5)
    for x, y, colour, dash in (((low, high), ends, SECOND, "solid"), (ends, (low, high), ACCENT, "dash")):
        line = {"color": colour, "width": 3, "dash": dash}
        figure.add_shape(type="rect", x0=x[0], x1=x[1], y0=y[0], y1=y[1], line=line)


def _add_squares(figure: go.Figure, names: Sequence[str]) -> None:
    """A click on a heatmap selects nothing in Streamlit; on points that nobody sees it does."""
    cells = [(row, column) for row in range(len(names)) for column in range(len(names))]
    figure.add_scatter(
        x=[names[column] for _, column in cells], y=[names[row] for row, _ in cells], customdata=cells,
        mode="markers", marker={"symbol": "square", "size": 30, "opacity": 0.01}, showlegend=False,
        hoverinfo="skip", selected_marker_opacity=0.01, unselected_marker_opacity=0.01,
    )  # fmt: skip
