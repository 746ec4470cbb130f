"""Whether two photographs show the same worksheet: then what is written in its boxes is alike, box for box.

Of photographs made by code, two of one sheet are alike by 0.84 to 0.99, however the camera was held, and two sheets by at most
0.51. A single digit proves nothing: many write a 1 alike.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from digitcore.data.ink import Drawing, frame

FEWEST_BOXES = 5
LEAST_ALIKE = 0.7
"""The mean correlation of the images of boxes that are filled on both."""

Written = dict[int, NDArray[np.float64]]
"""Box → its image as a vector of mean 0 and length 1."""


def written(drawings: Mapping[int, Drawing]) -> Written:
    """What is written in the boxes, to be compared."""
    return {box: _standardised(frame(drawing).ravel()) for box, drawing in drawings.items()}


def is_same(one: Written, other: Written) -> bool:
    """Whether both are of one sheet; never where too few boxes are filled on both."""
    common = one.keys() & other.keys()
    if len(common) < FEWEST_BOXES:
        return False
    return bool(np.mean([one[box] @ other[box] for box in common]) >= LEAST_ALIKE)


def _standardised(image: NDArray[np.floating]) -> NDArray[np.float64]:
    centred: NDArray[np.float64] = image.astype(np.float64) - float(image.mean())
    length = float(np.linalg.norm(centred))
    return centred / length if length else centred
