"""Where everything lies on a worksheet, in millimetres from its upper left corner, and which digit each box asks for.

It fits on A4 and on Letter with margins that printers leave. Only proportions count: a printer may scale it.
"""

from __future__ import annotations

WIDTH, HEIGHT = 180.0, 250.0
MARK = 14.0
"""Side of a mark: a black frame, white, and a black square, one, one and three sevenths of it wide, as in a QR code."""
MARKS = ((7.0, 7.0), (173.0, 7.0), (173.0, 243.0), (7.0, 243.0))
"""The middles of the marks, clockwise from the upper left one."""
BAR = (20.0, 5.0, 32.0, 9.0)
"""Left, top, right and bottom of the black bar beside the upper left mark, which says which way is up."""
BOX = 34.0
"""Side of a box, to the middle of its frame."""
FRAME = 0.5
"""Width of the frame's line."""

_COLUMNS, _ROWS, _STEP = 4, 5, 43.0
_LEFT, _TOP = 11.0, 21.0
BOXES = tuple(
    (_LEFT + _STEP * column, _TOP + _STEP * row) for row in range(_ROWS) for column in range(_COLUMNS)
)
"""The upper left corner of each box, row by row."""
PROMPTS = (3, 8, 1, 5, 0, 6, 9, 2, 7, 4, 2, 8, 5, 1, 0, 7, 9, 3, 6, 4)
"""The digit that each box asks for: each digit twice, and none twice in a row of boxes."""
