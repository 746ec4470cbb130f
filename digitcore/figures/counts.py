"""Counts of classes, ink, pixel values and distances, as bars, boxes and lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from digitcore.figures.figure_cache import cached_figure
from digitcore.figures.picture import Picture, Table
from digitcore.figures.style import ACCENT, SECOND, as_written, colour_of_class, dress


@cached_figure
def class_distribution(
    train: NDArray[np.integer], test: NDArray[np.integer], *, class_names: Sequence[str], share: bool
) -> Picture:
    """Images per class (K,), train beside test, as counts or as a `share` of each part."""
    train_share, test_share = (np.round(100 * counts / max(1, counts.sum()), 2) for counts in (train, test))
    figure = go.Figure()
    for title, counts, shares, colour, pattern in (
        ("train", train, train_share, ACCENT, ""),
        ("test", test, test_share, SECOND, "/"),
    ):
        values = shares if share else counts
        figure.add_bar(
            x=[as_written(name) for name in class_names], y=values, name=title, marker_color=colour, marker_pattern_shape=pattern,
            text=[f"{value:.1f}" if share else f"{value:,}" for value in values], textposition="outside",
            textangle=0, cliponaxis=False, customdata=counts,
            hovertemplate="%{x}: %{customdata:,} images<extra>" + title + "</extra>",
        )  # fmt: skip
    figure.update_xaxes(type="category")
    dress(figure, height=380, x="class", y="share of the part, %" if share else "images")
    table = Table(
        {
            "class": list(class_names),
            "train": train.tolist(),
            "train %": train_share.tolist(),
            "test": test.tolist(),
            "test %": test_share.tolist(),
        }
    )
    return Picture("class-distribution", figure, table, narrow_height=320)


@cached_figure
def share_per_class(
    values: NDArray[np.floating],
    *,
    class_names: Sequence[str],
    y: str,
    interval: tuple[NDArray[np.floating], NDArray[np.floating]] | None = None,
    x: str = "class",
) -> Picture:
    """One share, 0 to 1, for each class (K,): points and no bars, since the axis does not begin at 0.

    `interval` has the low and high ends (K,) of each.
    """
    table: dict[str, Sequence[object]] = {x: list(class_names), y: np.round(values, 5).tolist()}
    error = None
    if interval is not None:
        low, high = interval
        table |= {"low": np.round(low, 5).tolist(), "high": np.round(high, 5).tolist()}
        error = {"array": high - values, "arrayminus": values - low, "thickness": 1.5, "width": 4}
    figure = go.Figure(
        go.Scatter(
            x=[as_written(name) for name in class_names], y=values, mode="markers", error_y=error,
            marker={"color": ACCENT, "size": 12}, cliponaxis=False, hovertemplate="%{x}: %{y:.2%}<extra></extra>",
        )
    )  # fmt: skip
    figure.update_xaxes(type="category")
    figure.update_yaxes(tickformat=".1%")
    dress(figure, height=340, x=x, y=y)
    return Picture("measure-per-class", figure, Table(table), narrow_height=300)


@cached_figure
def histogram(counts: NDArray[np.integer], *, x: str, y: str, name: str, log: bool = False) -> Picture:
    """Bars over whole numbers: `counts[i]` is how often `i` occurs; the axis ends at the last that does."""
    values = list(range(len(counts)))
    last = int(np.flatnonzero(counts)[-1]) if counts.any() else 1
    figure = go.Figure(go.Bar(x=values, y=counts, marker_color=ACCENT, marker_line_width=0))
    figure.update_traces(hovertemplate=f"{x} %{{x}}: %{{y:,}} {y}<extra></extra>")
    figure.update_layout(bargap=0, xaxis_range=[-0.5, last + 0.5])
    if log:
        figure.update_yaxes(type="log")
    return Picture(name, dress(figure, height=340, x=x, y=y), Table({x: values, y: counts.tolist()}))


@cached_figure
def boxes_per_class(
    quantiles: NDArray[np.floating],
    *,
    class_names: Sequence[str],
    y: str,
    name: str,
    further_columns: Mapping[str, Sequence[float]],
) -> Picture:
    """One box per class from `quantiles` (K, 5): 5%, 25%, 50%, 75%, 95%; the table has `further_columns`."""
    figure = go.Figure()
    for index, (class_name, row) in enumerate(zip(class_names, quantiles, strict=True)):
        title = as_written(class_name)
        low, first, middle, third, high = ([float(value)] for value in row)
        figure.add_box(
            x=[title], lowerfence=low, q1=first, median=middle, q3=third, upperfence=high, name=title,
            marker_color=colour_of_class(index), showlegend=False,
        )  # fmt: skip
    figure.update_xaxes(type="category")
    columns = dict(zip(("5%", "25%", "median", "75%", "95%"), np.round(quantiles, 2).T.tolist(), strict=True))
    return Picture(
        name,
        dress(figure, height=360, x="class", y=y),
        Table({"class": list(class_names), **columns, **further_columns}),
    )


@cached_figure
def lines(
    values: Mapping[str, NDArray[np.floating]],
    *,
    x: NDArray[np.generic],
    x_title: str,
    y_title: str,
    name: str,
) -> Picture:
    """Two curves over the same `x`: the first in the accent colour, the second dashed."""
    figure = go.Figure()
    for (title, line), colour, dash in zip(values.items(), (ACCENT, SECOND), ("solid", "dash"), strict=False):
        figure.add_scatter(x=x, y=line, name=title, mode="lines", line={"color": colour, "dash": dash})
    inked = np.flatnonzero(sum(values.values()))
    figure.update_xaxes(range=[float(x[0]), float(x[inked[-1]]) if len(inked) else float(x[-1])])
    table = Table(
        {x_title: x.tolist(), **{title: np.round(line, 4).tolist() for title, line in values.items()}}
    )
    return Picture(name, dress(figure, height=340, x=x_title, y=y_title), table)
