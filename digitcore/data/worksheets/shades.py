"""How bright each place of a photograph is against the paper around it: lamps and shadows are removed."""

from __future__ import annotations

import numpy as np
from PIL import Image

from digitcore.data.ink.strokes import Floats
from digitcore.data.ink.windows import blurred, closed

REDUCED = 4
"""The shade of the paper changes slowly: it is estimated at a quarter of the size."""
WINDOW = 10
"""What is dark and narrower than a tenth of the picture lies on paper: ink, frames and marks."""
DARKEST_PAPER = np.float32(0.02)


def against_paper(grey: Floats) -> Floats:
    """Brightness divided by that of the paper, float32 (h, w): 1 on paper, near 0 in black print."""
    height, width = grey.shape
    size = max(1, width // REDUCED), max(1, height // REDUCED)
    small = np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.BOX))
    window = max(small.shape) // WINDOW | 1
    paper = blurred(closed(blurred(small, 3), window), window)
    whole = np.asarray(Image.fromarray(paper).resize((width, height), Image.Resampling.BILINEAR))
    shares: Floats = grey / np.maximum(whole, DARKEST_PAPER)
    return shares
