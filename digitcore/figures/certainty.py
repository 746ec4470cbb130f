"""How sure a model is: certainty against accuracy, and accuracy where it answers only what it is surest about."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from digitcore.figures.figure_cache import cached_figure
from digitcore.figures.picture import Picture, Table
from digitcore.figures.style import ACCENT, SHARE, dress

Doubles = NDArray[np.floating]
_PLAIN = "rgba(128, 128, 128, 0.8)"


@cached_figure
def reliability_diagram(
    certainty: Doubles, accuracy: Doubles, *, counts: NDArray[np.integer], low: Doubles, high: Doubles
) -> Picture:
    """The share of right answers in each bin of certainty, with its interval; on the dashed line both are equal.

    All arrays are (bins,); `counts` are the answers in each bin.
    """
    figure = go.Figure()
    figure.add_scatter(
        x=[0, 1], y=[0, 1], mode="lines", line={"color": _PLAIN, "dash": "dash"}, name="as sure as it may be",
        hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=certainty, y=accuracy, mode="markers+lines", name="this model", customdata=counts,
        line={"color": ACCENT}, marker={"size": 6 + 14 * np.sqrt(counts / max(1, counts.max(initial=1)))},
        error_y={
            "type": "data", "symmetric": False, "color": ACCENT, "thickness": 1,
            "array": high - accuracy, "arrayminus": accuracy - low,
        },
        hovertemplate="%{customdata:,} answers, on average %{x:.1%} sure: %{y:.1%} right<extra></extra>",
    )  # fmt: skip
    figure.update_xaxes(range=[0, 1.02], tickformat=".0%")
    figure.update_yaxes(range=[0, 1.05], tickformat=".0%")
    dress(figure, height=400, x="how sure it is", y="right")
    table = Table(
        {
            "answers": counts.tolist(),
            "mean certainty": np.round(certainty, 4).tolist(),
            "right": np.round(accuracy, 4).tolist(),
            "95% from": np.round(low, 4).tolist(),
            "95% to": np.round(high, 4).tolist(),
        }
    )
    return Picture("reliability", figure, table, narrow_height=340)


@cached_figure
def answered_curve(shares: Doubles, accuracy: Doubles, *, certainty: Doubles) -> Picture:
    """Accuracy over the share of images it may answer, the surest first, and the least certainty among them."""
    figure = go.Figure()
    figure.add_scatter(
        x=shares, y=accuracy, mode="lines", line={"color": ACCENT}, customdata=certainty,
        name="accuracy",
        hovertemplate="answers %{x:.0%} of the images, %{y:.2%} right; at least %{customdata:.1%} sure<extra></extra>",
    )  # fmt: skip
    figure.update_xaxes(range=[0, 1.02], tickformat=".0%")
    figure.update_yaxes(tickformat=".2~%", autorangeoptions=SHARE)
    dress(figure, height=400, x="answered, the surest first", y="right")
    table = Table(
        {
            "answered": np.round(shares, 4).tolist(),
            "right": np.round(accuracy, 5).tolist(),
            "least certainty": np.round(certainty, 4).tolist(),
        }
    )
    return Picture("answered", figure, table, narrow_height=340)
