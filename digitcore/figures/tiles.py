"""Many images as tiles of one chart: averages of classes, weights of a first layer, outputs of filters.

All tiles are one heatmap with gaps, which a browser draws ten times as fast as a chart for each. They share one scale,
so they can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from digitcore.figures.figure_cache import cached_figure
from digitcore.figures.images import heatmap, pixel_table, square
from digitcore.figures.picture import Picture
from digitcore.figures.style import AMOUNT, DIFFERENCE, INK, as_written, dress

_FEW = 10
"""Up to so many tiles are five in a row, more are eight in a row."""
_WIDTH_ON_TELEPHONE = 300
"""The pixels that the colour bar leaves for the tiles."""
_CUT_PER_CENT = 99.5
"""Where the colours of weights end, as a percentile: a few weights far out would make all others pale."""


@cached_figure
def images_per_class(
    images: NDArray[np.floating], *, class_names: Sequence[str], maximum: float, ink: bool, name: str
) -> Picture:
    """One tile per class: `images` (K, side, side) in 0..maximum, coloured as `ink` or as an amount."""
    return _tiles(images, class_names, low=0, high=maximum, scale=INK if ink else AMOUNT, name=name)


@cached_figure
def weights(images: NDArray[np.floating], *, titles: Sequence[str]) -> Picture:
    """Weights (n, h, w) with `titles` (n,): purple above 0, orange below."""
    bound = float(np.percentile(np.abs(images), _CUT_PER_CENT)) or 1.0
    return _tiles(images, titles, low=-bound, high=bound, scale=DIFFERENCE, name="filters")


def _tiles(
    images: NDArray[np.floating],
    titles: Sequence[str],
    *,
    low: float,
    high: float,
    scale: object,
    name: str,
) -> Picture:
    n, height, width = images.shape
    columns = min(n, 5 if n <= _FEW else 8)
    gap = max(3, height // (4 if n <= _FEW else 3))  # room for the title
    rows = -(-n // columns)
    values = np.full((rows * (height + gap), columns * (width + gap) - gap), np.nan, dtype=np.float32)
    places = np.zeros((*values.shape, 2), dtype=np.uint8)
    figure = go.Figure()
    for index, (image, title) in enumerate(zip(images, titles, strict=True)):
        top, left = index // columns * (height + gap) + gap, index % columns * (width + gap)
        tile = np.s_[top : top + height, left : left + width]
        values[tile] = image
        places[tile] = np.moveaxis(np.indices((height, width)), 0, -1)
        middle = {"x": left + width / 2 - 0.5, "y": top - gap / 2 - 0.5}
        figure.add_annotation(**middle, text=as_written(title), showarrow=False)
    decimals = _decimals(high)
    figure.add_trace(heatmap(np.round(values, decimals), low=low, high=high, scale=scale, bar=True))
    figure.data[0].update(
        customdata=places,
        hoverongaps=False,
        hovertemplate=f"row %{{customdata[0]}}, column %{{customdata[1]}}: %{{z:.{max(1, decimals)}f}}<extra></extra>",
    )
    square(figure, ticks=False)
    dress(figure, height=(150 if columns <= 5 else 115) * rows + 40)
    narrow = min(85 * rows, _WIDTH_ON_TELEPHONE * values.shape[0] // values.shape[1])
    table = pixel_table(dict(zip(titles, np.round(images, max(2, decimals)), strict=True)))
    return Picture(name, figure, table, narrow_height=narrow + 44)


def _decimals(high: float) -> int:
    """How many decimals a few hundred steps up to `high` need."""
    return int(np.clip(3 - np.floor(np.log10(max(high, 1e-9))), 1, 9))
