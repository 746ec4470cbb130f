"""Killed in the middle, locked out, run out of space, in two at once: what somebody was told is kept is there afterwards."""

import psutil
import pytest

from digitcore.lab.rooms import rooms, rounds, seats, wall
from digitcore.lab.runs import runs
from tests.core.lab.queue.test_dispatcher import LONG, SERVER, told, wait_for_epochs, wait_for_state
from tests.core.memories import ADA, BEN, ask, program, store_in

LESSON = """
import sys
from digitcore.lab.rooms import rooms, rounds, seats
from digitcore.lab.store.store import open_store
from tests.core.classes import put

store = open_store(sys.argv[1])
teacher = rooms.as_teacher(store, sys.argv[2])
pupils = [seats.join(store, teacher.room_id, f"visitor {n}") for n in range(30)]
asked = rounds.latest(store, teacher.room_id)
for step in range(asked.count):
    for pupil in pupils:
        print(put(pupil, store, asked.number, step=step), flush=True)
print("all of it", flush=True)
"""


@pytest.mark.fault(
    "the server is killed mid-round", "every drawing that was confirmed hangs; round, seats and keys go on"
)
def test_a_server_killed_in_a_round_loses_no_drawing(home):
    store = store_in(home)
    teacher, key = rooms.open_room(store, "7b")
    asked = rounds.start(teacher, "balanced", count=10)
    confirmed = set()
    for _ in range(3):
        with program(LESSON, store.url, key) as server:
            for _ in range(20):
                confirmed.add(server.stdout.readline().strip())
            server.kill()  # it is just putting the next one
            confirmed |= set(server.stdout.read().split("\n")[:-1])
    there = {one.id: one for one in wall.listed(store, teacher.room_id)}
    assert "all of it" not in confirmed
    assert confirmed <= set(there)
    assert len(there) <= len(confirmed) + 3, "at most the one of each time that nobody was told of"
    assert all(one.drawing.strokes and one.probabilities.shape == (1, 10) for one in there.values())
    assert rounds.latest(store, teacher.room_id) == asked
    assert rooms.room_of(rooms.as_teacher(store, key)).is_open
    assert [seat.number for seat in seats.listed(store, teacher.room_id)] == list(range(1, 31))
    with store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


WRITE = """
import sys
import sqlalchemy as sa
from digitcore.lab.store import schema
from digitcore.lab.store.store import open_store

with open_store(sys.argv[1]).writing() as connection:
    connection.execute(sa.update(schema.runs).values(title="half"))
    rows = [{"run_id": sys.argv[2], "name": str(n), "content": bytes(500_000)} for n in range(20)]
    connection.execute(sa.insert(schema.artefacts), rows)
    print("in the middle", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.fault(
    "the server is killed mid-write", "nothing of the half transaction is there; the next one is kept"
)
def test_a_server_killed_while_it_writes_leaves_nothing_half(home):
    store = store_in(home)
    run = ask(store)
    with program(WRITE, store.url, run.id) as server:
        assert server.stdout.readline() == "in the middle\n"
        server.kill()
        server.wait()
    assert runs.get(store, run.id) == run
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM artefacts").scalar() == 0
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert ask(store, BEN, seed=1).state == "queued"


FILL = """
import resource, sys
from digitcore.errors import StorageProblem
from digitcore.lab.store.store import open_store
from tests.core.memories import ask

store = open_store(sys.argv[1])
most = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
try:
    for seed in range(5000):
        print(ask(store, seed=seed).id, flush=True)
except StorageProblem as problem:
    print(problem, flush=True)
"""


@pytest.mark.fault(
    "the disk is full", "a sentence; every run that was confirmed is there; with room it goes on"
)
def test_a_full_disk_keeps_all_that_was_confirmed_for_anybody(home):
    """A limit on file sizes stands in for a full disk: it needs no rights."""
    store = store_in(home)
    with program(FILL, store.url, 800_000) as server:
        *confirmed, sentence = server.communicate()[0].splitlines()
    assert "disk" in sentence and "Free some space there." in sentence
    assert len(confirmed) > 10
    assert set(confirmed) <= {run.id for run in runs.list_runs(store)}
    with store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    assert ask(store, BEN, seed=9999).state == "queued"


READ_ONLY = """
import os, sys
from digitcore.errors import DigitLabError
from digitcore.lab.runs import runs
from digitcore.lab.store.store import open_store
from tests.core.memories import ask

if os.geteuid() == 0:
    os.setuid(65534)  # nobody: root may write anywhere
try:
    print([run.title for run in runs.list_runs(open_store(sys.argv[1]))])
    ask(open_store(sys.argv[1]), seed=1)
except DigitLabError as problem:
    print(problem)
"""


@pytest.mark.fault("the folder is read-only", "a sentence that names DIGITLAB_HOME; nothing is changed")
def test_a_folder_that_may_only_be_read_gets_a_sentence(tmp_path):
    folder = tmp_path / "home"
    store = store_in(folder)
    run = ask(store)
    store.engine.dispose()
    for path in (*folder.parents, folder):
        if path.is_relative_to(tmp_path.parent.parent.parent):
            path.chmod(0o555 if path == folder else 0o755)
    try:
        with program(READ_ONLY, store.url) as reader:
            said = reader.communicate()[0].splitlines()[-1]
    finally:
        folder.chmod(0o755)
    assert "Set DIGITLAB_HOME to a folder that can be written to." in said
    assert runs.list_runs(store) == [run]


@pytest.mark.long
@pytest.mark.fault(
    "two servers, one HOME",
    "each run is trained once and whole; one server killed, the other tells and goes on",
)
def test_two_servers_share_a_home_and_one_takes_over(tmp_path):
    store = store_in(tmp_path)
    with program(SERVER, store.url) as first, program(SERVER, store.url) as second:
        asked = [ask(store, visitor, seed=seed, epochs=60) for seed in range(3) for visitor in (ADA, BEN)]
        for run in asked:
            wait_for_state(store, run.id, "finished")
        assert [len(told(store, run.id)) for run in asked] == [60] * len(asked)
        assert len({runs.get(store, run.id).id for run in asked}) == 3, (
            "both visitors asked for the same three"
        )
        training = ask(store, epochs=LONG, seed=50)
        wait_for_epochs(store, training.id, 1)
        worker = int(runs.get(store, training.id).worker.rpartition(":")[2])
        theirs = {one: children(one.pid) for one in (first, second)}
        (its_server,) = (one for one in theirs if worker in theirs[one])
        its_server.kill()
        its_server.wait()
        wait_for_state(store, training.id, "interrupted")
        before = told(store, training.id)
        runs.resume(store, training.id)
        wait_for_epochs(store, training.id, len(before) + 1)
        assert told(store, training.id)[: len(before)] == before
        assert int(runs.get(store, training.id).worker.rpartition(":")[2]) != worker


def children(process_id):
    return {one.pid for one in psutil.Process(process_id).children(recursive=True)}
