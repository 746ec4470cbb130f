"""Learning curves: loss and accuracy over the epochs, training and validation, while a run learns and afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from plotly.subplots import make_subplots

from digitcore.figures.picture import Picture, Table
from digitcore.figures.style import ACCENT, SECOND, dress

_MOST_POINTS = 600
"""A curve of more points than pixels is thinned: nothing is lost to the eye."""
_MARK = "rgba(128, 128, 128, 0.6)"


def learning_curves(
    points: Mapping[str, Sequence[float]],
    epochs: Mapping[str, Sequence[float]],
    *,
    log: bool = False,
    marked_epoch: int | None = None,
) -> Picture:
    """`points` (epoch, loss, accuracy within the epochs) and `epochs` (epoch and both figures of both parts).

    The points are the thin line of what training saw; the epochs are dots, joined.
    """
    figure = make_subplots(1, 2, horizontal_spacing=0.1)
    step = max(1, len(points["epoch"]) // _MOST_POINTS)
    for column, quantity in enumerate(("loss", "accuracy"), start=1):
        figure.add_scatter(
            x=points["epoch"][::step], y=points[quantity][::step], name="training, live", mode="lines",
            line={"color": ACCENT, "width": 1}, opacity=0.45, showlegend=column == 1, row=1, col=column,
        )  # fmt: skip
        for part, colour, dash in (("train", ACCENT, "solid"), ("validation", SECOND, "dash")):
            values = epochs[f"{part}_{quantity}"]
            figure.add_scatter(
                x=epochs["epoch"], y=values, name={"train": "training, per epoch"}.get(part, part),
                mode="lines+markers" if len(values) <= 40 else "lines", showlegend=column == 1,
                line={"color": colour, "dash": dash}, row=1, col=column,
            )  # fmt: skip
    if marked_epoch is not None:
        figure.add_vline(x=marked_epoch, line={"color": _MARK, "width": 2})
        figure.update_yaxes(title_text=quantity, col=column)
    figure.update_xaxes(title_text="epoch", rangemode="tozero")
    if log:
        figure.update_yaxes(type="log", col=1)
    dress(figure, height=360)
    table = Table({name: np.round(values, 5).tolist() for name, values in epochs.items()})
    return Picture("learning-curves", figure, table)
