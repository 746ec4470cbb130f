"""How well and how quickly the default model reads drawings: MNIST's test images, pens of writers held out, letters, scribbles.

Pens are drawn on the canvas (off its middle, with an 18-pixel brush) and read in three ways: the canvas only made small, the
picture of the canvas framed, the strokes framed. Needs DIGITLAB_PEN. Times are those of whole answers, with
framing and the rules that refuse.
"""

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from digitcore.data import datasets
from digitcore.data.drawn import scribbles
from digitcore.data.ink import Drawing, Strokes, rasterise
from digitcore.data.sources import pens
from digitcore.data.statistics.intervals import wilson_interval
from digitcore.errors import DataUnavailable
from digitcore.learning.judging.calibration import calibration_error
from digitcore.learning.prediction import prediction

CANVAS, BRUSH = 280, 18
SCRIBBLES = 900
TIMED = 400
SESSIONS = (1, 4, 30)


def run():
    """Measure and print the tables."""
    prediction.use_one_thread()  # as a server does
    predictor = prediction.load_predictor()
    test = datasets.load("mnist").test
    probabilities = predictor.probabilities(test.images)
    print(f"{'MNIST test images':<44}{share(probabilities.argmax(axis=1) == test.labels)}")
    print(f"{'  calibration error':<44}{calibration_error(probabilities, test.labels):.4f}")
    try:
        digits, letters = (pens.load(part) for part in ("digits", "letters"))
        digits, letters = (part.take(pens.is_held_out(part.writers)) for part in (digits, letters))
    except DataUnavailable as missing:
        print(missing)
        return
    random = np.random.default_rng(0)
    on_canvas = [drawings(samples.strokes, random) for samples in (digits, letters)]
    answers = accuracies(predictor, on_canvas[0], digits.labels)
    scrawled = drawings(scribbles.generate(SCRIBBLES, seed=123_457), random)
    refusals(predictor, answers, on_canvas[1], scrawled)
    times(predictor, on_canvas[0])


def drawings(strokes, random):
    """Each as if drawn on the canvas, 90 to 200 pixels large, anywhere."""
    made = []
    for number in range(strokes.drawing_count):
        is_in = strokes.drawing_numbers == number
        size = random.uniform(90, 200)
        place = random.uniform(BRUSH, CANVAS - BRUSH - size, 2)
        parts = [
            strokes.points[is_in & (strokes.stroke_numbers == stroke)] * (size / 1000) + place
            for stroke in np.unique(strokes.stroke_numbers[is_in])
        ]
        made.append(Drawing.from_strokes(parts, canvas=CANVAS, stroke_width=BRUSH))
    return made


def picture(drawing):
    """The same as black ink on white paper."""
    ink = rasterise(Strokes.of_many([drawing.strokes], radius=BRUSH / 2), side=CANVAS)[0]
    return Drawing.from_image(np.rint(255 * (1 - ink)).astype(np.uint8))


def accuracies(predictor, on_canvas, labels):
    """Print the accuracy of the three ways; gives the answers to the strokes."""
    raw = [predictor.predict(drawing, steps=()).digit for drawing in on_canvas]
    bitmap = [predictor.predict(picture(drawing)).digit for drawing in on_canvas]
    answers = [predictor.predict(drawing) for drawing in on_canvas]
    print(f"{'pens held out, canvas made small':<44}{share(raw == labels)}")
    print(f"{'pens held out, picture framed':<44}{share(bitmap == labels)}")
    print(f"{'pens held out, strokes framed':<44}{share(np.array([a.digit for a in answers]) == labels)}")
    probabilities = np.array([answer.probabilities for answer in answers])
    print(f"{'  calibration error':<44}{calibration_error(probabilities, labels):.4f}")
    return answers


def refusals(predictor, answers, letters, scrawled):
    """Print the share that is refused as no digit."""
    for title, predictions in (
        ("digits of pens held out", answers),
        ("letters of pens held out", [predictor.predict(drawing) for drawing in letters]),
        ("scribbles", [predictor.predict(drawing) for drawing in scrawled]),
    ):
        print(
            f"{'called no digit: ' + title:<44}{share(np.array([not each.is_digit for each in predictions]))}"
        )


def times(predictor, on_canvas):
    """Print the median time of a call of the network and of a whole answer, for one session and for several at once."""
    framed = [predictor.predict(drawing).framed[None] for drawing in on_canvas[:TIMED]]
    calls = {
        "one call of the network": (predictor.probabilities, framed),
        "one answer": (predictor.predict, on_canvas[:TIMED]),
    }
    for title, (call, inputs) in calls.items():
        for sessions in SESSIONS:
            words = f"{title}, {sessions} at once, median"
            print(f"{words:<60}{median_wait(call, inputs, sessions):.2f} ms")


def median_wait(call, inputs, sessions):
    """In milliseconds, over all sessions."""

    def session(number):
        waited = []
        for value in inputs[number::sessions]:
            started = time.perf_counter()
            call(value)
            waited.append(time.perf_counter() - started)
        return waited

    with ThreadPoolExecutor(sessions) as several:
        return 1000 * np.median(np.concatenate(list(several.map(session, range(sessions)))))


def share(hits):
    hits = np.asarray(hits)
    low, high = wilson_interval(int(hits.sum()), len(hits))
    return f"{hits.mean():.4f} of {len(hits):,}  (95% interval {low:.4f} to {high:.4f})"


if __name__ == "__main__":
    run()
