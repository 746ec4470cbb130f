"""What accuracy costs: models as points, accuracy over parameters or seconds, the rungs of the ladder in grey."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from digitcore.figures.figure_cache import cached_figure
from digitcore.figures.picture import Picture, Table
from digitcore.figures.style import SHARE, as_written, colour_of, dress

_LADDER = "rgba(128, 128, 128, 0.9)"
_SYMBOLS = ("circle", "square", "diamond", "cross", "triangle-up", "star", "x", "pentagon")

_LEAST = 1e-4
"""Where a logarithmic axis begins: lower costs were not measured so finely."""

Doubles = NDArray[np.floating]


@cached_figure
def accuracy_against(
    cost: Doubles,
    accuracy: Doubles,
    *,
    low: Doubles,
    high: Doubles,
    titles: Sequence[str],
    is_rung: NDArray[np.bool_],
    x: str,
    log_error: bool = False,
) -> Picture:
    """A point with its interval for each model; arrays are (models,), rungs of the ladder are hollow and grey.

    The axis of costs is logarithmic; with `log_error` so is the other one, which then shows mistakes.
    """
    figure = go.Figure()
    cost = np.maximum(cost, _LEAST)
    middle, lower, upper = (1 - accuracy, 1 - high, 1 - low) if log_error else (accuracy, low, high)
    if log_error:  # such an axis has no 0
        middle, lower = np.where(middle > 0, middle, np.nan), np.maximum(lower, upper / 100)
    for number, title in enumerate(titles):
        colour = _LADDER if is_rung[number] else colour_of(number)
        symbol = _SYMBOLS[number % len(_SYMBOLS)]
        figure.add_scatter(
            x=[cost[number]], y=[middle[number]], name=as_written(title), mode="markers",
            marker={
                "color": colour, "size": 13, "symbol": symbol + ("-open" if is_rung[number] else ""),
            },
            error_y={
                "type": "data", "symmetric": False, "color": colour, "thickness": 1.5,
                "array": [upper[number] - middle[number]], "arrayminus": [middle[number] - lower[number]],
            },
            hovertemplate=f"%{{y:.2%}} at %{{x:,.4~g}} {x}",
        )  # fmt: skip
    _scale_axes(figure, cost, log_error=log_error)
    dress(figure, height=460, x=x, y="mistakes" if log_error else "accuracy")
    figure.update_layout(legend={"yanchor": "top", "y": -0.2})
    table = Table(
        {
            "model": list(titles),
            x: np.round(cost, 3).tolist(),
            "accuracy": np.round(accuracy, 4).tolist(),
            "95% from": np.round(low, 4).tolist(),
            "95% to": np.round(high, 4).tolist(),
            "rung": ["yes" if rung else "" for rung in is_rung],
        }
    )
    return Picture(f"accuracy-against-{x}", figure, table)


def _scale_axes(figure: go.Figure, cost: Doubles, *, log_error: bool) -> None:
    first, last = np.floor(np.log10(cost.min()) - 0.02), np.ceil(np.log10(cost.max()) + 0.02)
    # A little wider than the decades: with a label at the very edge Plotly sometimes computes a height of -Infinity.
    ends, has_few_decades = [float(first) - 0.05, float(last) + 0.05], last - first <= 2
    ticks = "D2" if has_few_decades else 1
    figure.update_xaxes(type="log", range=ends, dtick=ticks, tickformat=",~f", showgrid=True)
    scale = {"type": "log", "dtick": "D2"} if log_error else {"autorangeoptions": SHARE}
    figure.update_yaxes(tickformat=".2~%", **scale)
    figure.update_traces(cliponaxis=False)  # a point at 100% is not cut
