"""Ready for class: each check finds what is well, and each is made to fail by what would really be wrong."""

import datetime as dt
import shutil
import socket
import sqlite3
import sys
from functools import partial
from itertools import count

import numpy as np
import pytest
import sqlalchemy as sa

from digitcore import machine_addresses
from digitcore.data.ink import Drawing
from digitcore.data.sources import mnist, own_datasets
from digitcore.data.sources.draft import read
from digitcore.lab.maintenance.readiness import checks, contents, machine, speed
from digitcore.lab.maintenance.readiness.checks import CHECKS
from digitcore.lab.maintenance.readiness.class_setup import ClassSetup
from digitcore.lab.maintenance.report import Check, Finding
from digitcore.lab.store import schema
from digitcore.lab.store.store import open_store
from digitcore.learning.prediction import prediction
from digitcore.learning.prediction.batching import NetworkOutput
from digitcore.learning.prediction.prediction import Predictor
from digitcore.learning.reader import default_model
from tests.core.memories import keep_speeds
from tests.core.uploads import npz, pictures

HERE = ClassSetup()


def is_red(finding: Finding, *, value: str, advice: str) -> None:
    assert finding.ok is False
    assert value in finding.value
    assert advice in finding.advice


def is_green(finding: Finding, value: str) -> None:
    assert (finding.ok, finding.advice) == (True, "")
    assert value in finding.value


def test_data_that_is_here_is_verified():
    is_green(contents.data(HERE), "Digits 8×8, MNIST, Synthetic 28×28: here and verified.")


def test_a_file_of_mnist_with_one_wrong_byte_is_found(tmp_path, monkeypatch):
    for file in mnist.FILES:
        shutil.copyfile(mnist.FOLDER / file.name, tmp_path / file.name)
    labels = tmp_path / mnist.FILES[1].name
    content = bytearray(labels.read_bytes())
    content[5_000] ^= 1
    labels.write_bytes(content)
    monkeypatch.setattr(mnist, "FOLDER", tmp_path)
    is_red(contents.data(HERE), value=f"{labels.name} is damaged.", advice="Get the folder assets/mnist")


@pytest.mark.parametrize("owner", ["", "ada"])
def test_a_lost_dataset_is_told_of_where_it_is_everybodys(home, owner):
    images, labels = pictures()
    own_datasets.save(read([("a.npz", npz(images=images, labels=labels))]), title="Letters", owner=owner)
    (arrays,) = (home / "datasets").glob("*.npz")
    arrays.unlink()
    finding = contents.data(HERE)
    if owner:
        is_green(finding, "here and verified")
        assert "Letters" not in finding.value
    else:
        is_red(finding, value="'Letters' are missing", advice="data remove own-")


def test_the_default_model_reads_what_is_clear():
    is_green(contents.model(HERE), "a drawn 4 and a drawn 7")


def test_a_model_that_says_the_wrong_thing_is_found(monkeypatch):
    monkeypatch.setattr(contents, "load_predictor", lambda: asking(lambda seen: np.roll(seen, 1, axis=1)))
    is_red(contents.model(HERE), value="It calls a clearly drawn 4 5.", advice="pretrain")


def test_a_model_that_is_missing_is_found(monkeypatch, tmp_path):
    monkeypatch.setattr(prediction, "_default", [])
    monkeypatch.setattr(default_model, "load", partial(default_model.load, tmp_path))
    is_red(finding_of("model"), value="is missing or damaged", advice="Fetch the folder `assets` again")


def let_a_look_at_the_clock_take(seconds: float, monkeypatch) -> None:
    monkeypatch.setattr(speed, "perf_counter", count(step=seconds).__next__)


def test_answers_are_timed(monkeypatch):
    let_a_look_at_the_clock_take(0.002, monkeypatch)
    is_green(speed.answers(HERE), "2.0 ms (p50), 2.0 ms (p95), of 200 answers.")


def test_slow_answers_are_found(monkeypatch):
    let_a_look_at_the_clock_take(0.1, monkeypatch)
    is_red(speed.answers(HERE), value="wait for each other", advice="use a faster one")


def test_what_an_epoch_takes_comes_from_the_store():
    keep_speeds(open_store(), {"perceptron": 0.002, "dense-128": 0.6, "mnist-cnn": 8.0, "cnn-5": 0.1})
    assert speed.training(HERE).value == (
        "Seconds an epoch, alone and with 5 trainings at once: "
        "Perceptron 0.002 and 0.01; One hidden layer, ReLU 0.6 and 3; Two convolutions 8 and 40."
    )
    assert speed.training(HERE).ok


def test_a_machine_too_slow_for_a_lesson_is_found():
    keep_speeds(open_store(), {"perceptron": 0.1, "dense-128": 12.0})
    is_red(speed.training(HERE), value="would take 10 minutes to its end", advice="Train smaller recipes")


def test_workers_elsewhere_are_not_counted_as_one(monkeypatch):
    keep_speeds(open_store(), {"perceptron": 0.1, "dense-128": 12.0})
    monkeypatch.setenv("DIGITLAB_SCHEDULER", "tcp://127.0.0.1:8786")
    is_green(speed.training(HERE), "it depends on the workers of DIGITLAB_SCHEDULER")


def test_where_nothing_was_measured_the_smallest_recipe_is(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("DIGITLAB_HOME", str(tmp_path / "file"))  # nor can anything be read from the store
    value = speed.training(HERE).value
    assert "at once: Perceptron 0." in value
    assert "timed once somebody has opened Train" in value


def test_a_canvas_is_told_of_only_where_there_is_one():
    assert contents.canvas(HERE).ok is None
    assert "Open the page" in contents.canvas(HERE).advice
    blank = contents.canvas(ClassSetup(drawing=Drawing.from_strokes([])))
    assert (blank.ok, blank.value) == (None, "No stroke yet.")
    is_green(contents.canvas(ClassSetup(drawing=Drawing.from_strokes([[(9, 9), (50, 50)]]))), "1 stroke.")


def test_a_store_that_can_be_written_keeps_what_it_had():
    is_green(machine.store(HERE), "can be written")
    with open_store().reading() as connection:
        assert connection.execute(sa.select(schema.schema_version.c.version)).scalars().all() == [
            schema.VERSION
        ]


def test_a_home_that_cannot_be_written_is_found(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("DIGITLAB_HOME", str(tmp_path / "file" / "home"))
    is_red(finding_of("store"), value="cannot be written: Not a directory.", advice="Set DIGITLAB_HOME")
    assert finding_of("disk").ok is not None, "it looks at the disk that the folder would be on"


def test_a_database_that_is_none_is_found(home):
    home.mkdir()
    (home / "digitlab.sqlite").write_bytes(b"hello " * 1000)
    is_red(finding_of("store"), value="is not a database", advice="restore a backup")


def test_a_database_that_another_program_holds_is_found(home):
    open_store()
    with sqlite3.connect(home / "digitlab.sqlite", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        is_red(finding_of("store"), value="is held by another program", advice="Close that program")
    other.close()


def test_too_little_room_is_found(monkeypatch):
    for name in ("disk", "memory"):
        is_green(finding_of(name), "GB free.")
    monkeypatch.setattr(machine, "LEAST_FREE_BYTES", 10**18)
    monkeypatch.setattr(machine, "LEAST_MEMORY_BYTES", 10**18)
    is_red(finding_of("disk"), value="A class needs 1000000000.0 GB.", advice="Free some space")
    is_red(finding_of("memory"), value="A training needs", advice="End other programs")


@pytest.fixture
def other_address(monkeypatch):
    """A second address of this machine, whether it is on a network or not; on Linux all of 127.* are its own."""
    if sys.platform != "linux":
        pytest.skip("only Linux answers at 127.0.0.2")
    monkeypatch.setattr(machine_addresses, "of_this_machine", lambda: ("127.0.0.2",))


def listening(address: str) -> tuple[socket.socket, ClassSetup]:
    listener = socket.create_server((address, 0))
    return listener, ClassSetup(port=listener.getsockname()[1])


def test_an_app_that_listens_to_all_can_be_reached(other_address):
    listener, here = listening("0.0.0.0")
    with listener:
        is_green(machine.address(here), f"It answers at http://127.0.0.2:{here.port}.")


def test_an_app_that_listens_to_this_machine_only_is_found(other_address):
    listener, here = listening("127.0.0.1")
    with listener:
        is_red(machine.address(here), value="not at its address 127.0.0.2", advice="make class")


def test_where_no_app_runs_nothing_can_be_told(other_address):
    listener, here = listening("127.0.0.1")
    listener.close()
    finding = machine.address(here)
    assert finding.ok is None
    assert "No app runs" in finding.value and "make class" in finding.advice


def test_a_machine_without_a_network_is_found(monkeypatch):
    monkeypatch.setattr(machine_addresses.psutil, "net_if_addrs", dict)
    is_red(machine.address(HERE), value="on no network", advice="Connect it")


@pytest.mark.parametrize(
    ("address", "is_for_others"),
    [
        ("192.168.1.5", True),
        ("10.0.0.7", True),
        ("127.0.0.1", False),
        ("169.254.3.4", False),
        ("0.0.0.0", False),
    ],
)
def test_only_addresses_that_others_can_use_are_named(monkeypatch, address, is_for_others):
    (card, *_), states = machine_addresses.psutil.net_if_addrs(), machine_addresses.psutil.net_if_stats()
    one = machine_addresses.psutil.net_if_addrs()["lo" if "lo" in states else card][0]._replace(
        family=socket.AF_INET, address=address
    )
    monkeypatch.setattr(
        machine_addresses.psutil, "net_if_addrs", lambda: {"lo": [one], "docker0": [one], "gone": [one]}
    )
    assert machine_addresses.of_this_machine() == ((address,) if is_for_others else ())


def test_versions_are_as_tested():
    is_green(contents.versions(HERE), "streamlit-drawable-canvas 0.13")


def test_other_versions_and_missing_packages_are_found(tmp_path, monkeypatch):
    path = tmp_path / "requirements.txt"
    path.write_text('# tested\nnumpy>=99\nno-such-package>=1\npillow>=1\nother>=1; sys_platform == "amiga"\n')
    monkeypatch.setattr(contents, "REQUIREMENTS", path)
    finding = contents.versions(HERE)
    is_red(finding, value=f"numpy is {np.__version__}, tested with >=99", advice="-r requirements.txt")
    assert "no-such-package is missing" in finding.value
    assert "pillow" not in finding.value and "other" not in finding.value


def test_all_checks_are_made_and_one_that_breaks_is_a_red_line(monkeypatch):
    def broken(here):
        raise RuntimeError("two\nlines")

    few = (Check("broken", "Broken", broken), *(one for one in CHECKS if one.name in ("canvas", "disk")))
    monkeypatch.setattr(checks, "CHECKS", few)
    heard = []
    found = checks.check(HERE, report=heard.append)
    assert [(line.check.name, line.finding.ok) for line in found.results] == [
        ("broken", False), ("canvas", None), ("disk", True),
    ]  # fmt: skip
    assert "RuntimeError: two lines" in found.results[0].finding.value
    assert not found.ok and [line.check.name for line in found.failed] == ["broken"]
    assert [progress.doing for progress in heard] == ["Broken", "Canvas", "Disk", "Done"]
    assert heard[-1].share == 1


def test_what_keeps_the_machine_busy_is_measured_at_most_once_a_minute(monkeypatch):
    looks = []

    def look(name):
        return lambda here: looks.append(name) or Finding(True, f"look {len(looks)}")

    few = (Check("slow", "Slow", look("slow"), is_measurement=True), Check("quick", "Quick", look("quick")))
    monkeypatch.setattr(checks, "CHECKS", few)
    found = checks.check(HERE)
    again = checks.check(HERE, before=checks.check(HERE, before=found))
    assert looks == ["slow", "quick", "quick", "quick"]
    assert again.results[0] == found.results[0]
    monkeypatch.setattr(checks, "MEASURED_FOR", dt.timedelta(0))
    checks.check(HERE, before=again)
    assert looks[4:] == ["slow", "quick"]


def test_what_cannot_be_told_is_not_counted_as_wrong(monkeypatch):
    monkeypatch.setattr(checks, "CHECKS", tuple(one for one in CHECKS if one.name in ("canvas", "disk")))
    found = checks.check(HERE)
    assert found.ok and [line.check.name for line in found.unknown] == ["canvas"]
    drawn = checks.with_canvas(found, ClassSetup(drawing=Drawing.from_strokes([[(9, 9), (50, 50)]])))
    assert drawn.ok and not drawn.unknown


def finding_of(name: str) -> Finding:
    """What the check called `name` finds, its errors as findings."""
    (one,) = (one for one in CHECKS if one.name == name)
    return checks.make(one, HERE).finding


def asking(change) -> Predictor:
    """The default model, whose probabilities are changed."""
    real = prediction.load_predictor()

    def look(images):
        seen = real._forward(images)
        return NetworkOutput(change(seen.probabilities), seen.embedding, seen.doubt)

    return Predictor(
        look, run="default", title="Changed", dataset="mnist", facts=mnist.FACTS, parameters=None,
        test_probabilities=real.test_probabilities, load_test_labels=lambda: real.test_labels,
    )  # fmt: skip
