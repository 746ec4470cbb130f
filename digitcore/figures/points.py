"""Maps: images as points in two or three dimensions, coloured by class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from digitcore.figures.figure_cache import cached_figure
from digitcore.figures.picture import Picture, Table
from digitcore.figures.style import as_written, colour_of, dress

_SYMBOLS = ("circle", "square", "diamond", "cross", "circle-open")
"""In 3-D these are letters of a font; every font has these."""
_GREY = "#808080"
"""It shows in both themes."""


@cached_figure
def point_map(
    positions: NDArray[np.floating],
    labels: NDArray[np.integer],
    *,
    indices: NDArray[np.integer],
    class_names: Sequence[str],
    axis_titles: Sequence[str],
    laid: str,
    predictions: Sequence[str] | None = None,
    ringed: int | None = None,
    marked: NDArray[np.integer] | None = None,
    name: str = "map",
) -> Picture:
    """`positions` (n, 2 or 3) with `labels` (n,); `indices` (n,) are the images' numbers in the part.

    A point's `customdata` is its row in these arrays. `predictions` (n,) are the names a model gave them; a flat map
    puts a ring around the row `ringed`. Where rows are `marked`, all others are pale: for a map in space, since on a flat
    one the browser marks them (`map_marks.mjs`). A map that is `laid` as the one before in its place stays zoomed as that was.
    """
    notes: NDArray[Any] = indices
    if predictions is not None:
        called = zip(indices, map(as_written, predictions), strict=True)
        notes = np.array([f"{index}, called {title}" for index, title in called], dtype=object)
    figure = go.Figure()
    stands_out = np.ones(len(labels), dtype=bool)
    if marked is not None:
        stands_out = np.isin(np.arange(len(labels)), marked)
        _pale(figure, positions, np.flatnonzero(~stands_out), notes)
    for label in np.unique(labels[stands_out]):
        rows = np.flatnonzero(stands_out & (labels == label))
        figure.add_trace(
            _trace(positions[rows], rows, notes[rows], label, title=as_written(class_names[label]))
        )
    if ringed is not None:
        _ring(figure, positions[ringed])
    if positions.shape[1] == 2:
        _name_clusters(figure, positions, labels, class_names)
    dress(figure, height=620).update_layout(uirevision=laid)
    _title_axes(figure, axis_titles)
    axes = zip(axis_titles, positions.T, strict=True)
    columns = {
        title or f"place {at}": np.round(column, 3).tolist()
        for at, (title, column) in enumerate(axes, start=1)
    }
    answers = {} if predictions is None else {"called": list(predictions)}
    about = {"image": indices.tolist(), "class": [class_names[label] for label in labels], **answers}
    return Picture(name, figure, Table(about | columns), narrow_height=460)


def _trace(
    positions: NDArray[np.floating],
    rows: NDArray[np.integer],
    notes: NDArray[Any],
    label: int,
    *,
    title: str,
) -> go.Scatter | go.Scatter3d:
    """The points of one class."""
    is_flat = positions.shape[1] == 2
    kind = go.Scatter if is_flat else go.Scatter3d
    pale = {"unselected": {"marker": {"color": _GREY, "size": 5, "opacity": 0.25}}} if is_flat else {}
    return kind(
        **dict(zip("xyz", positions.T, strict=False)),
        mode="markers", name=title, customdata=rows[:, None], text=notes,
        marker={
            "color": colour_of(label), "symbol": _SYMBOLS[label % len(_SYMBOLS)],
            "size": 7 if is_flat else 3.5, "opacity": 0.8,
        },
        hovertemplate=f"{title}, image %{{text}}<extra></extra>", **pale,
    )  # fmt: skip


def _pale(
    figure: go.Figure, positions: NDArray[np.floating], rows: NDArray[np.integer], notes: NDArray[Any]
) -> None:
    """The points that do not stand out, of whichever class."""
    figure.add_trace(
        go.Scatter3d(
            **dict(zip("xyz", positions[rows].T, strict=True)),
            mode="markers", name="not picked", customdata=rows[:, None], text=notes[rows],
            marker={"color": _GREY, "size": 2, "opacity": 0.25},
            hovertemplate="image %{text}<extra></extra>",
        )
    )  # fmt: skip


def _title_axes(figure: go.Figure, titles: Sequence[str]) -> None:
    if len(titles) == 2:
        figure.update_xaxes(title_text=titles[0], showticklabels=False)
        figure.update_yaxes(title_text=titles[1], showticklabels=False)
        # Above, the camera would hide the legend's end. A mouse moves the map; a finger scrolls past (`map_zoom.mjs`).
        figure.update_layout(legend={"yanchor": "top", "y": -0.08}, dragmode="pan")
        return
    axes = {
        f"{axis}axis": {"title": {"text": title}, "showticklabels": False}
        for axis, title in zip("xyz", titles, strict=True)
    }
    figure.update_layout(scene=axes | {"dragmode": "turntable"}, legend={"itemsizing": "constant"})


def _ring(figure: go.Figure, place: NDArray[np.floating]) -> None:
    """Put a ring around one point of a flat map."""
    figure.add_scatter(
        x=[place[0]], y=[place[1]], mode="markers", showlegend=False, hoverinfo="skip",
        marker={"symbol": "circle-open", "size": 20, "color": _GREY, "line_width": 3},
    )  # fmt: skip


def _name_clusters(
    figure: go.Figure, positions: NDArray[np.floating], labels: NDArray[np.integer], names: Sequence[str]
) -> None:
    """The name of each class where most of its points are."""
    for label in np.unique(labels):
        x, y = np.median(positions[labels == label], axis=0)
        figure.add_annotation(
            x=x, y=y, text=f"<b>{as_written(names[label])}</b>", showarrow=False, bgcolor="rgba(255,255,255,0.8)",
            font={"size": 15, "color": "#111111"},
        )  # fmt: skip
