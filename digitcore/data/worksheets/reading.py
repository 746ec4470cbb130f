"""From a photograph of a filled worksheet to a drawing for each of its boxes.

No file is trusted: it is read within the limits of all photographs, and its name is only shown as plain text.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from digitcore.data.ink import Drawing
from digitcore.data.ink.files import read_photograph
from digitcore.data.ink.paper import to_grey
from digitcore.data.ink.strokes import Floats
from digitcore.data.plain_text import plain_text
from digitcore.data.worksheets import boxes, marks, straightening
from digitcore.data.worksheets.boxes import Box
from digitcore.data.worksheets.shades import against_paper
from digitcore.errors import BadInput
from digitcore.languages import gettext as _

DARKEST = 0.12
"""A picture whose brightest parts are darker than this share of white shows too little."""
FEWEST_LINES = 0.5
"""A sheet on which fewer of the frames' lines can be seen is too blurred to be read."""
PADDING = 0.1
"""White around a box, as a share of its side: ink that runs up to the frame is not taken for the frame."""


@dataclass(frozen=True, eq=False)
class Worksheet:
    """A photograph of a worksheet as it was read."""

    drawings: tuple[Drawing | None, ...]
    """One for each box, row by row; None where nothing was written."""
    boxes: tuple[Box, ...]
    """Where the boxes were found on the straightened page."""
    matrix: straightening.Doubles
    """(3, 3) from millimetres of the worksheet to pixels of the photograph as it was reduced."""

    @property
    def filled(self) -> int:
        """In how many boxes something is written."""
        return sum(drawing is not None for drawing in self.drawings)


def read(name: str, data: bytes) -> Worksheet:
    """The drawings in a photograph; raises BadInput where it shows no worksheet that can be read."""
    shown = plain_text(name, longest=80) or _("The picture")
    return read_picture(to_grey(read_photograph(name, data)), name=shown)


def read_picture(grey: Floats, *, name: str) -> Worksheet:
    """The same for brightness (h, w) in 0..1."""
    shares = against_paper(grey)
    found = marks.find(shares)
    matrix = straightening.mapping(found, shares)
    if matrix is None:
        raise _no_worksheet(name, grey, len(found))
    page = against_paper(straightening.straightened(grey, matrix))
    places = boxes.find(page)
    if sum(box.lines for box in places) < FEWEST_LINES * 4 * len(places):
        raise BadInput(
            _("{name} is too blurred to be read.", name=name),
            _("Hold still, wait until it is sharp, and photograph again."),
        )
    cells = [boxes.inside(page, box) for box in places]
    noise = boxes.noise_of(cells)
    return Worksheet(tuple(_drawing(cell, noise) for cell in cells), tuple(places), matrix)


def _drawing(cell: Floats, noise: float) -> Drawing | None:
    if boxes.is_empty(cell, noise):
        return None
    margin = round(PADDING * max(cell.shape))
    white = np.pad(np.clip(cell, 0, 1), margin, constant_values=1)
    drawing = Drawing.from_image(np.rint(255 * white).astype(np.uint8))
    return None if drawing.is_blank else drawing


def _no_worksheet(name: str, grey: Floats, count: int) -> BadInput:
    """Why no four marks were found, as far as the picture shows it."""
    if float(np.percentile(grey, 95)) < DARKEST:
        return BadInput(
            _("{name} is too dark.", name=name), _("Photograph the sheet again by a window or under a lamp.")
        )
    if not count:
        return BadInput(
            _("{name} shows no worksheet: none of its four marks is in it.", name=name),
            _("Photograph a worksheet that was printed here, from above, with all four corners."),
        )
    return BadInput(
        _(
            "{name} does not show the four marks of one worksheet: it is cut off, folded, or covered.",
            name=name,
        ),
        _("Photograph one whole sheet, with all four corners and some table around it."),
    )
