"""Signs that are no digit, drawn by code: letters, punctuation, small pictures, to train a model on what is no digit.

A sign is written like the skeleton of a digit (`skeletons`); training varies it (`stroke_variation`). Signs that look
like a digit are left out: o, l, I, S, Z, b, g, q, a square, an exclamation mark.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digitcore.data.drawn.pen_paths import path
from digitcore.data.drawn.skeletons import Stroke, read_strokes
from digitcore.data.ink import Strokes

TABLE = """
A                 | 50,0 35,50 18,100 / 50,0 66,50 84,100 / 26,64 50,62 76,64
A in one stroke   | 10,100 30,50 50,0* 66,50 84,100* 70,66 50,60 28,62
a                 | 72,36 46,24 22,46 28,78 56,80 74,40* 74,66 92,82
a round           | 76,30 40,20 16,50 36,84 66,70 78,28* 76,60 80,84 96,80
e                 | 20,58 50,56 78,46 62,22 34,28 20,58 38,88 82,80
e as an epsilon   | 78,18 48,8 28,28 50,46* 26,60 30,90 80,86
E                 | 22,0 22,50 22,100 / 22,2 50,1 80,2 / 22,48 46,47 68,48 / 22,99 50,98 82,99
E in one stroke   | 82,2 50,1 22,4* 22,50 22,98* 50,98 84,96 / 22,48 46,47 68,48
f                 | 74,8 54,2 46,24 44,60 42,100 / 22,44 46,42 68,42
H                 | 20,0 20,50 20,100 / 80,0 80,50 80,100 / 20,50 50,48 80,50
K                 | 22,0 22,50 22,100 / 78,2 50,28 24,54* 52,76 82,100
k                 | 26,0 26,50 26,100 / 70,36 48,50 28,64* 50,80 74,100
M                 | 8,100 14,50 20,0* 36,40 50,70* 64,36 80,0* 86,50 92,100
m                 | 8,30 12,60 12,90* 20,44 38,28 46,48 46,90* 54,46 72,28 82,50 84,92
N                 | 16,100 18,50 20,0* 50,52 80,100* 82,50 84,0
n                 | 20,28 24,60 24,96* 32,52 56,28 74,50 76,96
P                 | 24,0 24,50 24,100 / 24,4 62,2 78,24 58,48 26,50
T                 | 8,4 50,2 92,4 / 50,4 50,50 50,100
t                 | 46,0 46,50 50,90 76,94 / 20,32 46,30 76,30
r                 | 26,28 32,60 32,98* 38,54 56,30 80,32
u                 | 20,26 20,66 40,90 66,72 76,28* 76,60 80,92
v                 | 14,24 30,60 46,94* 64,58 84,22
W                 | 4,4 16,50 28,98* 40,60 50,30* 62,64 72,98* 84,50 96,2
x                 | 18,22 50,58 84,96 / 84,20 50,58 16,98
Y                 | 14,0 32,28 50,48 / 86,0 68,24 50,48 50,74 50,100
d                 | 70,50 44,40 22,62 34,92 62,90 74,56 / 78,0 76,50 78,98
p                 | 26,30 26,64 26,100 / 26,44 52,30 74,48 60,74 28,72
alpha             | 92,14 66,50 40,84 14,66 20,34 46,28 70,58 94,88
omega             | 16,20 8,56 26,90 48,62 50,40* 52,64 74,90 92,58 84,20
pi                | 8,22 50,18 94,20 / 34,22 32,60 22,98 / 66,20 66,62 80,96
question mark     | 22,22 40,2 70,6 78,30 56,50 48,72 / 48,98
at                | 66,40 44,36 36,56 52,68 66,40* 70,66 88,58 84,22 48,6 14,34 18,74 50,96 84,86
ampersand         | 88,96 50,52 30,22 50,4 66,22 40,48 16,74 38,98 68,84 84,56
hash              | 34,0 28,50 22,100 / 74,0 68,50 62,100 / 6,34 50,32 94,32 / 4,68 50,66 92,66
dollar            | 80,20 48,8 22,28 50,48 78,68 50,92 18,80 / 50,-6 50,50 50,106
euro              | 84,10 50,2 26,34 26,68 50,98 86,90 / 8,40 36,40 64,38 / 8,60 36,60 60,58
plus              | 50,4 50,50 50,96 / 4,50 50,49 96,50
minus and minus   | 8,34 50,33 92,34 / 8,66 50,65 92,66
times             | 10,10 50,50 90,90 / 90,10 50,50 10,90
divided           | 6,50 50,50 94,50 / 50,16 / 50,84
star              | 50,0 36,44 20,96* 56,62 96,34* 50,36 4,38* 46,64 82,96* 66,44 50,0
star of lines     | 50,2 50,50 50,98 / 8,26 50,50 92,74 / 8,74 50,50 92,26
heart             | 50,28 30,4 6,22 18,56 50,96* 82,56 94,22 70,4 50,28
triangle          | 50,4 28,48 6,94* 50,94 94,94* 72,48 50,4
house             | 12,96 12,70 12,42* 30,22 50,2* 70,22 90,42* 90,70 90,96* 50,96 12,96
arrow to the right| 4,50 50,50 94,50 / 62,20 78,36 94,50* 78,66 62,80
arrow up          | 50,98 50,50 50,4 / 20,34 36,18 50,4* 66,18 80,34
tick              | 8,60 22,76 36,94* 62,48 94,6
smiley            | 50,2 16,18 4,54 28,92 70,92 96,56 84,18 52,2 / 34,36 / 66,36 / 26,60 50,78 74,60
flower            | 50,50 40,10 60,10 50,50* 90,40 88,62 50,50* 60,92 38,90 50,50* 8,60 12,38 50,50
wave              | 2,60 14,36 28,60 42,80 56,58 70,36 84,60 98,74
infinity          | 50,50 26,28 6,50 26,72 50,50 74,28 94,50 74,72 50,50
tree              | 50,100 50,80 50,66 / 20,66 36,34 50,4* 66,34 82,66* 50,66 20,66
fish              | 94,24 60,66 24,70 4,48 26,28 60,34 94,76* 92,50 94,24
cup               | 16,16 18,60 26,92* 50,94 66,92* 74,60 78,16 / 78,30 96,36 90,60 72,62
stairs            | 4,96 4,80 4,70* 20,70 34,70* 34,54 34,44* 50,44 64,44* 64,28 64,18* 80,18 96,18
comb              | 4,20 50,20 96,20 / 10,20 10,50 10,80 / 36,20 36,50 36,80 / 62,20 62,50 62,80 / 90,20 90,50 90,80
"""
"""A row: name | strokes, written as in the table of `skeletons`; a stroke of one point is a dot."""

_POINTS_PER_LENGTH = 0.3


def _read_row(row: str) -> tuple[str, tuple[Stroke, ...]]:
    name, strokes = row.split("|")
    return name.strip(), read_strokes(strokes)


SIGNS = dict(_read_row(row) for row in TABLE.strip().splitlines())
"""The strokes of each sign, by name."""


def draw(names: Sequence[str]) -> Strokes:
    """One drawing for each name, on a sheet of 100×100; equal names give equal drawings, the radii are all 1."""
    return Strokes.of_many([[_points(stroke) for stroke in SIGNS[name]] for name in names])


def _points(stroke: Stroke) -> NDArray[np.float64]:
    given = np.array(stroke.points, dtype=np.float64)
    if len(given) == 1:
        return given
    length = np.hypot(*np.diff(given, axis=0).T).sum()
    return path(stroke, max(3, int(length * _POINTS_PER_LENGTH)))
