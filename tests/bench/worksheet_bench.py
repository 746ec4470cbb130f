"""How many boxes of photographed worksheets are found, what is read in them, and how long a class's thirty take.

The digits are of people from whom the model did not learn, the photographs are those of the tests: turned, slanted, dim. A
digit is *named* if the model gives its name, and *read* if it does not doubt either that it is a digit; *on the canvas*
stands beside it what the same strokes get without paper.
"""

import time

import numpy as np

from digitcore import settings
from digitcore.data.ink import Drawing
from digitcore.data.sources import pens
from digitcore.data.worksheets import reading
from digitcore.data.worksheets.layout import PROMPTS
from digitcore.learning.prediction.prediction import load_predictor
from tests.core.data.worksheets.test_reading import a_camera, boxes_found
from tests.core.filled_worksheets import as_jpeg, filled, for_prompts, photograph
from tests.measured import NotMeasuredError

SHEETS, CLASS = 100, 30


def run():
    """Photograph and read all sheets, and print the table."""
    if settings.current().pen_folder is None:
        raise NotMeasuredError("needs the folder with all pen strokes in DIGITLAB_PEN")
    digits, predictor = pens.load("digits"), load_predictor()
    digits = digits.take(pens.is_held_out(digits.writers))
    random, found, files = np.random.default_rng(11), 0, []
    on_paper, on_canvas = np.zeros(2, int), np.zeros(2, int)
    for number in range(SHEETS):
        strokes = for_prompts(digits, random)
        pen, shade = random.uniform(0.4, 1.2), int(random.uniform(30, 110))
        sheet = filled(strokes, pen=pen, shade=shade, seed=number)
        picture, matrix = photograph(sheet, a_camera(random, number), seed=number)
        files.append(as_jpeg(picture))
        worksheet = reading.read("sheet.jpg", files[-1])
        found += boxes_found(worksheet, matrix)
        on_paper += named_and_read(worksheet.drawings, predictor)
        on_canvas += named_and_read(drawings_of(strokes), predictor)
    count = SHEETS * len(PROMPTS)
    print(f"boxes found     {found / count:.4f} of {count:,}   (wanted: 0.99)")
    print(
        f"named           {on_paper[0] / count:.4f}, on the canvas {on_canvas[0] / count:.4f}   (wanted: 0.98)"
    )
    print(f"read            {on_paper[1] / count:.4f}, on the canvas {on_canvas[1] / count:.4f}")
    print_time(files[:CLASS], predictor)


def named_and_read(drawings, predictor):
    """How many of the drawings, one for each prompt, the model names rightly, and how many of these it takes for digits."""
    answers = [
        (drawing and predictor.predict(drawing), prompt)
        for drawing, prompt in zip(drawings, PROMPTS, strict=True)
    ]
    right = [answer for answer, prompt in answers if answer and answer.digit == prompt]
    return np.array([len(right), sum(answer.is_digit for answer in right)])


def drawings_of(strokes):
    """The same digits as they would come from the canvas."""
    singles = [strokes.take(np.array([number])) for number in range(strokes.drawing_count)]
    return [
        Drawing.from_strokes(
            [one.points[one.stroke_numbers == each] for each in np.unique(one.stroke_numbers)],
            canvas=1000,
            stroke_width=50,
        )
        for one in singles
    ]


def print_time(files, predictor):
    """Read and predict a class's sheets one after the other, as the desk does."""
    began, used = time.perf_counter(), time.process_time()
    for data in files:
        named_and_read(reading.read("sheet.jpg", data).drawings, predictor)
    seconds, processor = time.perf_counter() - began, time.process_time() - used
    print(f"{len(files)} sheets       {seconds:.1f} s, {processor:.1f} s of processor time   (wanted: 120 s)")
