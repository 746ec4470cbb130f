"""The drawing on the sheet as a star on a map of images, flat or in space, moving while it is drawn.

The browser computes all of it (`assets/browser/map_drawing.mjs`): it frames the drawing as the data are framed, or asks the
model in the page's worker, and lays it along the map's directions.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from digitcore.data.ink.framings import framing_called
from digitcore.data.statistics.projection import Projection
from pages._shared.server.browser_files import browser_component

MOST_VALUES = 20_000
"""Of a model's last hidden layer: three numbers of 4 bytes for each travel to the browser."""

_component = browser_component("map_drawing", has_page_style=True)


def show(
    positions: NDArray[np.floating],
    labels: NDArray[np.uint8],
    *,
    chart: str,
    class_names: Sequence[str],
    framing: str,
    projection: Projection | None,
) -> None:
    """For the chart with this key, laid by pixels; `peek` shows its images, with `positions` (n, 2 or 3) and `labels` (n,).

    Without a `projection`, places mean only who lies beside whom: the drawing lies amid the images nearest to it.
    """
    data = _map(positions, labels, chart, class_names)
    framed = {"framing": json.dumps(asdict(framing_called(framing))), "model": "", "by": ""}
    _component(key=f"{chart}_drawing", data=data | framed | _directions(projection, positions.shape[1]))


def show_model(
    projection: Projection,
    labels: NDArray[np.uint8],
    *,
    chart: str,
    class_names: Sequence[str],
    model: str,
    by: Literal["hidden", "scores"],
) -> None:
    """For a chart laid by the last hidden layer, or by the scores, of the model at this address (`model_files`)."""
    data = _map(projection.positions[:, :2], labels, chart, class_names)
    _component(
        key=f"{chart}_drawing",
        data=data | {"framing": "", "model": model, "by": by} | _directions(projection, 2),
    )


def _map(
    positions: NDArray[np.floating], labels: NDArray[np.uint8], chart: str, class_names: Sequence[str]
) -> dict[str, object]:
    return {
        "chart": chart,
        "axes": positions.shape[1],
        "positions": _in_base64(positions.astype("<f4")),
        "labels": _in_base64(labels.astype(np.uint8)),
        "names": json.dumps(list(class_names)),
    }


def _directions(projection: Projection | None, axes: int) -> dict[str, object]:
    """The average, and so many directions that the map is laid along."""
    if projection is None:
        return {"directions": ""}
    return {"directions": _in_base64(np.vstack([projection.mean, projection.axes[:axes]]).astype("<f4"))}


def _in_base64(values: NDArray[np.generic]) -> str:
    return base64.b64encode(np.ascontiguousarray(values).tobytes()).decode()
