"""How all figures look: colours, margins, axes.

Text and grid colours are left to the page's theme, so that a figure fits light and dark. A digit is never shown by
colour alone: its name stands beside it.
"""

from __future__ import annotations

import html

import plotly.graph_objects as go

ACCENT = "#0b7285"
SECOND = "#e8590c"
"""Beside the accent where two things are compared (train and test): apart in hue and in lightness."""
PICKED = "#c2255c"
"""What a visitor picked, among all."""
# Of digits, and of runs and models beside each other: M. Petroff's ten for colour-blind people
# (https://arxiv.org/abs/2107.02270); the purple is a step lighter here, to be seen on dark paper.
COLOURS = (
    "#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#9c4fd0",
    "#a96b59", "#e76300", "#b9ac70", "#717581", "#92dadd",
)  # fmt: skip
INK = [[0.0, "#ffffff"], [1.0, "#111111"]]
"""Empty paper is white and full ink is black, in both themes."""
DIFFERENCE = "PuOr"
"""Two-sided scale around zero, safe for colour-blind eyes: purple is more, orange less, on every chart."""
AMOUNT = "Viridis"
"""One-sided scale for amounts that are not ink."""
SHARE = {"minallowed": 0, "maxallowed": 1}
"""The bounds of an axis of shares (`autorangeoptions`); around a single point Plotly would go on to 150%."""

_MOST_NUMBERS_ACROSS_A_TELEPHONE = 12
_LEGEND_BELOW = -0.32
"""As a share of the chart's height on the projector: below the large name of its axis."""
_PRESENTED = 22
"""The size in pixels of type that can be read from the last row."""


def as_written(text: str) -> str:
    """Text that somebody typed, escaped for any text of a figure.

    Plotly reads some HTML tags there, dollars as the ends of a formula, and %{…} in a hover template as a value. It draws
    numeric entities as characters, but knows few of the named ones, and no quotes.

    >>> as_written("<b>5</b> for $5")
    '&lt;b&gt;5&lt;/b&gt; for &#36;5'
    """
    return html.escape(text, quote=False).replace("$", "&#36;").replace("%", "&#37;")


def colour_of(index: int) -> str:
    """The colour of digit, run or model `index`; beyond ten they repeat."""
    return COLOURS[index % len(COLOURS)]


def fit_telephone(figure: go.Figure, *, height: int) -> go.Figure:
    """A copy for 360 pixels of width: lower, thin colour bars, no numbers in cells too small for them."""
    figure = go.Figure(figure)
    figure.update_layout(height=height, font_size=10)
    figure.update_annotations(font_size=11)
    figure.update_traces(textposition="none", selector={"type": "bar"})
    # The camera stands further off, so that the titles of the axes fit.
    figure.update_scenes(camera_eye={"x": 1.7, "y": 1.7, "z": 1.3})
    has_tiles = len(list(figure.select_xaxes())) > 1
    for heatmap in figure.select_traces({"type": "heatmap"}):
        heatmap.colorbar.update(thickness=6, title=None)
        if has_tiles or heatmap.z.shape[1] > _MOST_NUMBERS_ACROSS_A_TELEPHONE:
            heatmap.texttemplate = ""
    return figure


def fit_projector(figure: go.Figure, *, height: int) -> go.Figure:
    """A copy that can be read from the last row."""
    figure = go.Figure(figure)
    figure.update_layout(
        height=height, font_size=_PRESENTED, legend_font_size=_PRESENTED, hoverlabel_font_size=_PRESENTED
    )
    figure.update_xaxes(tickfont_size=_PRESENTED, title_font_size=_PRESENTED)
    figure.update_yaxes(tickfont_size=_PRESENTED, title_font_size=_PRESENTED)
    figure.update_annotations(font_size=_PRESENTED)
    if figure.layout.legend.y is not None and figure.layout.legend.y < 0:
        figure.update_layout(legend_y=_LEGEND_BELOW)
    return figure


def dress(figure: go.Figure, *, height: int, x: str = "", y: str = "") -> go.Figure:
    """Set margins, axis titles and legend; dragging stays off, so that a finger can scroll past."""
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 36, "b": 8},
        dragmode=False,
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0},
        uirevision="keep",
        hoverlabel_namelength=-1,  # a long name would be cut, perhaps within an entity
    )
    if x:
        figure.update_xaxes(title_text=x)
    if y:
        figure.update_yaxes(title_text=y)
    return figure
