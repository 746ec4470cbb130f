"""Small pictures drawn by code: a network from its layers, and the curve of a run as small as a word.

Streamlit lets no SVG through in a page itself, so each is an `<img>` with a `data:` address.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, log2

from digitcore.figures.style import ACCENT

_SKETCH_HIGH, _SKETCH_GAP, _BAR_WIDE, _BAR_ALONE_WIDE = 56, 10, 6, 14
_MOST_SQUARES = 4
_CURVE_WIDE, _CURVE_HIGH, _CURVE_EDGE = 80, 28, 3


def svg_address(shapes: str, *, view: str) -> str:
    """The shapes in a picture of this `viewBox`, as a data address.

    >>> svg_address("<path/>", view="0 0 8 8")[:26]
    'data:image/svg+xml;base64,'
    """
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{shapes}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


@dataclass(frozen=True)
class SketchedLayer:
    """What comes out of a layer."""

    kind: str
    shape: tuple[int, ...]
    """(side, side, maps), or (units,)."""


def network_sketch(side: int, layers: Sequence[SketchedLayer], *, said: str) -> str:
    """An `<img>` as wide as the network needs; `said` is what it shows, in words.

    >>> network_sketch(8, [SketchedLayer("dense", (10,))], said="A perceptron")[:38]
    '<img class="network_sketch" width="54"'
    """
    shapes, at = [], 0.0
    for layer in (SketchedLayer("image", (side, side, 1)), *layers):
        if layer.kind != "flatten":
            shape, wide = _layer(at, side, layer)
            shapes.append(shape)
            at += wide + _SKETCH_GAP
    return _picture("network_sketch", shapes, at - _SKETCH_GAP, said=said)


def layer_sketch(side: int, layer: SketchedLayer) -> str:
    """An `<img>` of what comes out of one layer, beside words that say it.

    >>> layer_sketch(8, SketchedLayer("dense", (10,)))[:45]
    '<img class="layer_sketch" width="16" height="'
    """
    shape, wide = _layer(0.0, side, layer, bar_wide=_BAR_ALONE_WIDE)
    return _picture("layer_sketch", [shape], wide, said="")


def _picture(name: str, shapes: Sequence[str], wide: float, *, said: str) -> str:
    view = f"-1 0 {round(wide + 2)} {_SKETCH_HIGH}"
    drawn = (
        f'<g stroke="{ACCENT}" stroke-width="1.5" fill="{ACCENT}" fill-opacity="0.25">{"".join(shapes)}</g>'
    )
    size = f'width="{round(wide + 2)}" height="{_SKETCH_HIGH}"'
    address = svg_address(drawn, view=view)
    return f'<img class="{name}" {size} alt="{html.escape(said)}" src="{address}">'


def _layer(at: float, whole: int, layer: SketchedLayer, *, bar_wide: int = _BAR_WIDE) -> tuple[str, float]:
    """What comes out of it, and how wide that is."""
    if len(layer.shape) == 1:
        return _bar(at, bar_wide, layer.shape[0], is_dashed=layer.kind == "dropout"), bar_wide
    side, maps = layer.shape[0], layer.shape[-1]
    wide = _drawn_side(whole, side) + 3 * (min(_MOST_SQUARES, maps) - 1)
    return _squares(at, whole, side, maps), wide


def _drawn_side(whole: int, side: int) -> float:
    return 6 + 30 * side / whole


def _squares(at: float, whole: int, side: int, maps: int) -> str:
    """The maps behind each other, the first in front; of many only some."""
    drawn, count = _drawn_side(whole, side), min(_MOST_SQUARES, maps)
    up = (_SKETCH_HIGH - drawn - 3 * (count - 1)) / 2
    return "".join(
        _rect(at + 3 * back, up + 3 * (count - 1 - back), drawn, drawn) for back in reversed(range(count))
    )


def _bar(at: float, wide: float, units: int, *, is_dashed: bool) -> str:
    """Ten units are a short bar and a thousand a long one: each doubling adds the same."""
    long = min(_SKETCH_HIGH - 2, 5 * log2(max(2, units)))
    return _rect(
        at,
        (_SKETCH_HIGH - long) / 2,
        wide,
        long,
        ' stroke-dasharray="3 2" fill="none"' if is_dashed else "",
    )


def _rect(x: float, y: float, wide: float, high: float, more: str = "") -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="1.5"{more}/>'


def small_curve(accuracies: Sequence[float]) -> str:
    """An `<img>` of these shares, from 0 at the bottom to 1; a line along the bottom where there are none.

    >>> small_curve([0.5, 0.9])[:51]
    '<img class="small_curve" alt="accuracy up to 90.0%"'
    """
    last = max(1, len(accuracies) - 1)
    known = [(place / last, share) for place, share in enumerate(accuracies) if isfinite(share)]
    shapes = f'<path d="M0 {_CURVE_HIGH - 0.5}H{_CURVE_WIDE}" stroke="{ACCENT}" opacity="0.4"/>'
    if known:
        places = curve_places(known, wide=_CURVE_WIDE, high=_CURVE_HIGH, edge=_CURVE_EDGE)
        x, y = places[-1]
        shapes += f'{polyline(places)}<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{ACCENT}"/>'
    said = f"accuracy up to {max(share for _, share in known):.1%}" if known else "no epoch yet"
    return f'<img class="small_curve" alt="{said}" src="{svg_address(shapes, view=f"0 0 {_CURVE_WIDE} {_CURVE_HIGH}")}">'


def curve_places(
    known: Sequence[tuple[float, float]], *, wide: float, high: float, edge: float
) -> list[tuple[float, float]]:
    """Where shares of the way and of the height, each from 0 to 1, are in a picture with this edge.

    >>> curve_places([(0.0, 0.0), (1.0, 1.0)], wide=20, high=10, edge=2)
    [(2.0, 8.0), (18.0, 2.0)]
    """
    across, up = wide - 2 * edge, high - 2 * edge
    return [(edge + way * across, high - edge - share * up) for way, share in known]


def polyline(places: Sequence[tuple[float, float]]) -> str:
    """A line through these places."""
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return f'<polyline points="{points}" fill="none" stroke="{ACCENT}" stroke-width="2" stroke-linejoin="round"/>'
