"""Before and after: counted in pairs on the same images, and no claim that the test does not allow."""

import numpy as np
import pytest

from digitcore.errors import BadInput
from digitcore.learning.prediction.before_after import before_after
from digitcore.learning.prediction.examination import Examination

TRUTH = np.tile(np.arange(10, dtype=np.uint8), 40)


def examined(wrong: range, images_hash: str = "a") -> Examination:
    """A model that is wrong about these of 400 images."""
    predicted = TRUTH.copy()
    predicted[list(wrong)] = (predicted[list(wrong)] + 1) % 10
    return Examination(
        "r", "A", "mnist", tuple("0123456789"), np.eye(10, dtype=np.float32)[predicted], TRUTH, images_hash
    )


def test_both_are_judged_on_the_same_images():
    result = before_after(examined(range(40)), examined(range(30, 50)))
    assert (result.before.correct, result.after.correct, result.before.n) == (360, 380, 400)
    assert (result.pairs.first_only, result.pairs.second_only) == (10, 30)
    with pytest.raises(BadInput, match="different test images"):
        before_after(examined(range(4)), examined(range(4), "b"))


@pytest.mark.parametrize(
    ("before", "after", "learned", "forgot"),
    [
        (range(40), range(10), "the one with it is better than the model without", "It got better here, too"),
        (range(10), range(40), "the model without the class is better than", "It forgot something"),
        (range(3), range(1), "nothing says that the one with it is better", "Nothing says that it forgot"),
        (range(3), range(3), "Neither is better", "Nothing says that it forgot"),
    ],
)
def test_the_sentences_claim_what_the_test_allows(before, after, learned, forgot):
    result = before_after(examined(before), examined(after))
    assert learned in result.learned
    assert result.forgot.startswith(forgot)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (range(5), range(5), "None of 400 changed."),
        (range(1), range(0), "Only 1 of 400 changed: too few to say it got better."),
        (range(0), range(5), "Only 5 of 400 changed: too few to say it got worse."),
        (range(3), range(3, 6), "6 of 400 changed, as many for the better as for the worse."),
        (range(6), range(0), "6 of 400 changed, 6 of them for the better: it got better."),
        (range(10), range(40), "30 of 400 changed, 30 of them for the worse: it got worse."),
        (
            range(6),
            range(5, 9),
            "8 of 400 changed, 5 of them for the better: chance does that, too, and nobody can say it got better.",
        ),
    ],
)
def test_one_plain_sentence_says_what_came_of_it(before, after, verdict):
    assert before_after(examined(before), examined(after)).verdict == verdict


def test_the_change_stands_with_its_interval():
    result = before_after(examined(range(10)), examined(range(40)))
    low, high = result.pairs.difference_interval
    assert low < result.pairs.difference == -0.075 < high < 0
    assert "−7.50 points (95% interval −10.12 to −4.80)" in result.forgot_how_much
