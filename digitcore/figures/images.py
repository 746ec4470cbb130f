"""Images as charts: an image with its numbers, the difference of two, an image in several preparations."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from digitcore.figures.figure_cache import cached_figure
from digitcore.figures.picture import Picture, Table
from digitcore.figures.style import DIFFERENCE, INK, as_written, dress

_MOST_ROWS_WITH_NUMBERS = 10
_LARGEST_DEVIATION = 4.0
"""Where the colours of standardised values end, in standard deviations; the numbers are not cut."""


@cached_figure
def image_with_values(image: NDArray[np.generic], *, maximum: float, name: str = "image") -> Picture:
    """An image (h, w), large, with the value of every pixel on it."""
    small = len(image) <= 16
    figure = go.Figure(heatmap(image, low=0, high=maximum, scale=INK, bar=True))
    figure.data[0].update(texttemplate="%{z}", textfont_size=14 if small else 9, xgap=1, ygap=1)
    square(figure)
    dress(figure, height=460 if small else 680, x="column", y="row")
    return Picture(
        name, figure, pixel_table({"value": image}), width=520 if small else 760, narrow_height=340
    )


@cached_figure
def difference(
    image_a: NDArray[np.floating],
    image_b: NDArray[np.floating],
    *,
    name_a: str,
    name_b: str,
    maximum: float,
) -> Picture:
    """Two images (h, w) and the first minus the second, on a two-sided scale around zero."""
    values = np.asarray(image_a, np.float64) - image_b
    bound = float(np.abs(values).max()) or 1.0
    title = f"{name_a} minus {name_b}"
    titles = [as_written(text) for text in (name_a, name_b, title)]
    figure = make_subplots(1, 3, subplot_titles=titles, horizontal_spacing=0.04)
    for column, image in enumerate((image_a, image_b), start=1):
        figure.add_trace(heatmap(np.round(image, 1), low=0, high=maximum, scale=INK, bar=False), 1, column)
    figure.add_trace(heatmap(np.round(values, 1), low=-bound, high=bound, scale=DIFFERENCE, bar=True), 1, 3)
    square(figure, ticks=False)
    table = pixel_table(
        {name_a: np.round(image_a, 2), name_b: np.round(image_b, 2), title: np.round(values, 2)}
    )
    dress(figure, height=310)
    return Picture(f"difference-{name_a}-{name_b}", figure, table, narrow_height=140)


@cached_figure
def preparations(prepared: dict[str, NDArray[np.float32]], *, name: str) -> Picture:
    """The same image after each preparation, title → (h, w), every tile with its own scale."""
    figure = make_subplots(1, len(prepared), subplot_titles=list(prepared), horizontal_spacing=0.12)
    for column, image in enumerate(prepared.values()):
        signed = bool(image.min() < 0)
        bound = float(np.abs(image).max()) or 1.0
        if signed:  # one pixel far out would make all others pale
            bound = min(bound, _LARGEST_DEVIATION)
        tile = heatmap(
            image, low=-bound if signed else 0, high=bound, scale=DIFFERENCE if signed else INK, bar=True
        )
        right = figure.layout["xaxis" if column == 0 else f"xaxis{column + 1}"].domain[1]
        tile.colorbar.update(x=right + 0.005, xpad=3, thickness=10)
        if len(image) <= _MOST_ROWS_WITH_NUMBERS:
            tile.update(texttemplate="%{z:.2~f}", textfont_size=9)
        figure.add_trace(tile, 1, column + 1)
    square(figure, ticks=False)
    dress(figure, height=260)
    table = pixel_table({title: np.round(image, 4) for title, image in prepared.items()})
    return Picture(name, figure, table, narrow_height=126)


def pixel_table(images: dict[str, NDArray[np.generic]]) -> Table:
    """For each pixel its row, its column and its value in each image; all images have the same shape."""
    rows, columns = np.indices(next(iter(images.values())).shape)
    values = {title: image.ravel().tolist() for title, image in images.items()}
    return Table({"row": rows.ravel().tolist(), "column": columns.ravel().tolist(), **values})


def heatmap(image: NDArray[np.generic], *, low: float, high: float, scale: object, bar: bool) -> go.Heatmap:
    """An image (h, w) with the colours `scale` from `low` to `high`, and their bar beside it."""
    bar_look = {"thickness": 12, "ypad": 0, "ticklabeloverflow": "allow"}  # else the lowest label is dropped
    return go.Heatmap(
        z=image, zmin=low, zmax=high, colorscale=scale, showscale=bar, colorbar=bar_look,
        hovertemplate="row %{y}, column %{x}: %{z}<extra></extra>",
    )  # fmt: skip


def square(figure: go.Figure, *, ticks: bool = True) -> None:
    """Make pixels square, first row on top; on a narrow screen the unused height is below."""
    look = {"constrain": "domain", "showgrid": False, "zeroline": False, "showticklabels": ticks}
    if not ticks:
        look["ticks"] = ""
    figure.update_xaxes(**look)
    figure.update_yaxes(**look, autorange="reversed", constraintoward="top")
    for index, axis in enumerate(figure.select_yaxes(), start=1):
        axis.scaleanchor = "x" if index == 1 else f"x{index}"


@cached_figure
def strip(image: NDArray[np.generic], *, maximum: float, name: str) -> Picture:
    """An image (h, w) as the one row that a dense network gets: all its rows laid end to end."""
    row = image.reshape(1, -1)
    figure = go.Figure(heatmap(row, low=0, high=maximum, scale=INK, bar=False))
    figure.data[0].hovertemplate = "value %{x}: %{z}<extra></extra>"
    ends = np.arange(0, row.shape[1] + 1, image.shape[1])
    figure.update_xaxes(tickvals=ends[:: max(1, len(ends) // 7)], showgrid=False, zeroline=False)
    figure.update_yaxes(visible=False)
    dress(figure, height=160, x="place in the row", y="")
    table = Table({"place": list(range(row.shape[1])), "value": row[0].tolist()})
    return Picture(name, figure, table, narrow_height=160)


@cached_figure
def standardised_tiles(images: NDArray[np.floating], *, captions: tuple[str, ...], name: str) -> Picture:
    """Several standardised images (n, h, w), in rows of three, all with the same colours around zero."""
    rows = -(-len(images) // 3)
    figure = make_subplots(
        rows,
        3,
        subplot_titles=[as_written(caption) for caption in captions],
        horizontal_spacing=0.03,
        vertical_spacing=0.08,
    )
    for place, image in enumerate(images):
        tile = heatmap(
            np.round(image, 2),
            low=-_LARGEST_DEVIATION,
            high=_LARGEST_DEVIATION,
            scale=DIFFERENCE,
            bar=place == 0,
        )
        figure.add_trace(tile, place // 3 + 1, place % 3 + 1)
    square(figure, ticks=False)
    dress(figure, height=190 * rows)
    table = pixel_table(
        {caption: np.round(image, 4) for caption, image in zip(captions, images, strict=True)}
    )
    return Picture(name, figure, table, width=640, narrow_height=130 * rows)
