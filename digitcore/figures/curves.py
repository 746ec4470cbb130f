"""The learning curves of one run, for its report: the app itself draws curves in the browser (`assets/browser/curves.mjs`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from plotly.subplots import make_subplots

from digitcore.figures.figure_cache import cached_figure
from digitcore.figures.picture import Picture, Table
from digitcore.figures.style import ACCENT, SECOND, SHARE, dress

Columns = Mapping[str, Sequence[float]]

_MOST_POINTS = 600
"""A curve of more points than pixels is thinned, which nobody sees."""


@cached_figure
def learning_curves(points: Columns, epochs: Columns) -> Picture:
    """`points` (epoch, loss, accuracy, measured within epochs) and `epochs` (the same of both parts).

    The points are a thin line; the epochs are dots, joined.
    """
    figure = make_subplots(1, 2, horizontal_spacing=0.1, subplot_titles=("loss", "accuracy"))
    step = max(1, len(points["epoch"]) // _MOST_POINTS)
    for column, quantity in enumerate(("loss", "accuracy"), start=1):
        figure.add_scatter(
            x=points["epoch"][::step], y=points[quantity][::step], name="training, live",
            mode="lines", line={"color": ACCENT, "width": 1}, opacity=0.45, showlegend=column == 1, row=1, col=column,
        )  # fmt: skip
        for part, colour, dash in (("train", ACCENT, "solid"), ("validation", SECOND, "dash")):
            values = epochs[f"{part}_{quantity}"]
            figure.add_scatter(
                x=epochs["epoch"], y=values, name={"train": "training, per epoch"}.get(part, part),
                mode="lines+markers" if len(values) <= 40 else "lines", showlegend=column == 1,
                line={"color": colour, "dash": dash}, row=1, col=column,
            )  # fmt: skip
    figure.update_xaxes(title_text="epoch", rangemode="tozero")
    figure.update_yaxes(autorangeoptions=SHARE, col=2)
    figure.update_traces(cliponaxis=False, col=2)  # a point at 1 is not cut
    dress(figure, height=380)
    figure.update_layout(legend={"yanchor": "top", "y": -0.2})
    table = Table({name: np.round(values, 5).tolist() for name, values in epochs.items()})
    return Picture("learning-curves", figure, table)
