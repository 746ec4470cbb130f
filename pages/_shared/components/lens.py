"""A network as a picture, from its image to its answer (`assets/browser/lens.mjs`).

The browser computes all of it; the server gives the model's file, and for an image of the data the image.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pages._shared.server.browser_files import browser_component

MEANING = (
    "Purple is above 0, orange below; the strongest colour of a layer is its largest number. What lights up in one layer is "
    "what the next one gets."
)
_component = browser_component("lens")


def show(address: str, class_names: Sequence[str]) -> None:
    """The network at this address, as `model_files.address` gives it, at work on the drawing while the pen moves."""
    _component(key="lens", data=_nothing(class_names) | {"address": address})


def show_run(run_id: str, class_names: Sequence[str]) -> None:
    """The network of a run at work on the drawing, as it is after its newest epoch or after the one that is marked."""
    _component(key=f"lens_{run_id}", data=_nothing(class_names) | {"run": run_id})


def show_image(address: str, class_names: Sequence[str], image: NDArray[np.number]) -> None:
    """The network at this address at work on `image` (side, side), in the units of its data."""
    values = [float(f"{value:g}") for value in image.ravel()]
    _component(key="lens_image", data=_nothing(class_names) | {"address": address, "image": values})


def _nothing(class_names: Sequence[str]) -> dict[str, object]:
    return {"names": list(class_names), "address": None, "run": None, "image": None}
