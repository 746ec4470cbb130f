"""Who is next is fair between visitors, and only the holder of a claim writes to a run."""

import datetime as dt

import pytest

from digitcore.lab.queue import claims, lost_workers, queue
from digitcore.lab.queue.claims import Claim, Superseded
from digitcore.lab.runs import runs
from digitcore.lab.store import schema
from digitcore.lab.store.records import END_PAUSE, ONE_EPOCH, PAUSE
from tests.core.memories import ADA, BEN, CLEO, ask, begun


def ask_all(store, *visitors):
    """A run for each, in this order; their ids."""
    return [ask(store, visitor, seed=number).id for number, visitor in enumerate(visitors)]


def step_back(store, claim):
    with store.writing() as connection:
        claims.end_turn(connection, claim)


def age(store, run_id, **seconds):
    """Set the times of a run back by so many seconds."""
    run = schema.runs
    with store.writing() as connection:
        moments = {name: schema.now() - dt.timedelta(seconds=value) for name, value in seconds.items()}
        connection.execute(run.update().where(run.c.id == run_id).values(**moments))


def test_first_come_first_served_and_nobody_twice_before_all_once(store):
    a1, a2, a3, b1, c1, b2 = ask_all(store, ADA, ADA, ADA, BEN, CLEO, BEN)
    assert queue.waiting_runs(store) == [a1, b1, c1, a2, b2, a3]


def test_who_has_a_run_going_comes_after_those_who_have_none(store):
    a1, a2, b1 = ask_all(store, ADA, ADA, BEN)
    assert begun(store).run_id == a1
    assert queue.waiting_runs(store) == [b1, a2]


def test_idle_slots_are_for_anyone(store):
    a1, a2 = ask_all(store, ADA, ADA)
    assert [begun(store).run_id, begun(store).run_id] == [a1, a2]


def test_after_a_turn_a_visitor_stands_behind_who_waits_already(store):
    """Also with another run that was asked for before the others came."""
    a1, a2, b1, c1 = ask_all(store, ADA, ADA, BEN, CLEO)
    step_back(store, begun(store))
    assert queue.waiting_runs(store) == [b1, c1, a2, a1]


def test_everybody_has_a_turn_in_each_round(store):
    ids = ask_all(store, ADA, ADA, ADA, BEN, CLEO)
    owners = {run.id: run.owner for run in runs.list_runs(store)}
    served = []
    for _ in range(9):
        claim = begun(store)
        served.append(owners[claim.run_id])
        step_back(store, claim)
    assert served == [ADA, BEN, CLEO] * 3
    assert set(queue.waiting_runs(store)) == set(ids)


def test_a_place_counts_from_one_and_says_how_long(store):
    a1, b1 = ask_all(store, ADA, BEN)
    age(store, b1, queued_at=90)
    first, second = queue.position(store, b1), queue.position(store, a1)
    assert (first.position, first.waiting, second.position) == (1, 2, 2)
    assert first.waited_seconds >= 90 > second.waited_seconds
    assert begun(store).run_id == b1
    assert queue.position(store, b1) is None


def test_a_run_is_claimed_once(store):
    run = ask(store)
    first = queue.claim(store, run.id)
    assert first == Claim(run.id, 1)
    assert queue.claim(store, run.id) is None
    assert queue.claim(store) is None


def test_a_claim_is_taken_up_once(store):
    """Dask may carry a job to a second worker when the first one dies."""
    run = ask(store)
    claim = queue.claim(store)
    assert claims.begin(store, claim, worker="one")
    assert not claims.begin(store, claim, worker="two")
    assert runs.get(store, run.id).worker == "one"


def test_a_claim_that_nobody_took_up_can_be_taken_back(store):
    first, second = ask_all(store, ADA, BEN)
    claim = queue.claim(store)
    assert claims.unclaim(store, claim)
    assert queue.waiting_runs(store) == [first, second], "where it stood"
    assert not claims.begin(store, claim, worker="late")
    again = begun(store)
    assert (again.run_id, again.attempt) == (first, 2)
    assert not claims.unclaim(store, again), "a worker has it"


def test_who_cannot_be_reached_any_more_is_put_back_and_must_not_write(store):
    run = ask(store)
    lost = begun(store)
    claims.requeue(store, lost)
    assert (runs.get(store, run.id).state, queue.waiting_runs(store)) == ("queued", [run.id])
    with pytest.raises(Superseded):
        claims.requested_action(store, lost)
    new = begun(store)
    claims.requeue(store, lost)
    assert runs.get(store, run.id).state == "running"
    assert new.attempt == 2


def test_a_run_that_goes_on_keeps_when_it_began(store):
    ask(store)
    claim = begun(store)
    first = runs.get(store, claim.run_id).started_at
    step_back(store, claim)
    again = begun(store)
    assert again.attempt == 2
    assert runs.get(store, claim.run_id).started_at == first


def test_a_worker_that_was_given_up_cannot_write_any_more(store):
    run = ask(store)
    old = begun(store)
    claims.mark_interrupted(store, old, "Silent for too long.")
    runs.resume(store, run.id)
    new = begun(store)
    for use in (claims.write, claims.end_turn):
        with pytest.raises(Superseded), store.writing() as connection:
            use(connection, old)
    with pytest.raises(Superseded), store.writing() as connection:
        claims.end(connection, old, "finished", "Done.")
    with pytest.raises(Superseded):
        claims.requested_action(store, old)
    before = runs.get(store, run.id)
    claims.mark_interrupted(store, old, "Once more.")
    claims.send_heartbeats(store, [old], begun=True)
    assert runs.get(store, run.id) == before
    assert claims.requested_action(store, new) == ""


def test_who_is_silent_for_too_long_is_interrupted(store):
    silent, alive = ask_all(store, ADA, BEN)
    for run_id in (silent, alive):
        begun(store, run_id)
        age(store, run_id, heartbeat_at=60)
    claims.send_heartbeats(store, [Claim(alive, 1)], begun=True)
    assert lost_workers.mark_lost_runs(store, silent_seconds=30, doubt_seconds=0.01) == 1
    marked = runs.get(store, silent)
    assert (marked.state, marked.can_go_on) == ("interrupted", True)
    assert marked.reason.startswith("Its worker or the server ended.")
    assert runs.get(store, alive).state == "running"
    assert lost_workers.mark_lost_runs(store, silent_seconds=30, doubt_seconds=0.01) == 0


def test_the_server_speaks_for_runs_on_their_way_to_a_worker_only(store):
    on_its_way, begun_already = ask_all(store, ADA, BEN)
    held = [queue.claim(store, on_its_way), begun(store, begun_already)]
    for claim in held:
        age(store, claim.run_id, heartbeat_at=60)
    claims.send_heartbeats(store, held, begun=False)
    lost_workers.mark_lost_runs(store, silent_seconds=30, doubt_seconds=0.01)
    assert runs.get(store, on_its_way).state == "running"
    assert runs.get(store, begun_already).state == "interrupted"


def test_a_long_turn_is_asked_to_step_back_when_others_wait(store):
    a1, a2 = ask_all(store, ADA, ADA)
    claim = begun(store)
    age(store, a1, turn_started_at=25)
    queue.preempt_long_turns(store, [claim], turn_seconds=20)
    assert claims.requested_action(store, claim) == "", "only the same visitor waits"
    ask(store, BEN, seed=9)
    queue.preempt_long_turns(store, [claim], turn_seconds=30)
    assert claims.requested_action(store, claim) == "", "the turn is not over yet"
    queue.preempt_long_turns(store, [claim], turn_seconds=20)
    assert claims.requested_action(store, claim) == "step back"
    step_back(store, claim)
    assert runs.get(store, a1).wish == ""
    assert queue.waiting_runs(store)[-1] == a1
    assert a2 in queue.waiting_runs(store)


def test_no_more_step_back_than_wait(store):
    for run_id in ask_all(store, ADA, BEN):
        begun(store, run_id)
        age(store, run_id, turn_started_at=25)
    held = [turn.claim for turn in queue.turns(store)]
    ask(store, CLEO, seed=9)
    queue.preempt_long_turns(store, held, turn_seconds=20)
    assert sorted(claims.requested_action(store, claim) for claim in held) == ["", "step back"]


def test_a_stop_is_stronger_than_stepping_back(store):
    run = ask(store)
    claim = begun(store)
    age(store, run.id, turn_started_at=25)
    ask(store, BEN, seed=1)
    queue.preempt_long_turns(store, [claim], turn_seconds=20)
    runs.request_stop(store, run.id, ADA, keep=True)
    queue.preempt_long_turns(store, [claim], turn_seconds=20)
    assert claims.requested_action(store, claim) == "stop"
    step_back(store, claim)
    assert queue.waiting_runs(store)[0] == run.id, "it only has to be ended, which takes a moment"
    assert claims.requested_action(store, begun(store)) == "stop"


def test_a_paused_run_makes_way_for_all_that_wait_and_does_not_return_to_the_queue(store):
    run = ask(store)
    claim = begun(store)
    runs.steer(store, run.id, ADA, PAUSE)
    age(store, run.id, turn_started_at=25)
    queue.preempt_long_turns(store, [claim], turn_seconds=20)
    assert claims.requested_action(store, claim) == PAUSE, "nobody waits"
    ask(store, ADA, seed=1)
    queue.preempt_long_turns(store, [claim], turn_seconds=30)
    assert claims.requested_action(store, claim) == PAUSE, "the turn is not over yet"
    queue.preempt_long_turns(store, [claim], turn_seconds=20)
    assert claims.requested_action(store, claim) == END_PAUSE


def test_what_the_owner_wants_stays_when_a_run_steps_back(store):
    run = ask(store)
    claim = begun(store)
    runs.steer(store, run.id, ADA, ONE_EPOCH)
    step_back(store, claim)
    again = begun(store)
    assert claims.requested_action(store, again) == ONE_EPOCH
    claims.pause_after_step(store, again)
    assert claims.requested_action(store, again) == PAUSE
    runs.steer(store, run.id, ADA, "")
    claims.pause_after_step(store, again)
    assert claims.requested_action(store, again) == "", "the owner lets it go on in the same moment"


def test_a_discarded_run_that_stepped_back_is_still_ended(store):
    """So that undoing it later finds a model."""
    run = ask(store)
    step_back(store, begun(store))
    runs.request_stop(store, run.id, ADA, keep=False)
    assert begun(store).run_id == run.id


def test_whether_anybody_waits_is_known_without_the_whole_order(store):
    assert not queue.has_waiting_runs(store)
    (run,) = ask_all(store, ADA)
    assert queue.has_waiting_runs(store)
    begun(store)
    assert not queue.has_waiting_runs(store)
    step_back(store, Claim(run, 1))
    assert queue.has_waiting_runs(store)
