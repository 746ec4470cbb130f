"""Why a model answered as it did: an image, and how much each part of it speaks for the answer."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from digitcore.figures.figure_cache import cached_figure
from digitcore.figures.images import pixel_table
from digitcore.figures.picture import Picture
from digitcore.figures.style import DIFFERENCE, INK, as_written, dress


@cached_figure
def occlusion(
    image: NDArray[np.floating], drops: NDArray[np.floating], *, maximum: float, answer: str
) -> Picture:
    """The image (h, w), and how far the answer's probability `drops` (h, w) where a patch covers it, in points."""
    points = 100 * np.asarray(drops, np.float64)
    bound = max(1.0, float(np.abs(points).max()))
    titles = ("what the model sees", f"what speaks for {as_written(answer)}")
    figure = make_subplots(1, 2, subplot_titles=titles, horizontal_spacing=0.08)
    figure.add_trace(
        go.Heatmap(
            z=np.round(image, 1), zmin=0, zmax=maximum, colorscale=INK, showscale=False,
            hovertemplate="row %{y}, column %{x}: %{z}<extra></extra>",
        ), 1, 1,
    )  # fmt: skip
    figure.add_trace(
        go.Heatmap(
            z=np.round(points, 1), zmin=-bound, zmax=bound, colorscale=DIFFERENCE,
            colorbar={"thickness": 12, "title": "points"},
            hovertemplate="row %{y}, column %{x}: %{z} points<extra></extra>",
        ), 1, 2,
    )  # fmt: skip
    axes = {"constrain": "domain", "showgrid": False, "zeroline": False, "showticklabels": False, "ticks": ""}
    figure.update_xaxes(**axes)
    figure.update_yaxes(**axes, autorange="reversed", constraintoward="top")
    figure.layout.yaxis.scaleanchor, figure.layout.yaxis2.scaleanchor = "x", "x2"
    dress(figure, height=340)
    table = pixel_table({"ink": np.round(image, 1), "drop in points": np.round(points, 2)})
    return Picture("occlusion", figure, table, width=720, narrow_height=200)
