"""The strokes of the ten digits, in the variants people write.

A skeleton is the path of the pen without its width: a few points on a sheet of 100×100, with the pen's way
between them smooth. All were made up for this project; none is traced from anybody's writing. How
they become curves is in `pen_paths`, how each is varied in `synthetic`.
"""

from __future__ import annotations

from dataclasses import dataclass

TABLE = """
0 | oval                      | 3   | 54,1 34,9 19,34 18,64 32,92 52,99 72,88 83,60 78,26 62,4 46,3
0 | oval, other way round     | 2   | 44,2 66,8 82,34 82,66 68,92 48,99 28,90 17,62 21,28 36,6 54,2
0 | overlapping at the top    | 2   | 66,10 46,0 24,20 16,56 28,90 50,100 72,88 84,54 74,18 56,6 38,14
0 | round                     | 4   | 56,2 28,8 8,34 6,64 26,92 52,99 78,90 94,62 90,28 68,6 44,4
0 | curled in at the top      | 1   | 40,26 60,4 34,6 14,34 14,66 32,94 56,98 80,84 90,50 78,18 54,4 34,12
0 | slashed                   | 1.2 | 54,1 34,9 19,34 18,64 32,92 52,99 72,88 83,60 78,26 62,4 46,3 / 90,2 52,50 12,98
0 | slashed inside            | 0.5 | 54,1 34,9 19,34 18,64 32,92 52,99 72,88 83,60 78,26 62,4 46,3 / 70,26 30,76
0 | slashed the other way     | 0.5 | 54,1 30,12 18,40 22,76 44,98 68,92 82,64 80,28 62,4 46,3 / 14,8 50,50 86,94
1 | bar                       | 6   | 50,0 50,33 50,66 50,100
1 | leaning bar               | 3   | 78,4 60,36 42,68 24,98
1 | with flag                 | 3   | 32,22 44,12 53,0* 53,34 52,66 52,100
1 | with long flag            | 2   | 16,44 36,24 56,0* 56,34 56,66 56,100
1 | with flag and foot        | 2   | 30,22 44,12 52,0* 52,34 52,66 52,100 / 22,100 50,99 80,100
1 | with foot                 | 0.5 | 50,0 50,34 50,66 50,100 / 26,100 50,99 76,100
2 | without loop              | 3   | 18,24 28,6 52,0 76,12 78,32 60,58 36,82 14,99* 50,98 88,97
2 | with loop                 | 3   | 16,20 36,3 62,2 76,22 66,50 44,78 24,95 12,90 20,76 42,80 66,94 90,94
2 | swan                      | 2   | 18,22 34,4 58,1 76,16 74,38 54,64 30,86 14,95* 34,86 62,92 90,98
2 | like a Z                  | 1   | 14,12 44,4 80,4* 58,40 34,72 10,98* 48,97 90,97
2 | with big loop             | 1.5 | 14,26 32,4 60,2 74,20 68,46 46,74 20,92 6,80 20,62 44,70 66,92 92,98
2 | with wide loop            | 2   | 14,24 36,2 64,6 72,28 58,56 32,86 10,92 8,74 30,68 54,82 74,98 96,88
2 | high arch, loop           | 3.5 | 16,18 42,2 68,10 76,34 68,62 48,84 26,94 12,86 24,74 52,80 76,90 94,88
2 | high arch, small loop     | 1.5 | 14,22 36,2 64,6 74,30 68,60 46,86 28,92 24,82 44,78 68,88 92,94
2 | high arch                 | 2   | 16,20 42,2 68,12 74,36 64,64 42,86 16,94* 48,88 90,96
3 | round                     | 4   | 18,14 36,2 60,2 74,18 66,38 42,47* 68,54 84,74 70,94 46,100 24,96 12,84
3 | smooth waist              | 2   | 20,12 42,1 68,8 72,28 54,44 48,50 70,58 82,76 66,96 40,100 14,90
3 | flat top                  | 1.5 | 16,3 48,4 80,3* 60,24 42,42* 68,50 82,70 70,92 46,99 26,96 12,86
3 | with small loop           | 1.5 | 18,12 42,0 68,8 70,28 52,46 38,50 40,42 58,48 80,64 76,88 50,100 14,90
3 | angular                   | 1   | 16,8 46,5 78,3* 60,22 44,40* 64,50 80,64 72,86 44,96 16,98
3 | deep waist                | 2   | 22,10 46,1 68,12 62,34 32,48* 66,52 82,70 68,92 40,100 12,88
4 | open, straight            | 3   | 26,4 20,28 13,54* 48,55 90,52 / 72,2 68,50 65,100
4 | open, round               | 3   | 22,4 16,30 22,50 46,54 66,46 / 78,2 74,30 72,64 70,100
4 | closed                    | 3   | 66,0 40,32 12,64* 50,65 92,63 / 67,1 66,50 65,100
4 | closed, one stroke        | 1.5 | 62,100 63,50 66,0* 40,32 10,66* 50,64 92,64
4 | open, one stroke          | 2   | 22,4 16,28 20,46 44,48 68,36 80,4* 76,36 72,68 70,100
5 | hat as its own stroke     | 3   | 28,4 26,22 24,42* 46,36 72,44 82,66 70,90 46,99 16,92 / 27,4 56,3 88,1
5 | one stroke                | 3   | 86,2 58,3 32,4* 28,22 24,42* 46,36 72,44 82,66 70,90 46,99 16,92
5 | smooth, like an S         | 2   | 84,4 58,2 36,8 28,26 40,42 64,54 74,72 62,92 38,99 14,92
5 | hat apart                 | 1   | 26,16 22,46* 46,40 72,48 80,68 68,92 44,99 14,92 / 38,6 62,4 90,1
5 | belly curled in           | 1   | 88,4 62,3 40,4* 34,22 26,42* 50,34 76,48 80,72 62,95 34,98 16,86 22,72
5 | wide belly                | 1.5 | 30,4 25,20 20,36* 48,25 78,36 92,62 76,90 44,100 10,90 / 28,6 60,3 94,2
5 | slanted neck, short hat   | 1.5 | 46,4 36,22 24,42* 48,40 68,54 70,74 50,92 14,98 / 46,5 62,4 80,0
6 | curved                    | 4   | 70,1 46,14 28,38 20,66 28,92 50,100 72,90 76,70 62,56 42,60 26,78
6 | straight stem             | 2   | 60,0 42,24 26,52 20,78 32,96 54,99 72,86 70,68 52,62 34,70 24,84
6 | big loop                  | 1.5 | 66,2 38,14 20,42 18,74 34,96 58,99 78,82 80,58 64,42 40,46 22,64
6 | hooked top                | 0.5 | 76,7 62,0 42,10 24,38 18,70 32,96 56,99 76,82 72,62 50,54 24,72
6 | flat loop                 | 2   | 44,0 28,28 18,58 22,88 50,99 80,93 86,76 66,65 42,73 24,88
6 | loop left open            | 0.8 | 64,0 38,20 20,52 20,82 42,99 66,94 76,76 66,62 50,64 42,78
6 | loop through the stem     | 1   | 62,0 40,22 24,50 22,80 42,99 66,94 78,76 64,60 36,62 10,78
6 | loop curled in            | 1.5 | 30,0 14,30 10,66 28,96 56,98 82,82 90,52 74,34 52,46 40,70 40,92
6 | like a b                  | 1.5 | 26,0 20,34 18,70 34,96 60,98 84,80 82,54 60,44 36,54 20,76
7 | plain                     | 5   | 14,5 50,4 86,4* 68,36 52,68 42,100
7 | round shoulder            | 2   | 12,8 44,2 78,4 82,18 66,48 50,76 42,100
7 | with tick                 | 2   | 16,24 15,14 16,5* 50,5 86,4* 68,36 52,68 42,100
7 | arched                    | 1.5 | 14,32 22,10 46,2 74,6 80,24 76,60 70,100
7 | steep, with long tick     | 1.5 | 19,34 17,18 18,6* 48,5 82,5* 77,36 71,68 67,100
7 | crossed                   | 2   | 14,5 50,4 86,4* 68,36 52,68 42,100 / 34,54 58,52 82,50
7 | crossed low, long bar     | 1   | 14,5 50,4 86,4* 68,36 52,68 42,100 / 18,60 50,56 88,53
7 | crossed, with tick        | 1   | 16,20 15,12 16,5* 50,5 86,4* 68,36 52,68 42,100 / 34,54 58,52 82,50
8 | one loop                  | 4   | 76,16 56,1 30,8 28,30 50,46 74,62 74,90 50,100 24,88 26,62 50,46 70,30 74,10
8 | two circles               | 2.5 | 50,2 30,12 30,36 50,46 70,36 70,12 50,1 / 50,46 26,58 24,88 50,100 76,88 74,58 50,46
8 | from the left             | 1.5 | 26,18 44,1 68,8 70,30 48,46 24,64 26,90 50,100 74,88 72,64 48,46 30,32 26,14
8 | open at the top           | 1.5 | 76,8 50,2 28,14 34,36 60,54 76,76 60,98 36,98 22,80 36,58 60,38 82,12
8 | from the middle           | 1   | 50,47 28,30 32,6 56,1 74,16 66,36 48,48 26,66 28,92 54,100 76,86 70,62 50,48
8 | loop with long ends       | 1   | 84,4 50,2 28,16 38,36 60,54 70,78 52,99 32,88 38,66 58,46 76,24 96,12
8 | narrow below              | 2   | 70,12 42,2 22,18 40,40 58,60 62,84 50,99 38,86 44,64 62,42 80,20 68,6
8 | closed by a straight line | 2   | 82,12 52,2 30,16 38,36 58,54 68,78 50,98 30,88 42,62 62,36 82,10
8 | small below, open         | 1   | 88,6 56,2 28,10 24,34 48,52 66,66 66,90 46,99 32,86 44,64 68,40 84,22
8 | small above               | 1.5 | 64,14 50,2 36,12 40,30 62,46 80,68 72,94 44,100 20,86 24,62 48,44 62,28 62,10
8 | ribbon                    | 1   | 18,6 30,30 54,52 66,78 48,98 32,84 46,60 68,36 80,12
8 | top left open             | 1   | 80,10 56,2 36,12 36,30 58,50 70,74 54,98 34,88 38,66 58,46 78,34 88,24
9 | straight tail             | 4   | 76,18 58,2 34,6 22,28 32,46 54,46 74,22* 74,48 70,74 66,100
9 | curved tail               | 2   | 76,16 54,1 30,10 24,32 38,46 60,42 76,18 78,50 70,82 48,99 20,94
9 | circle and bar            | 2   | 72,14 50,1 28,12 24,32 42,46 64,38 74,14 / 74,6 72,38 70,70 66,100
9 | smooth                    | 2   | 74,24 60,4 38,4 26,24 38,44 60,40 72,20 72,46 66,74 56,100
9 | open at the top           | 1.5 | 60,4 38,8 24,26 28,44 50,46 68,34 80,10* 77,44 71,74 65,100
9 | big circle                | 1.5 | 76,30 60,4 32,4 14,28 22,56 50,62 72,46 79,16* 80,56 78,100
"""
"""A row: digit | what is special | how common among those of its digit | strokes, separated by "/".

A stroke is its points "x,y" from 0 to 100, y down, in the order of writing; at "*" the pen turns sharply.
"""


@dataclass(frozen=True)
class Stroke:
    """The points a pen passes without being lifted."""

    points: tuple[tuple[float, float], ...]
    sharp: tuple[bool, ...]
    """At which of them it turns sharply."""


@dataclass(frozen=True)
class Skeleton:
    """One way to write a digit."""

    digit: int
    name: str
    commonness: float
    strokes: tuple[Stroke, ...]


def _read_row(row: str) -> Skeleton:
    digit, name, commonness, strokes = (cell.strip() for cell in row.split("|"))
    return Skeleton(int(digit), name, float(commonness), read_strokes(strokes))


def read_strokes(text: str) -> tuple[Stroke, ...]:
    """Strokes written as in the last column of the table."""
    return tuple(map(_read_stroke, text.split("/")))


def _read_stroke(text: str) -> Stroke:
    words = text.split()
    pairs = [word.rstrip("*").split(",") for word in words]
    return Stroke(
        points=tuple((float(x), float(y)) for x, y in pairs),
        sharp=tuple(word.endswith("*") for word in words),
    )


SKELETONS = tuple(_read_row(row) for row in TABLE.strip().splitlines())
