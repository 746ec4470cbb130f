"""The short form of `make fuzz`: some hostile inputs to every reader, each as far as its sentence."""

import sys
from pathlib import Path

import pytest

from digitcore.errors import BadInput
from tests.fuzz import __main__ as command
from tests.fuzz import attack as attacking
from tests.fuzz.attack import Tally, answer, attack
from tests.fuzz.targets import TARGETS, Target

INPUTS = 40

pytestmark = pytest.mark.filterwarnings(
    "ignore"
)  # decoders warn of odd pictures: these are what is tried here


@pytest.mark.parametrize("name", TARGETS)
def test_hostile_input_is_understood_or_refused_with_a_sentence(name):
    tally = attack(name, INPUTS, first=1_000_000)
    assert tally.problems == []  # and not `slow`: this machine may be busy
    assert tally.understood + tally.refused == INPUTS


def raising(error):
    def read(given):
        raise error

    return read


@pytest.mark.parametrize(
    ("read", "problem"),
    [
        (raising(ZeroDivisionError("by 0 s")), "ZeroDivisionError: by 0 s"),
        (raising(BadInput("It is " + "very " * 1_000 + "bad.", "Go.")), "a sentence of 5014 signs"),
        (raising(BadInput("\x1b[2J.", "Go.")), "a sentence of 9 signs"),
        (lambda given: Path("written").write_bytes(given), "AssertionError"),
    ],
    ids=["a traceback", "a long sentence", "signs of control", "a file"],
)
def test_the_attack_notices_what_is_neither_understood_nor_refused(read, problem, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tally = Tally("a reader")
    answer(Target("a reader", lambda random: b"", read), 7, tally)
    assert len(tally.problems) == 1
    assert tally.problems[0].startswith(f"7: {problem}")
    assert tally.slow == []


def test_what_is_slow_is_kept_apart_from_what_is_wrong(monkeypatch):
    monkeypatch.setattr(attacking, "SECONDS", -1.0)
    tally = Tally("a reader")
    answer(Target("a reader", lambda random: b"", len), 7, tally)
    assert tally.problems == []
    assert tally.slow == ["7: 0.0 s"]
    assert tally.failed == tally.slow


def test_a_reader_that_there_is_not_is_told_and_not_passed_as_held(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["fuzz", "strokes"])
    with pytest.raises(SystemExit, match="2"):
        command.main()
    assert "drawing: strokes as JSON" in capsys.readouterr().err
