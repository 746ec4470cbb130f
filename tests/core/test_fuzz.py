"""The short form of `make fuzz`: some hostile inputs to every reader, each as far as its sentence."""

import pytest

from tests.fuzz.attack import attack
from tests.fuzz.targets import TARGETS

INPUTS = 40

pytestmark = pytest.mark.filterwarnings(
    "ignore"
)  # decoders warn of odd pictures: these are what is tried here


@pytest.mark.parametrize("name", TARGETS)
def test_hostile_input_is_understood_or_refused_with_a_sentence(name):
    tally = attack(name, INPUTS, first=1_000_000)
    assert [
        problem for problem in tally.problems if not problem.endswith(" s")
    ] == []  # this machine may be busy
    assert tally.understood + tally.refused == INPUTS
