"""Confusion matrices: row = the true class, column = what was predicted, everywhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from digitcore.figures.picture import Picture, Table
from digitcore.figures.style import as_written, dress


def confusion(
    matrix: NDArray[np.integer], *, class_names: Sequence[str], name: str = "confusion-matrix"
) -> Picture:
    """Counts (K, K), coloured by their share of the true class, so that a rare class is not pale."""
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
    figure.update_xaxes(type="category", constrain="domain", side="bottom")
    figure.update_yaxes(
        type="category", autorange="reversed", scaleanchor="x", constrain="domain", constraintoward="top"
    )
    columns = {f"predicted {title}": matrix[:, index].tolist() for index, title in enumerate(class_names)}
    dress(figure, height=540, x="predicted", y="true")
    return Picture(name, figure, Table({"true": list(class_names), **columns}), width=640, narrow_height=380)
