"""The activations of a layer for one image: a strip of values, or named bars where each unit stands for a class."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from digitcore.figures.figure_cache import cached_figure
from digitcore.figures.picture import Picture, Table
from digitcore.figures.style import ACCENT, AMOUNT, DIFFERENCE, as_written, dress

_IN_A_ROW = 32


@cached_figure
def units(values: NDArray[np.floating], *, name: str) -> Picture:
    """`values` (n,) as a strip, 32 in a row; the colours begin at 0, or are two-sided where a value is below it."""
    columns = min(len(values), _IN_A_ROW)
    rows = -(-len(values) // columns)
    bound, is_signed = float(np.abs(values).max()) or 1.0, bool(values.min() < 0)
    cells, numbers = np.full(rows * columns, np.nan), np.arange(1, rows * columns + 1)
    cells[: len(values)] = np.round(values, 4)
    figure = go.Figure(
        go.Heatmap(
            z=cells.reshape(rows, columns), customdata=numbers.reshape(rows, columns), xgap=1, ygap=1,
            zmin=-bound if is_signed else 0, zmax=bound, colorscale=DIFFERENCE if is_signed else AMOUNT,
            reversescale=is_signed, colorbar_thickness=12, hoverongaps=False,
            hovertemplate="unit %{customdata}: %{z}<extra></extra>",
        )
    )  # fmt: skip
    hidden = {"showgrid": False, "zeroline": False, "showticklabels": False, "ticks": ""}
    figure.update_xaxes(**hidden)
    figure.update_yaxes(**hidden, autorange="reversed")
    height = min(420, 26 * rows + 90)
    dress(figure, height=height)
    table = Table({"unit": numbers[: len(values)].tolist(), "value": np.round(values, 5).tolist()})
    return Picture(name, figure, table, narrow_height=min(300, 14 * rows + 90))


@cached_figure
def answers(values: NDArray[np.floating], *, titles: Sequence[str], y: str, name: str) -> Picture:
    """`values` (n,) as bars with `titles`."""
    figure = go.Figure(go.Bar(x=[as_written(title) for title in titles], y=values, marker_color=ACCENT))
    figure.update_traces(hovertemplate="%{x}: %{y:.4f}<extra></extra>")
    figure.update_xaxes(type="category")
    dress(figure, height=240, y=y)
    return Picture(
        name, figure, Table({"class": list(titles), y: np.round(values, 5).tolist()}), narrow_height=220
    )
