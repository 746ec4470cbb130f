"""`train`, `runs`, `show` as a person meets them: real processes, a real store, training of a few epochs."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys

import pytest

from digitcore.data.statistics.intervals import wilson_interval
from digitcore.lab.runs import runs
from digitcore.lab.store import schema
from digitcore.lab.store.records import PAUSE
from digitcore.lab.store.store import open_store
from tests.core.command_runner import ROOT, answer, refusal, run, run_anew
from tests.core.memories import ADA, ask, begun, wait_until

THREE_EPOCHS = ("train", "perceptron", "--set", "epochs=3")
MEASURES = {"loss", "accuracy"}


@pytest.fixture
def trained():
    return answer(*THREE_EPOCHS)


def test_a_recipe_is_trained_recorded_listed_and_joined(trained):
    assert set(trained) == {
        "run", "recipe", "state", "reason", "seed", "parameters", "epochs", "seconds", "train", "validation", "test",
    }  # fmt: skip
    assert (trained["recipe"], trained["state"]) == ("perceptron", "finished")
    assert (trained["seed"], trained["epochs"], trained["parameters"]) == (0, 3, 64 * 10 + 10)
    assert trained["seconds"] > 0
    assert set(trained["train"]) == set(trained["validation"]) == MEASURES
    test = trained["test"]
    assert set(test) == MEASURES | {"n", "interval"}
    assert test["n"] == 450
    assert test["interval"] == pytest.approx(wilson_interval(round(test["accuracy"] * 450), 450))
    assert answer(*THREE_EPOCHS, run=run_anew) == trained  # the same settings are the same run
    assert answer("show", trained["run"]) == trained
    assert answer("runs") == [trained]
    assert "is over" in run("runs", "stop", trained["run"]).stderr
    assert run("runs", "clear").stdout == "0 runs that waited are stopped.\n"


def test_a_file_or_options_of_the_line_say_the_same_and_people_read_the_runs(tmp_path):
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({"model": "nearest-average", "seed": 1}))
    of_file = answer("train", str(path))
    assert answer("train", "nearest-average", "--seed", "1")["run"] == of_file["run"]
    other = answer("train", str(path), "--set", "seed=2")
    assert [(row["seed"], row["recipe"]) for row in (of_file, other)] == [(1, ""), (2, "")]
    lines = run("runs").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [other["run"], of_file["run"]]
    shown = run_anew("show", other["run"])
    assert (shown.returncode, shown.stderr) == (0, "")
    assert f"test        accuracy {other['test']['accuracy']:.4f}" in shown.stdout
    assert "on 450 test images; 95% interval" in shown.stdout


def test_a_paused_run_is_listed_as_paused(home):
    store = open_store()
    paused = ask(store)
    begun(store, paused.id)
    runs.steer(store, paused.id, ADA, PAUSE)
    with store.writing() as connection:  # its worker is alive, however long the commands take
        connection.execute(schema.runs.update().values(heartbeat_at=schema.now() + dt.timedelta(days=1)))
    assert run("runs").stdout.split()[:3] == [paused.id, "perceptron", "paused"]
    (row,) = answer("runs")
    assert (row["state"], row["reason"]) == ("running", "It is paused.")


def test_a_training_that_was_killed_goes_on_when_it_is_asked_for_again():
    command = ("train", "perceptron", "--set", "epochs=1500", "--json")
    store = open_store()
    first = subprocess.Popen([sys.executable, "-m", "digitcore", *command], cwd=ROOT, env=os.environ)
    wait_until(lambda: any(each.epochs_done > 20 for each in runs.list_runs(store)), "some epochs")
    first.kill()
    first.wait()
    (before,) = runs.list_runs(store)
    assert before.state == "running"
    again = run(*command)
    assert again.returncode == 0
    assert "Another process has this run" in again.stderr
    assert "Its worker is gone. Going on after epoch" in again.stderr
    result = json.loads(again.stdout)
    assert (result["run"], result["state"], result["epochs"]) == (before.id, "finished", 1500)


@pytest.mark.skipif(sys.platform == "win32", reason="sends what Ctrl-C sends")
def test_a_training_that_is_ended_from_the_keyboard_says_so_and_can_go_on():
    command = [sys.executable, "-m", "digitcore", "train", "perceptron", "--set", "epochs=1500", "--json"]
    store = open_store()
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    # What a shell starts in the background does not hear Ctrl-C, and what that starts does not either.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    training = subprocess.Popen(command, cwd=ROOT, env=os.environ, **pipes)
    signal.signal(signal.SIGINT, before)
    with training:
        wait_until(lambda: any(each.epochs_done > 20 for each in runs.list_runs(store)), "some epochs")
        training.send_signal(signal.SIGINT)
        out, err = training.communicate()
    assert (training.returncode, out, err.split("\n")[-2:]) == (1, "", ["It was stopped.", ""])
    assert "Traceback" not in err
    (ended,) = runs.list_runs(store)
    assert (ended.state, ended.reason) == ("interrupted", "It was interrupted from the keyboard.")


def test_nothing_trained_is_said():
    assert answer("runs") == []
    assert run_anew("runs").stdout == "Nothing was trained yet. Try: python -m digitcore train perceptron\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("train", "percepton"), "percepton"),
        (("train", "nowhere.json"), "There is no file 'nowhere.json'."),
        (("train", "perceptron", "--set", "epochs=0"), "epochs=0"),
        (("train", "perceptron", "--set", "colour=1"), "colour"),
        (("train", "perceptron", "--set", "epochs"), "key=value"),
        (("train", "perceptron", "--set", "epochs=3", "--set", "epochs=4"), "given twice"),
        (("train", "perceptron", "--dataset", "nowhere"), "There is no dataset called 'nowhere'."),
        (("train", "perceptron", "--seed", "one"), "'one' is not a valid integer"),
        (("show", "000000000000"), "There is no run '000000000000'."),
    ],
)
def test_what_cannot_be_trained_or_shown_is_refused_in_one_line(arguments, words):
    sentence = refusal(*arguments)
    assert words in sentence
    assert sentence.count("\n") == 1
