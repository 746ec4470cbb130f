"""How sure a model is: certainty against accuracy, and accuracy where it answers only what it is surest about."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from digitcore.figures.figure_cache import cached_figure
from digitcore.figures.picture import Picture, Table
from digitcore.figures.style import ACCENT, dress

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
        x=[0, 1], y=[0, 1], mode="lines", line={"color": _PLAIN, "dash": "dash"}, name="right as often as sure",
        hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=certainty, y=accuracy, mode="markers+lines", name="this model", customdata=counts, cliponaxis=False,
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
    lowest = float(accuracy.min(initial=1.0))
    # From below the lowest point to just above 100 %, else what matters is a line along the edge.
    figure.update_yaxes(
        tickformat=".2~%", range=[lowest - 0.1 * (1 - lowest) - 1e-4, 1 + 0.1 * (1 - lowest) + 1e-4]
    )
    dress(figure, height=400, x="answered, the surest first", y="right")
    table = Table(
        {
            "answered": np.round(shares, 4).tolist(),
            "right": np.round(accuracy, 5).tolist(),
            "least certainty": np.round(certainty, 4).tolist(),
        }
    )
    return Picture("answered", figure, table, narrow_height=340)


@cached_figure
def loss_of_probability(*, mean_loss: float) -> Picture:
    """What cross-entropy and squared error make of the probability of the true class; the line is a model's mean."""
    given = np.linspace(0.005, 1, 200)
    entropy, squared = -np.log(given), ((1 - given) ** 2 + (1 - given) ** 2 / 9) / 10
    figure = go.Figure()
    hover = "%{x:.1%} for the true class costs %{y:.4f}<extra></extra>"
    figure.add_scatter(
        x=given,
        y=entropy,
        mode="lines",
        line={"color": ACCENT, "width": 2.5},
        name="cross-entropy",
        hovertemplate=hover,
    )
    figure.add_scatter(
        x=given,
        y=squared,
        mode="lines",
        line={"color": _PLAIN, "dash": "dash"},
        name="squared error",
        hovertemplate=hover,
    )
    figure.add_scatter(
        x=[float(np.exp(-mean_loss))], y=[mean_loss], mode="markers", marker={"color": ACCENT, "size": 12},
        name="this model, on average",
        cliponaxis=False, hovertemplate="a mean loss of %{y:.4f} is like %{x:.1%} each time<extra></extra>",
    )  # fmt: skip
    figure.update_xaxes(range=[0, 1.02], tickformat=".0%")
    figure.update_yaxes(rangemode="tozero")
    dress(figure, height=360, x="probability of the true class", y="loss")
    table = Table(
        {
            "probability": np.round(given, 4).tolist(),
            "cross-entropy": np.round(entropy, 4).tolist(),
            "squared error": np.round(squared, 4).tolist(),
        }
    )
    return Picture("loss-of-probability", figure, table, narrow_height=320)
