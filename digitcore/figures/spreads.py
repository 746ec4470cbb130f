"""Seeds of recipes or of settings: each training is a point above its recipe, the mean a line across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from digitcore.figures.figure_cache import cached_figure
from digitcore.figures.picture import Picture, Table
from digitcore.figures.style import SHARE, as_written, colour_of, dress


@cached_figure
def seed_spread(
    accuracies: Mapping[str, Sequence[float]], *, seeds: Mapping[str, Sequence[int]], what: str = "recipe"
) -> Picture:
    """The accuracy of each seed by the title of its recipe; `what` names what is compared."""
    figure = go.Figure()
    for number, (title, values) in enumerate(accuracies.items()):
        name, colour = as_written(title), colour_of(number)
        figure.add_scatter(
            x=[name] * len(values), y=list(values), mode="markers", name=name, customdata=list(seeds[title]),
            marker={"color": colour, "size": 11, "opacity": 0.75, "line": {"width": 1, "color": "white"}},
            hovertemplate="seed %{customdata}: %{y:.2%}",
        )  # fmt: skip
        figure.add_scatter(
            x=[name], y=[float(np.mean(values))], mode="markers", name=f"mean of {name}", showlegend=False,
            marker={"symbol": "line-ew", "size": 44, "line": {"width": 3, "color": colour}},
            hovertemplate="mean %{y:.2%}",
        )  # fmt: skip
    figure.update_traces(cliponaxis=False)  # a point at 100% is not cut
    figure.update_xaxes(type="category")
    figure.update_yaxes(tickformat=".1~%", autorangeoptions=SHARE)
    dress(figure, height=400, x=what, y="accuracy")
    figure.update_layout(showlegend=False)
    rows = [
        (title, seed, round(value, 4))
        for title, values in accuracies.items()
        for seed, value in zip(seeds[title], values, strict=True)
    ]
    columns = list(zip(*rows, strict=True)) if rows else [(), (), ()]
    table = Table(dict(zip((what, "seed", "accuracy"), map(list, columns), strict=True)))
    return Picture("seeds", figure, table)
