"""Counts of classes, ink, pixel values and distances, as bars, boxes and lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from digitcore.figures.figure_cache import cached_figure
from digitcore.figures.picture import Picture, Table
from digitcore.figures.style import ACCENT, PICKED, SECOND, as_written, colour_of, dress


@cached_figure
def class_distribution(
    train: NDArray[np.integer],
    test: NDArray[np.integer],
    *,
    class_names: Sequence[str],
    share: bool,
    picked: NDArray[np.integer] | None = None,
) -> Picture:
    """Images per class (K,), train beside test and beside those that are picked, as counts or as a `share` of each.

    A bar's `customdata` is its class and its count.
    """
    parts = {"train": train, "test": test} | ({} if picked is None else {"picked": picked})
    figure = go.Figure()
    table: dict[str, Sequence[object]] = {"class": list(class_names)}
    for (title, counts), colour, pattern in zip(
        parts.items(), (ACCENT, SECOND, PICKED), ("", "/", "x"), strict=False
    ):
        shares = np.round(100 * counts / max(1, counts.sum()), 2)
        table |= {title: counts.tolist(), f"{title} %": shares.tolist()}
        values = shares if share else counts
        figure.add_bar(
            x=[as_written(name) for name in class_names], y=values, name=title, marker_color=colour, marker_pattern_shape=pattern,
            text=[f"{value:.1f}" if share else f"{value:,}" for value in values], textposition="outside",
            textangle=0, cliponaxis=False, customdata=np.stack([np.arange(len(counts)), counts], axis=1),
            hovertemplate="%{x}: %{customdata[1]:,} images<extra>" + title + "</extra>",
        )  # fmt: skip
    figure.update_xaxes(type="category")
    dress(figure, height=380, x="class", y="share of the part, %" if share else "images")
    return Picture("class-distribution", figure, Table(table), narrow_height=320)


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
def histogram(
    counts: NDArray[np.integer],
    *,
    x: str,
    y: str,
    name: str,
    log: bool = False,
    picked: NDArray[np.integer] | None = None,
    steps: int = 1,
) -> Picture:
    """Bars over numbers: `counts[i]` is how often `i` / `steps` occurs; the axis ends at the last that does.

    `picked` are those among them that a visitor picked: in front of all, on the same axis. A bar's `customdata` is its
    place, `i`.
    """
    values = [place / steps if steps > 1 else place for place in range(len(counts))]
    last = values[np.flatnonzero(counts)[-1]] if counts.any() else 1
    figure, table = go.Figure(), {x: values, y: counts.tolist()}
    bars = {
        "customdata": [[place] for place in range(len(counts))],
        "hovertemplate": f"{x} %{{x}}: %{{y:,}} {y}<extra></extra>",
    }
    figure.add_bar(
        x=values, y=counts, name="all", marker_color=ACCENT, opacity=1 if picked is None else 0.4, **bars
    )
    figure.update_traces(marker_line_width=0)
    if picked is not None:
        edge = {"width": np.sign(picked), "color": PICKED}  # one of sixty thousand is seen, too
        figure.add_bar(x=values, y=picked, name="picked", marker={"color": PICKED, "line": edge}, **bars)
        table["picked"] = picked.tolist()
    figure.update_layout(bargap=0, barmode="overlay", xaxis_range=[-0.5 / steps, last + 0.5 / steps])
    if log:
        figure.update_yaxes(type="log")
    dress(figure, height=340, x=x, y=y)
    return Picture(name, figure, Table(table))


@cached_figure
def boxes_per_class(
    quantiles: NDArray[np.floating],
    *,
    class_names: Sequence[str],
    y: str,
    name: str,
    further_columns: Mapping[str, Sequence[float]],
) -> Picture:
    """One box per class with images from `quantiles` (K, 5): 5%, 25%, 50%, 75%, 95%; the table has `further_columns`."""
    figure = go.Figure()
    for index, (class_name, row) in enumerate(zip(class_names, quantiles, strict=True)):
        if np.isnan(row).any():  # no images: Plotly would draw a box at 0
            continue
        title = as_written(class_name)
        low, first, middle, third, high = ([float(value)] for value in row)
        figure.add_box(
            x=[title], lowerfence=low, q1=first, median=middle, q3=third, upperfence=high, name=title,
            marker_color=colour_of(index), showlegend=False,
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
    """Up to three curves over the same `x`: the first in the accent colour, the second dashed, the third dotted."""
    figure = go.Figure()
    looks = zip((ACCENT, SECOND, PICKED), ("solid", "dash", "dot"), strict=True)
    for (title, line), (colour, dash) in zip(values.items(), looks, strict=False):
        figure.add_scatter(x=x, y=line, name=title, mode="lines", line={"color": colour, "dash": dash})
    inked = np.flatnonzero(sum(values.values()))
    figure.update_xaxes(range=[float(x[0]), float(x[inked[-1]]) if len(inked) else float(x[-1])])
    table = Table(
        {x_title: x.tolist(), **{title: np.round(line, 4).tolist() for title, line in values.items()}}
    )
    return Picture(name, dress(figure, height=340, x=x_title, y=y_title), table)
