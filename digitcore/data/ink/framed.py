"""From a drawing to the image that a model sees, in steps that can be shown and switched off.

Strokes go through `place` and `rasterise`. A picture goes through `place_picture`, unless its lines have to be drawn again
with another pen.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from digitcore.data.ink.drawing import Drawing
from digitcore.data.ink.framings import ALL_STEPS, Framing, framing_called
from digitcore.data.ink.pictures import place_picture, redrawn_lines
from digitcore.data.ink.placing import centre_mass, place
from digitcore.data.ink.raster import rasterise
from digitcore.data.ink.strokes import Floats, Strokes

PLAIN = "plain"
"""The name of the first stage: the canvas reduced, and nothing else."""
KEEPING_THE_PEN = tuple(name for name in ALL_STEPS if name != "pen")
"""The steps for strokes whose own width counts: it is scaled with them."""


def frame(drawing: Drawing, framing: str = "mnist", *, steps: Collection[str] = ALL_STEPS) -> Floats:
    """The drawing as an image of a dataset: float32 (side, side) in 0..maximum; blank if nothing is drawn.

    Without any step it is the reduced canvas, which no model was trained on.

    >>> image = frame(Drawing.from_strokes([[(140, 60), (140, 220)]]))
    >>> image.shape, int((image > 0).any(axis=1).sum())  # a line, 20 pixels high in 28
    ((28, 28), 20)
    """
    spec = framing_called(framing)
    used = spec.check(steps)
    if drawing.is_blank:
        return np.zeros((spec.side, spec.side), dtype=np.float32)
    if spec.dots > 1 and drawing.bitmap is not None and drawing.bitmap.shape == (spec.side, spec.side):
        # Such a picture was counted from dots already, and is too coarse to be moved.
        return drawing.bitmap * np.float32(spec.maximum)
    lines = _lines_of(drawing, spec, used)
    if lines is None:
        assert drawing.bitmap is not None
        dots = place_picture(drawing.bitmap, spec, used)[None]
    else:
        dots = rasterise(place(lines, spec, used, canvas=drawing.canvas), side=spec.dots_side)
    image: Floats = _pixels(dots, spec, used)[0]
    return image


def stages(
    drawing: Drawing, framing: str = "mnist", *, steps: Collection[str] = ALL_STEPS
) -> dict[str, Floats]:
    """The image after each step: `PLAIN` first, then the steps are added one by one."""
    used = framing_called(framing).check(steps)
    names = [name for name in ALL_STEPS if name in used]
    images = [frame(drawing, framing, steps=names[:count]) for count in range(len(names) + 1)]
    return dict(zip([PLAIN, *names], images, strict=True))


def frame_strokes(
    strokes: Strokes, *, framing: str = "mnist", steps: Collection[str] = KEEPING_THE_PEN
) -> Floats:
    """Many drawings as images of a dataset: float32 (drawing_count, side, side) in 0..maximum.

    A drawing without points is empty paper. There is no canvas, so the ink is always cut out.
    """
    spec = framing_called(framing)
    used = spec.check(steps)
    return _pixels(rasterise(place(strokes, spec, used, canvas=None), side=spec.dots_side), spec, used)


def _lines_of(drawing: Drawing, spec: Framing, steps: frozenset[str]) -> Strokes | None:
    """The strokes of a drawing; of a picture, the lines that must be drawn again with another pen, or None."""
    if drawing.bitmap is not None:
        return redrawn_lines(drawing.bitmap, spec, steps) if "pen" in steps else None
    return Strokes.of_many([drawing.strokes], radius=drawing.stroke_width / 2)


def _pixels(dots: Floats, spec: Framing, steps: frozenset[str]) -> Floats:
    """From shares of ink in dots (n, dots_side, dots_side) to pixels in 0..maximum."""
    count, per_pixel = len(dots), spec.dots
    if "antialias" not in steps:
        middle = per_pixel // 2
        images = (dots[:, middle::per_pixel, middle::per_pixel] >= 0.5).astype(np.float32)
    elif per_pixel == 1:
        images = dots
    else:
        blocks = (dots >= 0.5).reshape(count, spec.side, per_pixel, spec.side, per_pixel)
        images = blocks.mean(axis=(2, 4), dtype=np.float32)
    if "centre" in steps:
        images = centre_mass(images)
    return images * np.float32(spec.maximum)
