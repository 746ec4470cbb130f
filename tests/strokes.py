"""Digits as strokes, in the pixels of a canvas on a wide screen (400 px)."""

FOUR = [[(150, 80), (120, 200), (260, 200)], [(230, 120), (225, 200), (220, 330)]]
ONE = [[(200, 60), (196, 340)]]
SEVEN = [[(110, 80), (280, 80), (180, 340)]]
ZIGZAG = [[(40 + 8 * step, 40 if step % 2 else 360) for step in range(40)]]
