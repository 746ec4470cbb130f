"""Maps: images as points in two or three dimensions, coloured by class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from digitcore.figures.figure_cache import cached_figure
from digitcore.figures.picture import Picture, Table
from digitcore.figures.style import as_written, colour_of_class, dress

_SYMBOLS = ("circle", "square", "diamond", "cross", "circle-open")
"""In 3-D these are letters of a font; every font has these."""


@cached_figure
def point_map(
    positions: NDArray[np.floating],
    labels: NDArray[np.integer],
    *,
    indices: NDArray[np.integer],
    class_names: Sequence[str],
    axis_titles: Sequence[str],
    predictions: Sequence[str] | None = None,
    ringed: int | None = None,
    name: str = "map",
) -> Picture:
    """`positions` (n, 2 or 3) with `labels` (n,); `indices` (n,) are the images' numbers in the part.

    A point's `customdata` is its row in these arrays. `predictions` (n,) are the names a model gave them; a flat map
    puts a ring around the row `ringed`.
    """
    flat = positions.shape[1] == 2
    notes: NDArray[Any] = indices
    if predictions is not None:
        called = (
            f"{index}, called {as_written(name)}" for index, name in zip(indices, predictions, strict=True)
        )
        notes = np.array(list(called), dtype=object)
    figure = go.Figure()
    for label in np.unique(labels):
        rows, title = np.flatnonzero(labels == label), as_written(class_names[label])
        shape = dict(zip("xyz", positions[rows].T, strict=False))
        trace = go.Scatter if flat else go.Scatter3d
        figure.add_trace(
            trace(
                **shape, mode="markers", name=title, customdata=rows[:, None], text=notes[rows],
                marker={
                    "color": colour_of_class(label), "symbol": _SYMBOLS[label % len(_SYMBOLS)],
                    "size": 7 if flat else 3.5, "opacity": 0.8,
                },
                hovertemplate=f"{title}, image %{{text}}<extra></extra>",
            )
        )  # fmt: skip
    if ringed is not None:
        _ring(figure, positions[ringed])
    dress(figure, height=620)
    titles = list(axis_titles)
    if flat:
        figure.update_xaxes(title_text=titles[0], showticklabels=False)
        figure.update_yaxes(title_text=titles[1], showticklabels=False)
        figure.update_layout(legend={"yanchor": "top", "y": -0.08})  # above, the camera would hide its end
    else:
        axes = {
            f"{axis}axis": {"title": {"text": title}, "showticklabels": False}
            for axis, title in zip("xyz", titles, strict=True)
        }
        figure.update_layout(scene=axes | {"dragmode": "turntable"}, legend={"itemsizing": "constant"})
    columns = {title: np.round(column, 3).tolist() for title, column in zip(titles, positions.T, strict=True)}
    answers = {} if predictions is None else {"called": list(predictions)}
    about = {"image": indices.tolist(), "class": [class_names[label] for label in labels], **answers}
    return Picture(name, figure, Table(about | columns), narrow_height=460)


def _ring(figure: go.Figure, place: NDArray[np.floating]) -> None:
    """Put a ring around one point of a flat map, in a grey that shows in both themes."""
    figure.add_scatter(
        x=[place[0]], y=[place[1]], mode="markers", showlegend=False, hoverinfo="skip",
        marker={"symbol": "circle-open", "size": 20, "color": "#808080", "line_width": 3},
    )  # fmt: skip
