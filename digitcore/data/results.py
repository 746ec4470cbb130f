"""What all results with arrays have in common: nobody can change them.

Results are computed once and shared by all who look, so their arrays are made read-only.
"""

from __future__ import annotations

import numpy as np


class ReadOnlyArrays:
    """A base for frozen dataclasses: every array in their fields loses its write flag."""

    def __post_init__(self) -> None:
        for value in vars(self).values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False
