"""Why a model answered as it did: an image, how much each part of it speaks for the answer, and what turns it."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from digitcore.figures.figure_cache import cached_figure
from digitcore.figures.images import pixel_table
from digitcore.figures.picture import Picture, Table
from digitcore.figures.style import DIFFERENCE, INK, SECOND, as_written, dress

_PLAIN_AXES = {
    "constrain": "domain",
    "showgrid": False,
    "zeroline": False,
    "showticklabels": False,
    "ticks": "",
}


@cached_figure
def turned_pixels(
    before: NDArray[np.floating], after: NDArray[np.floating], pixels: NDArray[np.integer], *, maximum: float,
    titles: tuple[str, str],
) -> Picture:  # fmt: skip
    """The image (h, w) as it was and as it became; `pixels` (n, 2) are framed, as rows and columns."""
    figure = make_subplots(1, 2, subplot_titles=titles, horizontal_spacing=0.08)
    for place, image in enumerate((before, after), start=1):
        figure.add_trace(_ink(image, maximum), 1, place)
    rows, columns = pixels[:, 0], pixels[:, 1]
    marker = {"symbol": "square-open", "size": 13, "color": SECOND, "line": {"width": 2}}
    figure.add_trace(
        go.Scatter(x=columns, y=rows, mode="markers", marker=marker, showlegend=False, hoverinfo="skip"), 1, 2
    )
    _as_images(figure)
    table = Table({
        "pixel": list(range(1, len(pixels) + 1)),
        "row": rows.tolist(),
        "column": columns.tolist(),
        "ink before": [float(np.round(before[tuple(place)], 1)) for place in pixels],
        "ink after": [float(np.round(after[tuple(place)], 1)) for place in pixels],
    })  # fmt: skip
    return Picture("turned-pixels", figure, table, width=720, narrow_height=200)


def _ink(image: NDArray[np.floating], maximum: float) -> go.Heatmap:
    return go.Heatmap(
        z=np.round(image, 1), zmin=0, zmax=maximum, colorscale=INK, showscale=False,
        hovertemplate="row %{y}, column %{x}: %{z}<extra></extra>",
    )  # fmt: skip


def _as_images(figure: go.Figure) -> None:
    """Square pixels, the first row on top, no numbers at the edges."""
    figure.update_xaxes(**_PLAIN_AXES)
    figure.update_yaxes(**_PLAIN_AXES, autorange="reversed", constraintoward="top")
    figure.layout.yaxis.scaleanchor, figure.layout.yaxis2.scaleanchor = "x", "x2"
    dress(figure, height=340)


@cached_figure
def occlusion(
    image: NDArray[np.floating], drops: NDArray[np.floating], *, maximum: float, answer: str
) -> Picture:
    """The image (h, w), and how far the answer's probability `drops` (h, w) where a patch covers it, in points."""
    points = 100 * np.asarray(drops, np.float64)
    bound = max(1.0, float(np.abs(points).max()))
    titles = ("what the model sees", f"what speaks for {as_written(answer)}")
    figure = make_subplots(1, 2, subplot_titles=titles, horizontal_spacing=0.08)
    figure.add_trace(_ink(image, maximum), 1, 1)
    figure.add_trace(
        go.Heatmap(
            z=np.round(points, 1), zmin=-bound, zmax=bound, colorscale=DIFFERENCE,
            colorbar={"thickness": 12, "title": "points"},
            hovertemplate="row %{y}, column %{x}: %{z} points<extra></extra>",
        ), 1, 2,
    )  # fmt: skip
    _as_images(figure)
    table = pixel_table({"ink": np.round(image, 1), "drop in points": np.round(points, 2)})
    return Picture("occlusion", figure, table, width=720, narrow_height=200)
