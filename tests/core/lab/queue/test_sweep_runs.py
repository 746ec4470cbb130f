"""A sweep in the store: joined, broken off, asked for again; and the command, in real processes with real trainings."""

import json

import pytest

from digitcore.data import datasets
from digitcore.errors import BadInput
from digitcore.lab.queue import claims, machine_speed, queue, sweep_runs, worker
from digitcore.lab.runs import runs
from digitcore.learning.engine import training_estimate
from digitcore.learning.engine.training_estimate import Speed
from digitcore.learning.guided.sweeps import plan
from tests.core.command_runner import answer, refusal, run, run_anew
from tests.core.memories import ADA, BEN, begun

DATA = {"digits": datasets.load("digits")}
SMALL = {"seeds": 2, "learning_rates": [0.001, 0.1], "settings": {"epochs": 3}}


@pytest.fixture
def wanted():
    return sweep_runs.for_data(plan("perceptron", **SMALL), DATA)


def train_all(store):
    while (claim := queue.claim(store)) is not None:
        worker.train_run(store, claim)


def test_all_is_asked_for_once_and_told_as_it_comes(store, wanted):
    before = sweep_runs.progress(store, wanted)
    assert (len(before.missing), before.ended, before.coming) == (4, [], [])
    sweep_runs.request(store, wanted, DATA, visitor=ADA)
    sweep_runs.request(store, wanted, DATA, visitor=BEN)
    assert len(runs.list_runs(store)) == 4
    assert [run.title for run in runs.list_runs(store, ADA)][-2:] == [
        "Learning rate 0.1",
        "Learning rate 0.001",
    ]
    waiting = sweep_runs.progress(store, wanted)
    assert (waiting.missing, waiting.ended, len(waiting.coming)) == ([], [], 4)
    worker.train_run(store, queue.claim(store))
    partly = sweep_runs.progress(store, wanted).outcomes
    assert [len(one.correct) for one in partly] == [1, 0]
    train_all(store)
    slow, fast = sweep_runs.progress(store, wanted).outcomes
    assert (slow.n, len(slow.correct), len(fast.correct)) == (450, 2, 2)
    assert fast.mean > slow.mean
    assert slow.accuracies == [
        one.test_accuracy for one in sweep_runs.progress(store, wanted).runs_of(slow.setting)
    ]


def test_what_somebody_trained_already_is_part_of_it(store, wanted):
    config = wanted.settings[0].configs[1]
    runs.request_run(store, config, recipe="perceptron", visitor=BEN)
    train_all(store)
    assert len(sweep_runs.progress(store, wanted).missing) == 3
    assert sweep_runs.progress(store, wanted).seeds_of(wanted.settings[0]) == [1]


def test_what_was_broken_off_or_deleted_is_missing_and_goes_on(store, wanted):
    sweep_runs.request(store, wanted, DATA, visitor=ADA)
    lost = begun(store)
    claims.mark_interrupted(store, lost, "Gone.")
    runs.delete(store, queue.waiting_runs(store)[0], ADA)
    standing = sweep_runs.progress(store, wanted)
    assert len(standing.missing) == 2
    sweep_runs.request(store, wanted, DATA, visitor=ADA)
    assert sweep_runs.progress(store, wanted).missing == []
    assert runs.get(store, lost.run_id).state == "queued"


def test_the_time_is_that_of_the_recipe_or_judged_by_others(store, wanted, monkeypatch):
    assert sweep_runs.seconds(store, wanted.configs, DATA) is None
    work = training_estimate.work_of(wanted.configs[0], DATA["digits"].facts, train_n=1347, test_n=450)
    monkeypatch.setattr(
        machine_speed, "known_speeds", lambda store: {"perceptron": Speed("perceptron", work, 0.5)}
    )
    assert sweep_runs.seconds(store, wanted.configs, DATA) == pytest.approx(4 * 3 * 0.5)
    assert sweep_runs.seconds(store, [], DATA) == 0


def test_a_network_that_does_not_fit_is_refused_before_anything_starts():
    layers = {"layers": [{"kind": "conv2d", "kernel": 11}, {"kind": "flatten"}]}
    with pytest.raises(BadInput, match="does not fit on these 8×8 images"):
        sweep_runs.for_data(plan("perceptron", seeds=1, settings=layers), DATA)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "sweep.toml"
    path.write_text(
        'recipe = "perceptron"\nseeds = 2\nlearning_rates = [0.001, 0.1]\n[settings]\nepochs = 3\n'
    )
    return path


def test_a_sweep_from_a_file_is_trained_printed_and_joined(file, tmp_path):
    planned = run("sweep", str(file), "--dry-run")
    assert planned.stdout.startswith("4 runs: 2 settings with 2 seeds each.")
    assert answer("runs") == []
    done = answer("sweep", str(file), run=run_anew)
    assert (done["runs"], done["trained"]) == (4, 4)
    slow, fast = done["settings"]
    assert (slow["learning_rate"], slow["seeds"], len(slow["runs"]), slow["n"]) == (0.001, [0, 1], 2, 450)
    assert slow["interval"][0] < slow["mean"] < fast["mean"]
    assert fast["mean"] == pytest.approx(sum(fast["accuracies"]) / 2)
    as_json = tmp_path / "sweep.json"
    as_json.write_text(json.dumps({"recipe": "perceptron", **SMALL}))
    assert answer("sweep", str(as_json))["settings"] == done["settings"], "nothing is trained again"
    shown = run("sweep", str(file))
    assert "4 of them are trained or asked for already." in shown.stderr
    row = next(line for line in shown.stdout.splitlines() if line.startswith("Learning rate 0.1 "))
    assert f"{fast['mean']:.4f}" in row and "2 of 2" in row
    assert "better than Learning rate 0.001 on average" in shown.stdout
    assert {one["recipe"] for one in answer("runs")} == {"perceptron"}


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("nowhere.toml", None, "There is no file"),
        ("a.toml", b"\xff\xfe\x00", "is no text"),
        ("a.toml", b"recipe = ", "The sweep is no TOML"),
        ("a.json", b"{", "The sweep is no JSON"),
        ("a.json", b"[1]", "is no JSON object"),
        ("a.json", b"[" * 50_000, "The sweep is no JSON"),
        ("a.toml", b"#" * 200_000, "too large for a sweep"),
        ("a.toml", b'recipe = "dense-1"', "no recipe called 'dense-1'"),
    ],
)
def test_a_file_that_is_no_sweep_gets_one_line(tmp_path, name, content, words):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    sentence = refusal("sweep", str(path))
    assert words in sentence
    assert sentence.count("\n") == 1
