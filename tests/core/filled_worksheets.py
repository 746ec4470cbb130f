"""Photographs of filled worksheets, made by code from the very page that is printed: turned, slanted, dim, bent, blurred."""

import io
import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from digitcore.data import ink
from digitcore.data.worksheets.layout import BOX, BOXES, HEIGHT, PROMPTS, WIDTH
from digitcore.data.worksheets.straightening import projection
from digitcore.export.worksheet_page import worksheet_page

DOTS = 6
"""To a millimetre of the printed page."""
AROUND = 13
"""Millimetres of white paper around what is printed."""
_RECTANGLE = re.compile(r'<rect x="([^"]+)" y="([^"]+)" width="([^"]+)" height="([^"]+)" fill="([^"]+)"/>')
_TEXT = re.compile(r'<text x="([^"]+)" y="([^"]+)" font-size="([^"]+)"[^>]*>([^<]*)</text>')


@dataclass(frozen=True)
class Camera:
    """How a sheet is photographed."""

    turn: float = 0.0
    """Degrees."""
    slant: float = 0.0
    """How far the corners lie from a rectangle, as a share of the picture."""
    light: float = 0.9
    """Brightness of white paper where it is brightest."""
    unevenness: float = 0.2
    """The share of light that is missing where it is darkest."""
    blur: float = 0.8
    """Pixels."""
    noise: float = 0.01
    bend: float = 0.0
    """Millimetres by which the middle of the paper is bent sideways."""
    size: tuple[int, int] = (900, 1200)
    fills: float = 0.88
    """The share of the picture's sides that the sheet has."""
    table: float = 0.35


@cache
def printed() -> Image.Image:
    """The page that is printed, 255 for white paper; not to be written on."""
    size = (round((WIDTH + 2 * AROUND) * DOTS), round((HEIGHT + 2 * AROUND) * DOTS))
    sheet = Image.new("L", size, 255)
    pen, page = ImageDraw.Draw(sheet), worksheet_page()
    for *numbers, colour in _RECTANGLE.findall(page):
        x, y, width, height = (float(number) * DOTS for number in numbers)
        x, y = x + AROUND * DOTS, y + AROUND * DOTS
        pen.rectangle((round(x), round(y), round(x + width) - 1, round(y + height) - 1), colour)
    for x, y, height, words in _TEXT.findall(page):
        place = ((float(x) + AROUND) * DOTS, (float(y) + AROUND) * DOTS)
        pen.text(place, words, 0, anchor="ms", font_size=float(height) * DOTS)
    return sheet


def filled(strokes, *, pen=0.7, share=0.72, shade=60, seed=0):
    """The page with one drawing of `strokes` (`ink.Strokes`) in each of the first boxes; `pen` is in millimetres."""
    random = np.random.default_rng(seed)
    sheet = np.array(printed())
    side = round(BOX * DOTS)
    low, high = strokes.corners()
    for number in range(strokes.drawing_count):
        own = strokes.take(np.array([number]))
        large = side * share * random.uniform(0.75, 1.1)
        scale = large / (high[number] - low[number]).max()
        room = (side - (high[number] - low[number]) * scale) / 2
        offset = room * (1 + random.uniform(-0.7, 0.7, 2)) - low[number] * scale
        points = own.points * scale + offset
        radii = np.full(len(points), pen * DOTS / 2, np.float32)
        share_of_ink = ink.rasterise(own.moved(points, radii), side=side)[0]
        left, top = (round((at + AROUND) * DOTS) for at in BOXES[number])
        place = sheet[top : top + side, left : left + side]
        place[:] = np.minimum(place, np.rint(255 - (255 - shade) * share_of_ink).astype(np.uint8))
    return Image.fromarray(sheet)


def corners_of(camera, random):
    """Where the corners of the paper are seen (4, 2), clockwise from the upper left one."""
    width, height = camera.size
    turn = np.deg2rad(camera.turn)
    tall = (HEIGHT + 2 * AROUND) / (WIDTH + 2 * AROUND)
    box = np.array([[-1, -tall], [1, -tall], [1, tall], [-1, tall]])
    turned = box @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    scale = camera.fills * min(width / np.ptp(turned[:, 0]), height / np.ptp(turned[:, 1]))
    shifts = random.uniform(-1, 1, (4, 2)) * camera.slant * min(width, height)
    return turned * scale + np.array([width, height]) / 2 + shifts


def photograph(sheet, camera=Camera(), *, seed=0):
    """The sheet as a camera sees it, uint8 (h, w, 3), and the matrix from millimetres of the worksheet to its pixels."""
    random = np.random.default_rng(seed)
    width, height = camera.size
    corners = corners_of(camera, random)
    dots = np.array([[0, 0], [sheet.width, 0], [sheet.width, sheet.height], [0, sheet.height]], float)
    to_dots = projection(corners, dots)
    soft = sheet.filter(
        ImageFilter.GaussianBlur(DOTS / 8)
    )  # so that nothing is lost where it becomes smaller
    if camera.bend:
        soft = _bent(soft, camera.bend * DOTS)
    paper = soft.transform(
        camera.size, Image.Transform.PERSPECTIVE, to_dots.ravel()[:8].tolist(), Image.Resampling.BICUBIC
    )
    inside = Image.new("L", sheet.size, 255).transform(
        camera.size, Image.Transform.PERSPECTIVE, to_dots.ravel()[:8].tolist(), Image.Resampling.BILINEAR
    )
    grey = np.asarray(paper, np.float32) / 255
    on_paper = np.asarray(inside, np.float32) / 255
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    angle = random.uniform(0, 2 * np.pi)
    along = (np.cos(angle) * (x / width - 0.5) + np.sin(angle) * (y / height - 0.5) + 0.7) / 1.4
    scene = on_paper * grey + (1 - on_paper) * camera.table
    scene = scene * camera.light * (1 - camera.unevenness * along)
    blurred = Image.fromarray(np.rint(255 * scene).astype(np.uint8)).filter(
        ImageFilter.GaussianBlur(camera.blur)
    )
    seen = np.asarray(blurred) / 255 + random.normal(0, camera.noise, scene.shape)
    to_picture = np.linalg.inv(to_dots) @ np.array(
        [[DOTS, 0, AROUND * DOTS], [0, DOTS, AROUND * DOTS], [0, 0, 1]]
    )
    return (np.clip(seen, 0, 1)[..., None] * np.array([255, 250, 242])).astype(np.uint8), to_picture


def _bent(sheet, dots):
    """The sheet with its middle moved sideways: paper that does not lie flat."""
    rows = np.arange(sheet.height)
    shifts = np.rint(dots * np.sin(np.pi * rows / sheet.height)).astype(int)
    array = np.asarray(sheet)
    columns = np.clip(np.arange(sheet.width) - shifts[:, None], 0, sheet.width - 1)
    return Image.fromarray(np.take_along_axis(array, columns, axis=1))


def as_jpeg(array, quality=85):
    file = io.BytesIO()
    Image.fromarray(array).save(file, "JPEG", quality=quality)
    return file.getvalue()


def for_prompts(pens, random):
    """One sample of these pens for each box, of the digit that it asks for."""
    chosen = [random.choice(np.flatnonzero(pens.labels == prompt)) for prompt in PROMPTS]
    return pens.take(np.array(chosen)).strokes
