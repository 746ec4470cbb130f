"""Are the drawings made here like the data a model learned from? Average digits, ink and the width of the pen.

Ink and pen are measured on drawings with their own pen (`ink.KEEPING_THE_PEN`): the image that a model sees has the pen of
the data already.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitcore.data.dataset import Split
from digitcore.data.ink import pen_width
from digitcore.data.results import ReadOnlyArrays
from digitcore.data.statistics.averages import ClassAverages, class_averages
from digitcore.data.statistics.intervals import MeanDifference, mean_difference
from digitcore.data.statistics.statistics import mean_greys
from digitcore.errors import BadInput

SAMPLE = 500
"""Images of the data whose pen is measured: it takes over a second, for a standard error of 0.03 pixels."""

Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Shift(ReadOnlyArrays):
    """Drawings compared with the data."""

    drawn: ClassAverages
    data: ClassAverages
    drawn_ink: Doubles
    """(n,) mean grey of each drawing, 0..maximum."""
    data_ink: Doubles
    drawn_pens: Doubles
    """(n,) pixels."""
    data_pens: Doubles
    """(`SAMPLE`,) of images spread evenly over the data."""

    @property
    def ink(self) -> MeanDifference:
        """The data's ink ("train") against the drawings' ("test")."""
        return mean_difference(self.data_ink, self.drawn_ink)

    @property
    def pen(self) -> MeanDifference:
        """The width of the data's pens ("train") against the drawings' ("test")."""
        return mean_difference(self.data_pens, self.drawn_pens)

    @property
    def average_differences(self) -> Doubles:
        """(K, h, w) drawn minus data; 0 for a digit that one of them lacks."""
        in_both = ((self.drawn.counts > 0) & (self.data.counts > 0))[:, None, None]
        return np.where(in_both, self.drawn.means - self.data.means, 0.0)


def measure_shift(
    framed: Split, own_pen: NDArray[np.uint8], data: Split, *, data_averages: ClassAverages, maximum: int
) -> Shift:
    """Compare drawings, `framed` and with their own pen (n, h, w), with the images of `data`."""
    if not len(framed) or not len(data):
        raise BadInput("There is nothing to compare yet.", "Draw some digits first.")
    spread = np.linspace(0, len(data) - 1, min(SAMPLE, len(data))).astype(np.int64)
    return Shift(
        drawn=class_averages(framed, class_count=len(data_averages.counts)),
        data=data_averages,
        drawn_ink=mean_greys(own_pen),
        data_ink=mean_greys(data.images),
        drawn_pens=pen_widths(own_pen, maximum=maximum),
        data_pens=pen_widths(data.images[spread], maximum=maximum),
    )


def pen_widths(images: NDArray[np.uint8], *, maximum: int) -> Doubles:
    """(n,) the width of the pen in each of `images` (n, h, w), in pixels; 0 on empty paper."""
    return np.array(
        [pen_width(image.astype(np.float32) / np.float32(maximum)) for image in images], np.float64
    )
