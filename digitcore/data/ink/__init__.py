"""From ink to the pixels a model sees: strokes or pictures, framed as the images of a dataset are; see README.md here."""

from digitcore.data.ink.drawing import Drawing
from digitcore.data.ink.framed import KEEPING_THE_PEN, PLAIN, frame, frame_strokes, stages
from digitcore.data.ink.framings import ALL_STEPS, FRAMINGS, STEPS, Framing, Step
from digitcore.data.ink.pictures import pen_width
from digitcore.data.ink.placing import centre_mass
from digitcore.data.ink.problems import PROBLEMS, Problem, ink_problem
from digitcore.data.ink.raster import rasterise
from digitcore.data.ink.side_by_side import segments
from digitcore.data.ink.strokes import Floats, Strokes

__all__ = [
    "ALL_STEPS",
    "FRAMINGS",
    "KEEPING_THE_PEN",
    "PLAIN",
    "PROBLEMS",
    "STEPS",
    "Drawing",
    "Floats",
    "Framing",
    "Problem",
    "Step",
    "Strokes",
    "centre_mass",
    "frame",
    "frame_strokes",
    "ink_problem",
    "pen_width",
    "rasterise",
    "segments",
    "stages",
]
