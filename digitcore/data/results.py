"""Results with arrays are computed once and shared by all visitors, so nobody may change them."""

from __future__ import annotations

import numpy as np


class ReadOnlyArrays:
    """A base for frozen dataclasses: every array in their fields loses its write flag."""

    def __post_init__(self) -> None:
        for value in vars(self).values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False
