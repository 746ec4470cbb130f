"""The worksheet to be printed, on A4 or Letter: `digitcore.data.worksheets` reads photographs of it."""

from __future__ import annotations

import html

from digitcore.data.worksheets.layout import BAR, BOX, BOXES, FRAME, HEIGHT, MARK, MARKS, PROMPTS, WIDTH
from digitcore.languages import current
from digitcore.languages import gettext as _

_STYLE = """
@page { size: auto; margin: 0; }
body { margin: 0; }
svg { display: block; margin: 14mm auto 0; }
text { font-family: sans-serif; fill: #000; }
"""
_PROMPT_MM, _WORDS_MM, _FOOT_MM = 6, 4.2, 3.4
"""Sizes of letters."""


def worksheet_page() -> str:
    """HTML without anything from outside, in the language that is spoken; one page, however often it is printed."""
    title = _("Write each digit large into its box")
    shapes = [*map(_mark, MARKS), _bar(), *map(_box, BOXES, PROMPTS)]
    words = [
        _text(WIDTH / 2 + 8, 9, _WORDS_MM, title),
        _text(WIDTH / 2, 242, _FOOT_MM, _("Photograph the whole sheet from above, with all four corners.")),
    ]
    return (
        f'<!doctype html>\n<html lang="{current()}"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{_STYLE}</style>\n"
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}mm" height="{HEIGHT:g}mm" '
        f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}">\n' + "\n".join([*shapes, *words]) + "\n</svg>\n</html>\n"
    )


def _mark(middle: tuple[float, float]) -> str:
    """Black, white, black squares, one in the other."""
    x, y = middle
    squares = ((7, "#000"), (5, "#fff"), (3, "#000"))
    sides = [(MARK * sevenths / 7, colour) for sevenths, colour in squares]
    return "".join(_rectangle(x - side / 2, y - side / 2, side, side, colour) for side, colour in sides)


def _bar() -> str:
    left, top, right, bottom = BAR
    return _rectangle(left, top, right - left, bottom - top, "#000")


def _box(corner: tuple[float, float], prompt: int) -> str:
    """The frame as a black square with a white one in it, and the digit that it asks for beside it."""
    x, y = corner[0] - FRAME / 2, corner[1] - FRAME / 2
    frame = _rectangle(x, y, BOX + FRAME, BOX + FRAME, "#000")
    paper = _rectangle(x + FRAME, y + FRAME, BOX - FRAME, BOX - FRAME, "#fff")
    return frame + paper + _text(corner[0] - 4, corner[1] + 5, _PROMPT_MM, str(prompt))


def _rectangle(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{colour}"/>'


def _text(x: float, y: float, size: float, words: str) -> str:
    words = html.escape(words)
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" text-anchor="middle">{words}</text>'
