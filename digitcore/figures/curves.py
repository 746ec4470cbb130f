"""Learning curves: of one run with both parts, while it trains and afterwards, and of several runs in one chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from digitcore.figures.figure_cache import cached_figure
from digitcore.figures.picture import Picture, Table
from digitcore.figures.style import ACCENT, SECOND, SHARE, as_written, colour_of_class, dress

Columns = Mapping[str, Sequence[float]]

_MOST_POINTS = 600
"""A curve of more points than pixels is thinned, which nobody sees."""
_MARK = "rgba(128, 128, 128, 0.6)"
_DASHES = ("solid", "dash", "dot", "dashdot")


@dataclass(frozen=True)
class Axes:
    """How curves are drawn."""

    against: str = "epoch"
    """ "epoch", or "seconds" of training."""
    log_loss: bool = False
    log_error: bool = False
    """Show the share of wrong images on a logarithmic axis in place of accuracy."""

    @property
    def second(self) -> str:
        """The quantity of the second chart."""
        return "error" if self.log_error else "accuracy"

    def values(self, columns: Columns, part: str, quantity: str) -> Sequence[float]:
        """A column by part and quantity; the error is 1 − accuracy, and NaN for 0, which no logarithmic axis has."""
        if quantity != "error":
            return columns[f"{part}{quantity}"]
        errors = 1 - np.array(columns[f"{part}accuracy"])
        visible: list[float] = np.where(errors > 0, errors, np.nan).tolist()
        return visible


_PLAIN = Axes()


@cached_figure
def learning_curves(
    points: Columns, epochs: Columns, *, axes: Axes = _PLAIN, marked_epoch: int | None = None
) -> Picture:
    """`points` (epoch, seconds, loss, accuracy, measured within epochs) and `epochs` (the same of both parts).

    The points are a thin line; the epochs are dots, joined.
    """
    figure = _two_charts(axes)
    step = max(1, len(points["epoch"]) // _MOST_POINTS)
    for column, quantity in enumerate(("loss", axes.second), start=1):
        figure.add_scatter(
            x=points[axes.against][::step], y=axes.values(points, "", quantity)[::step], name="training, live",
            mode="lines", line={"color": ACCENT, "width": 1}, opacity=0.45, showlegend=column == 1, row=1, col=column,
        )  # fmt: skip
        for part, colour, dash in (("train", ACCENT, "solid"), ("validation", SECOND, "dash")):
            values = axes.values(epochs, f"{part}_", quantity)
            figure.add_scatter(
                x=epochs[axes.against], y=values, name={"train": "training, per epoch"}.get(part, part),
                mode="lines+markers" if len(values) <= 40 else "lines", showlegend=column == 1,
                line={"color": colour, "dash": dash}, row=1, col=column,
            )  # fmt: skip
    if marked_epoch is not None and marked_epoch in epochs["epoch"]:
        place = epochs[axes.against][list(epochs["epoch"]).index(marked_epoch)]
        figure.add_vline(x=place, line={"color": _MARK, "width": 2})
    _dress(figure, axes)
    table = Table({name: np.round(values, 5).tolist() for name, values in epochs.items()})
    return Picture("learning-curves", figure, table)


@cached_figure
def compared_curves(runs: Mapping[str, Columns], *, axes: Axes = _PLAIN) -> Picture:
    """The validation curves of several runs by title, each with the columns of `epochs` in `learning_curves`."""
    figure = _two_charts(axes)
    for column, quantity in enumerate(("loss", axes.second), start=1):
        for number, (title, epochs) in enumerate(runs.items()):
            values = axes.values(epochs, "validation_", quantity)
            line = {"color": colour_of_class(number), "dash": _DASHES[number % len(_DASHES)], "width": 2.5}
            figure.add_scatter(
                x=epochs[axes.against], y=values, name=as_written(title), line=line, legendgroup=title,
                mode="lines" if len(values) > 1 else "markers", marker={"size": 10}, showlegend=column == 1,
                hovertemplate=f"{axes.against} %{{x}}: {quantity} %{{y:.4f}}", row=1, col=column,
            )  # fmt: skip
    _dress(figure, axes)
    names = ("epoch", "seconds", "validation_loss", "validation_accuracy")
    columns: dict[str, list[object]] = {"run": [], **{name: [] for name in names}}
    for title, epochs in runs.items():
        columns["run"] += [title] * len(epochs["epoch"])
        for name in names:
            columns[name] += np.round(epochs[name], 5).tolist()
    return Picture("runs-compared", figure, Table(columns))


def _two_charts(axes: Axes) -> go.Figure:
    """Two empty charts side by side; their names stand above them, where a telephone has room too."""
    return make_subplots(1, 2, horizontal_spacing=0.1, subplot_titles=("loss", axes.second))


def _dress(figure: go.Figure, axes: Axes) -> None:
    figure.update_xaxes(title_text=axes.against, rangemode="tozero")
    if axes.log_loss:
        figure.update_yaxes(type="log", col=1)
    if axes.log_error:
        figure.update_yaxes(type="log", tickformat=".1~%", col=2)
    else:
        figure.update_yaxes(autorangeoptions=SHARE, col=2)
        figure.update_traces(cliponaxis=False, col=2)  # a point at 1 is not cut
    dress(figure, height=380)
    figure.update_layout(legend={"yanchor": "top", "y": -0.2})
