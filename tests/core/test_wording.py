"""Numbers and names in sentences."""

import pytest

from digitcore import wording


@pytest.mark.parametrize("count, words", [(0, "0 runs"), (1, "1 run"), (2, "2 runs"), (1234, "1,234 runs")])
def test_one_is_one(count, words):
    assert wording.counted(count, "run") == words


@pytest.mark.parametrize("name", [8, 80, "8", "11", 18, "A", "F", "x", "apple", "8 (eight)"])
def test_an_before_what_sounds_like_a_vowel(name):
    assert wording.a(name) == f"an {name}"


@pytest.mark.parametrize("name", [0, 1, 4, 10, 110, 118, "B", "U", "fish", "one", ""])
def test_a_before_everything_else(name):
    assert wording.a(name) == f"a {name}"
