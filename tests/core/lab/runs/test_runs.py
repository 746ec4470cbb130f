"""Who asks for a run, joins it, names, hides, deletes and stops it."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from digitcore.errors import BadInput
from digitcore.lab.queue import claims, queue
from digitcore.lab.runs import runs
from digitcore.lab.store import schema
from digitcore.lab.store.records import matching
from digitcore.lab.store.store import open_store
from tests.core.memories import ADA, BEN, CLEO, ask, begun, perceptron, program


def titles(store, visitor):
    return [run.title for run in runs.list_runs(store, visitor)]


def end(store, claim, state="finished"):
    with store.writing() as connection:
        claims.end(connection, claim, state, "It ended.")


def test_a_run_is_what_was_asked_for(store):
    before = schema.now()
    run = runs.request_run(store, perceptron(seed=3), recipe="perceptron", visitor=ADA, title=" My \n own ")
    assert run.config == perceptron(seed=3)
    assert run.identity == perceptron(seed=3).identity
    assert (run.title, run.recipe, run.owner, run.state) == ("My own", "perceptron", ADA, "queued")
    assert (run.parameters, run.epochs_wanted, run.epochs_done) == (650, 100, 0)
    assert before <= run.created_at <= schema.now()
    assert run.created_at.tzinfo is dt.UTC
    assert runs.get(store, run.id) == run


def test_the_same_settings_are_one_run_with_two_watchers(store):
    first, second = ask(store, ADA), ask(store, BEN)
    assert first.id == second.id
    assert second.owner == ADA
    assert titles(store, ADA) == titles(store, BEN) == ["perceptron"]
    assert titles(store, CLEO) == []
    assert ask(store, ADA, seed=1).id != first.id


@pytest.mark.parametrize(("state", "who"), [("finished", BEN), ("stopped", ADA), ("stopped", "")])
def test_a_run_that_is_over_is_joined(store, state, who):
    run = ask(store)
    end(store, begun(store), state)
    assert ask(store, who).id == run.id
    assert runs.get(store, run.id).state == state


def test_an_interrupted_run_goes_on_when_it_is_asked_for_again(store):
    run = ask(store)
    claims.mark_interrupted(store, begun(store), "Gone.")
    again = ask(store, BEN)
    assert (again.id, again.state, again.reason, again.ended_at) == (run.id, "queued", "", None)


def test_failed_and_deleted_runs_are_not_joined(store):
    failed = ask(store)
    end(store, begun(store), "failed")
    deleted = ask(store)
    runs.delete(store, deleted.id, ADA)
    assert len({failed.id, deleted.id, ask(store).id}) == 3


ASK = """
import sys
from digitcore.lab.store.store import open_store
from tests.core.memories import ask
print("ready", flush=True)
sys.stdin.readline()
store = open_store(sys.argv[1])
print(ask(store, sys.argv[2]).id, flush=True)
"""


def test_processes_that_ask_at_once_get_one_run(database):
    """Not even the tables are there when they begin."""
    with ExitStack() as stack:
        askers = [stack.enter_context(program(ASK, database, visitor)) for visitor in (ADA, BEN)]
        assert [asker.stdout.readline() for asker in askers] == ["ready\n"] * 2
        for asker in askers:
            asker.stdin.write("go\n")
            asker.stdin.flush()
        ids = {asker.stdout.readline().strip() for asker in askers}
    assert [run.id for run in runs.list_runs(open_store(database))] == list(ids)


def test_thirty_who_ask_at_once_get_one_run(store):
    visitors = [f"{number:032x}" for number in range(30)]
    with ThreadPoolExecutor(30) as pool:
        ids = {run.id for run in pool.map(lambda visitor: ask(store, visitor), visitors)}
    assert len(ids) == 1
    assert all(titles(store, visitor) == ["perceptron"] for visitor in visitors)


def test_the_newest_run_is_listed_first(store):
    ids = [ask(store, seed=seed).id for seed in range(3)]
    assert [run.id for run in runs.list_runs(store, ADA)] == ids[::-1]


def test_a_link_puts_a_run_on_the_list_and_hiding_takes_it_off(store):
    run = ask(store)
    runs.watch(store, run.id, BEN)
    assert titles(store, BEN) == ["perceptron"]
    runs.hide(store, run.id, BEN)
    assert titles(store, BEN) == []
    assert titles(store, ADA) == ["perceptron"]
    runs.watch(store, run.id, BEN)
    assert titles(store, BEN) == ["perceptron"]


def test_only_the_owner_changes_a_run(store):
    run = ask(store)
    runs.rename(store, run.id, ADA, "Mine")
    runs.annotate(store, run.id, ADA, "Half of it is luck.")
    changed = runs.get(store, run.id)
    assert (changed.title, changed.note) == ("Mine", "Half of it is luck.")
    for change in (
        lambda: runs.rename(store, run.id, BEN, "His"),
        lambda: runs.annotate(store, run.id, BEN, "No."),
        lambda: runs.delete(store, run.id, BEN),
        lambda: runs.restore(store, run.id, BEN),
        lambda: runs.request_stop(store, run.id, BEN, keep=True),
        lambda: runs.request_stop(store, run.id, BEN, keep=False),
    ):
        with pytest.raises(BadInput, match=r"'Mine' belongs to who started it first\. You can hide it"):
            change()
    assert runs.get(store, run.id) == changed


def test_nobody_discards_a_training_that_others_watch(store):
    run = ask(store)
    assert ask(store, BEN).id == run.id
    claim = begun(store)
    runs.request_stop(store, run.id, ADA, keep=False)
    assert claims.requested_action(store, claim) == "", "it goes on"
    assert (titles(store, ADA), titles(store, BEN)) == ([], ["perceptron"])
    assert runs.get(store, run.id).owner == BEN
    runs.restore(store, run.id, ADA)  # her undo
    assert titles(store, ADA) == ["perceptron"]
    runs.hide(store, run.id, ADA)
    runs.delete(store, run.id, BEN)
    assert claims.requested_action(store, claim) == "stop", "now nobody watches it"
    assert runs.list_runs(store) == []


def test_what_its_owner_has_stopped_nobody_else_resumes_and_others_train_anew(store):
    run = ask(store)
    ask(store, BEN)
    end(store, begun(store), "stopped")
    with pytest.raises(BadInput, match=r"'perceptron' was stopped by who started it\. Start a new one"):
        runs.resume(store, run.id, BEN)
    other = ask(store, BEN)
    assert (other.id != run.id, other.state, other.owner) == (True, "queued", BEN)
    assert ask(store, CLEO).id == other.id
    assert runs.resume(store, run.id, ADA).state == "queued"


def test_what_a_lost_worker_has_interrupted_anybody_resumes(store):
    run = ask(store)
    end(store, begun(store), "interrupted")
    assert runs.resume(store, run.id, BEN).state == "queued"


def test_a_title_has_letters_and_an_end(store):
    run = ask(store)
    with pytest.raises(BadInput, match="needs a title"):
        runs.rename(store, run.id, ADA, " \n ")
    runs.rename(store, run.id, ADA, "x" * 1000)
    assert len(runs.get(store, run.id).title) == runs.TITLE_LENGTH


def test_what_visitors_type_is_text(store):
    title = "'); DROP TABLE runs; --"
    run = ask(store)
    runs.rename(store, run.id, ADA, title)
    assert titles(store, ADA) == [title]


def test_deleting_can_be_undone(store):
    run = ask(store)
    end(store, begun(store))
    runs.delete(store, run.id, ADA)
    assert runs.list_runs(store) == []
    runs.restore(store, run.id, ADA)
    assert titles(store, ADA) == ["perceptron"]
    assert ask(store, BEN).id == run.id


def test_a_restored_run_stands_beside_the_one_that_took_its_place(store):
    run = ask(store)
    end(store, begun(store))
    runs.delete(store, run.id, ADA)
    other = ask(store, BEN)
    runs.restore(store, run.id, ADA)
    assert {one.id for one in runs.list_runs(store)} == {run.id, other.id}
    assert ask(store, CLEO).id == other.id


def test_a_deleted_run_does_not_wait_any_more(store):
    run = ask(store)
    runs.delete(store, run.id, ADA)
    assert queue.claim(store) is None
    assert runs.get(store, run.id).state == "stopped"


def test_what_was_deleted_long_ago_is_removed_with_all_that_belongs_to_it(store):
    old, new = ask(store), ask(store, seed=1)
    runs.delete(store, old.id, ADA)
    assert runs.purge_deleted(store) == 0
    with store.writing() as connection:
        this = schema.runs.update().where(schema.runs.c.id == old.id)
        connection.execute(this.values(deleted_at=schema.now() - 2 * runs.UNDO_TIME))
    assert runs.purge_deleted(store) == 1
    with pytest.raises(BadInput, match="There is no run"):
        runs.get(store, old.id)
    with store.reading() as connection:
        watched = connection.execute(schema.watchers.select()).all()
    assert [row.run_id for row in watched] == [new.id]


def test_a_stop_before_the_beginning_is_the_end(store):
    run = ask(store)
    runs.request_stop(store, run.id, ADA, keep=True)
    stopped = runs.get(store, run.id)
    assert (stopped.state, stopped.reason) == ("stopped", "It was stopped before it began.")
    assert queue.claim(store) is None


def test_a_stop_of_a_running_run_is_the_workers_to_do(store):
    ask(store)
    claim = begun(store)
    runs.request_stop(store, claim.run_id, ADA, keep=True)
    assert runs.get(store, claim.run_id).state == "running"
    assert claims.requested_action(store, claim) == "stop"


def test_discarding_a_running_run_stops_and_deletes_it(store):
    ask(store)
    claim = begun(store)
    runs.request_stop(store, claim.run_id, ADA, keep=False)
    assert claims.requested_action(store, claim) == "stop"
    assert runs.list_runs(store) == []


@pytest.mark.parametrize("state", ["stopped", "interrupted"])
def test_what_did_not_come_to_its_end_can_go_on(store, state):
    run = ask(store)
    end(store, begun(store), state)
    assert runs.get(store, run.id).can_go_on
    assert runs.resume(store, run.id).state == "queued"
    assert queue.waiting_runs(store) == [run.id]


@pytest.mark.parametrize("state", ["finished", "failed"])
def test_what_came_to_its_end_cannot_go_on(store, state):
    run = ask(store)
    end(store, begun(store), state)
    with pytest.raises(BadInput, match=f"'perceptron' is {state}: it cannot go on"):
        runs.resume(store, run.id)


def test_an_unknown_run_gets_a_sentence(store):
    for use in (
        lambda: runs.get(store, "nothing"),
        lambda: runs.watch(store, "nothing", ADA),
        lambda: runs.resume(store, "nothing"),
        lambda: runs.hide(store, "nothing", ADA),
    ):
        with pytest.raises(BadInput, match="There is no run 'nothing'"):
            use()


def test_who_asks_wakes_the_dispatcher_of_the_same_process(store):
    run = ask(store)
    assert store.run_requested.is_set()
    end(store, begun(store), "stopped")
    store.run_requested.clear()
    runs.resume(store, run.id)
    assert store.run_requested.is_set()


def test_runs_are_found_by_words_recipe_and_state(store):
    first, second = (
        ask(store),
        runs.request_run(store, perceptron(seed=1), recipe="", visitor=ADA, title="Größer"),
    )
    runs.annotate(store, first.id, ADA, "too slow")
    found = runs.list_runs(store, ADA)

    def ids(**wanted):
        return {run.id for run in matching(found, **wanted)}

    assert ids() == {first.id, second.id}
    assert ids(text=" GRÖSSER ") == ids(recipe="") == {second.id}
    assert ids(text="slow") == ids(recipe="perceptron") == {first.id}
    assert ids(state="queued") == {first.id, second.id}
    assert ids(state="finished") == ids(text="slow", recipe="") == set()


def test_more_than_a_visitor_may_have_waiting_is_refused_and_joining_is_not(store, monkeypatch):
    monkeypatch.setattr(runs, "MOST_WAITING", 3)
    monkeypatch.setattr(runs, "MOST_WAITING_IN_ALL", 5)
    for seed in range(3):
        ask(store, seed=seed)
    with pytest.raises(BadInput, match="3 trainings of yours wait already"):
        ask(store, seed=3)
    assert ask(store, seed=2).state == "queued"
    ask(store, BEN, seed=3)
    ask(store, BEN, seed=4)
    with pytest.raises(BadInput, match="5 trainings wait already"):
        ask(store, BEN, seed=5)
    ask(store, "", seed=6)  # the command line
    queue.claim(store)
    ask(store, BEN, seed=5)


def test_who_runs_the_server_stops_anybodys_runs_and_clears_the_queue(store):
    trained, began, waiting, other = (ask(store, seed=seed) for seed in range(4))
    claim = queue.claim(store, trained.id)
    runs.stop(store, trained.id)
    assert claims.requested_action(store, claim) == "stop"
    runs.stop(store, waiting.id)
    assert runs.get(store, waiting.id).state == "stopped"
    with pytest.raises(BadInput, match="is over"):
        runs.stop(store, waiting.id)
    claims.begin(store, claim := queue.claim(store, began.id), worker="a process")
    with store.writing() as connection:
        claims.end_turn(connection, claim)
    assert runs.stop_waiting(store) == 2
    assert runs.get(store, other.id).state == "stopped"
    assert (runs.get(store, began.id).state, runs.get(store, began.id).wish) == ("queued", "stop")
    assert runs.stop_waiting(store) == 0
