"""Rooms are opened, found by code, kept to their teacher, closed, deleted without a trace and forgotten: a real store."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

import pytest
import sqlalchemy as sa

from digitcore.errors import BadInput
from digitcore.lab.rooms import rooms, seats
from digitcore.lab.rooms.entering import client_pace, door, room_codes
from digitcore.lab.rooms.entering.client_pace import JOINING, OPENING, WRONG_CODES, Pace
from digitcore.lab.rooms.room_access import Teacher
from digitcore.lab.rooms.room_settings import RoomSettings
from digitcore.lab.runs import runs
from digitcore.lab.store import schema
from digitcore.lab.store.store import open_store
from tests.core.memories import ADA, BEN, ask


def age(store, **passed: float) -> None:
    moment = schema.now() - dt.timedelta(**passed)
    with store.writing() as connection:
        connection.execute(sa.update(schema.rooms).values(active_at=moment))


def count(store, table) -> int:
    with store.reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()


def test_a_room_is_found_by_its_code_as_people_type_it(store):
    teacher, _ = rooms.open_room(store, " Class\t7b ")
    room = rooms.get(store, teacher.room_id)
    assert (room.title, room.is_open, room.settings) == ("Class 7b", True, RoomSettings())
    assert len(room.code) == 6
    assert set(room.code) <= set(rooms.ALPHABET)
    for typed in (
        room.code.lower(),
        f" {room.code[:3]} {room.code[3:]} ",
        f"{room.code[:3]}-{room.code[3:]}",
    ):
        assert room_codes.find(store, typed, ADA) == room


def test_no_two_signs_of_a_code_look_alike():
    for alike in ("0OQ", "1IL", "5S", "8B", "6G", "UV", "2Z"):
        assert len(set(alike) & set(rooms.ALPHABET)) <= 1


def test_only_the_key_makes_a_teacher_and_it_is_kept_nowhere(store):
    teacher, key = rooms.open_room(store)
    assert len(key) == 32
    assert rooms.as_teacher(store, key) == teacher
    for wrong in (
        "",
        "0" * 32,
        key.upper() if key.upper() != key else key[::-1],
        key + "0",
        teacher.room_id,
        teacher.key_hash,
    ):
        with pytest.raises(BadInput, match="opens no room"):
            rooms.as_teacher(store, wrong)
    with store.reading() as connection:
        assert key not in str(connection.execute(sa.select(schema.rooms)).one())
    assert key not in repr(teacher)
    assert teacher.key_hash not in repr(teacher)


def test_a_teacher_made_up_changes_nothing(store):
    teacher, _ = rooms.open_room(store)
    other, _ = rooms.open_room(store)
    for forged in (
        Teacher(store, teacher.room_id, "0" * 64),
        Teacher(store, teacher.room_id, other.key_hash),
    ):
        for change in (
            rooms.close,
            rooms.delete,
            lambda t: rooms.rename(t, "mine"),
            lambda t: seats.remove(t, 1),
        ):
            with pytest.raises(BadInput, match="not there"):
                change(forged)
    assert rooms.get(store, teacher.room_id).version == 0


def test_settings_are_kept_and_what_is_wrong_is_refused_in_a_sentence(store):
    teacher, _ = rooms.open_room(store)
    wanted = RoomSettings(
        model="0a1b2c",
        guess_first=True,
        approval=True,
        mission="overfit",
        projector="wall",
        lesson="explore?view=averages&locked=view",
    )
    rooms.change_settings(teacher, **asdict(wanted))
    found = rooms.get(store, teacher.room_id).settings
    assert found.approval_since > 0
    assert found == wanted.replace(approval_since=found.approval_since)
    for wrong in (
        {"mission": "fly"}, {"lesson": "javascript:alert(1)"}, {"lesson": "http://x/explore"}, {"model": "a b"},
        {"projector": ""}, {"guess_first": 1}, {"lesson": 7}, {"lesson": "explore?view=<b>"},
    ):  # fmt: skip
        with pytest.raises(BadInput):
            RoomSettings(**wrong)


def test_settings_that_two_windows_change_at_once_are_all_changed(store):
    teacher, _ = rooms.open_room(store)
    changes = [
        {"guess_first": True}, {"approval": True}, {"door_shut": True}, {"live_answers": True},
        {"mission": "overfit"}, {"projector": "gallery"}, {"model": "0a1b2c"},
    ]  # fmt: skip
    with ThreadPoolExecutor(len(changes)) as windows:
        list(windows.map(lambda change: rooms.change_settings(teacher, **change), changes))
    wanted = {name: value for change in changes for name, value in change.items()}
    found = rooms.get(store, teacher.room_id).settings
    assert found == RoomSettings(**wanted, approval_since=found.approval_since)


def test_settings_of_another_version_are_read_as_far_as_they_are_known():
    kept = '{"model": "0a", "mission": "gone", "guess_first": true, "colour": "red", "lesson": "a b", "controls": {}}'
    assert RoomSettings.from_json(kept) == RoomSettings(model="0a", guess_first=True)


def test_every_change_moves_the_pulse_and_the_teachers_the_call(store):
    teacher, _ = rooms.open_room(store)
    before = rooms.versions(store, teacher.room_id)
    seats.join(store, teacher.room_id, ADA)
    joined = rooms.versions(store, teacher.room_id)
    assert (joined.version, joined.call_version) == (before.version + 1, before.call_version)
    rooms.close(teacher)
    closed = rooms.versions(store, teacher.room_id)
    assert (closed.version, closed.call_version, closed.is_open) == (
        joined.version + 1,
        joined.call_version + 1,
        False,
    )
    rooms.reopen(teacher)
    assert rooms.versions(store, teacher.room_id).is_open


class Waits:
    """A clock that only waiting moves; notes how long was waited."""

    def __init__(self, monkeypatch):
        self.now, self.waited, self.paces = 0.0, [], {}
        for module in (room_codes, rooms, door):
            monkeypatch.setattr(module, "pace_of", self.pace_of)

    def pace_of(self, allowance, url):
        new = Pace(allowance, clock=lambda: self.now, wait=self.wait)
        return self.paces.setdefault(allowance, new)

    def wait(self, seconds):
        self.waited.append(seconds)
        self.now += seconds


@pytest.fixture
def waits(monkeypatch):
    return Waits(monkeypatch)


def wrong_codes(store, code, count, *, client):
    for number in range(count):
        with pytest.raises(BadInput, match="There is no room with the code"):
            room_codes.find(store, "RRRRRR" if code != "RRRRRR" else "TTTTTT", f"{number}", client=client)


def test_who_tries_codes_has_to_wait_for_each_and_others_need_not(store, waits):
    teacher, _ = rooms.open_room(store)
    code = rooms.get(store, teacher.room_id).code
    wrong_codes(store, code, WRONG_CODES.known.most, client="10.0.0.9")
    assert waits.waited == []
    wrong_codes(store, code, 1, client="10.0.0.9")
    assert (
        room_codes.find(store, code, ADA, client="10.0.0.9").code == code
    )  # is told neither from a wrong one, nor refused
    assert waits.waited == [1.0, 1.0]
    for client in ("10.0.0.8", ""):
        assert room_codes.find(store, code, BEN, client=client).code == code
    waits.now += 61
    assert room_codes.find(store, code, ADA, client="10.0.0.9").code == code
    assert waits.waited == [1.0, 1.0]


def test_a_thousand_at_once_from_one_address_hold_no_thread_for_long(store, waits, monkeypatch):
    teacher, _ = rooms.open_room(store)
    code = rooms.get(store, teacher.room_id).code
    wrong_codes(store, code, WRONG_CODES.known.most, client="10.0.0.9")
    monkeypatch.setattr(
        waits.pace_of(WRONG_CODES, ""), "_wait", waits.waited.append
    )  # none of them has come to an end
    told = 0
    for _ in range(1_000):
        try:
            room_codes.find(store, code, BEN, client="10.0.0.9")
        except BadInput as problem:
            told += "from your network" in str(problem)
    assert waits.waited == [float(second) for second in range(1, 11)]
    assert told == 990


def test_one_visitor_opens_only_so_many_rooms_in_an_hour(store, monkeypatch):
    for _ in range(rooms.MOST_OPENED):
        rooms.open_room(store, visitor=ADA)
    with pytest.raises(BadInput, match=r"Many rooms were opened here within the last hour\. Use one of them"):
        rooms.open_room(store, visitor=ADA)
    assert count(store, schema.rooms) == rooms.MOST_OPENED
    rooms.open_room(store, visitor=BEN)
    rooms.open_room(store)
    code = rooms.get(store, rooms.open_room(store, visitor=BEN)[0].room_id).code
    assert room_codes.find(store, code, ADA).code == code, "rooms opened are no wrong codes"
    later = schema.now() + dt.timedelta(minutes=61)
    monkeypatch.setattr(schema, "now", lambda: later)
    rooms.open_room(store, visitor=ADA)
    assert count(store, schema.room_guesses) == 1, "what is long past is forgotten"


def test_who_hides_who_they_are_opens_no_more_rooms(store, waits):
    for _ in range(rooms.MOST_OPENED):
        rooms.open_room(store, visitor="")
    with pytest.raises(BadInput, match="Many rooms"):
        rooms.open_room(store, visitor="")


def test_who_opens_many_rooms_under_new_names_waits_for_each_and_others_do_not(store, waits):
    for number in range(OPENING.known.most):
        rooms.open_room(store, visitor=f"id {number}", client="10.0.0.9")
    assert waits.waited == []
    rooms.open_room(store, visitor="another id", client="10.0.0.9")
    assert waits.waited == [OPENING.known.every_seconds]
    rooms.open_room(store, visitor=ADA, client="10.0.0.8")
    rooms.open_room(store, visitor=BEN)  # from an address that is not known
    rooms.open_room(store)  # whoever runs the server
    assert len(waits.waited) == 1


def test_who_takes_many_seats_waits_for_each_and_others_do_not(store, waits):
    teacher, _ = rooms.open_room(store)
    for number in range(JOINING.known.most):
        door.enter(store, teacher.room_id, f"id {number}", client="10.0.0.9")
    assert waits.waited == []
    for number in range(3):
        door.enter(store, teacher.room_id, f"another id {number}", client="10.0.0.9")
    assert waits.waited == [1.0, 1.0, 1.0]
    door.enter(store, teacher.room_id, ADA, client="10.0.0.8")
    door.enter(store, teacher.room_id, "id 1", client="10.0.0.9")  # has a seat already
    assert len(waits.waited) == 3
    waits.pace_of(JOINING, "")._wait = waits.waited.append  # none of them has come to an end
    with pytest.raises(BadInput, match="Many people join from your network just now"):
        for number in range(20):
            door.enter(store, teacher.room_id, f"a third id {number}", client="10.0.0.9")
    assert sum(waits.waited[3:]) <= client_pace.LONGEST_WAIT_SECONDS * 11


def test_who_has_a_seat_never_waits(store, waits):
    teacher, _ = rooms.open_room(store)
    code = rooms.get(store, teacher.room_id).code
    seats.join(store, teacher.room_id, ADA)
    wrong_codes(store, code, WRONG_CODES.unknown.most + 1, client="")
    assert room_codes.find(store, code, ADA).code == code
    assert waits.waited == [0.5]


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "ABC", "ABCDEFGHJ", "<script>alert(1)</script>", "' OR 1=1 --", "ÄÖÜÄÖÜ", "A" * 100_000],
)
def test_what_is_no_code_costs_no_guess(store, waits, typed):
    for _ in range(2 * WRONG_CODES.known.most):
        with pytest.raises(BadInput, match=r"6 letters and figures|No code has Ä or Ö or Ü in it"):
            room_codes.find(store, typed, ADA, client="10.0.0.9")
    assert waits.waited == []


def test_a_deleted_room_leaves_no_row_and_nothing_in_the_files(store, tmp_path):
    teacher, _ = rooms.open_room(store, "Unmistakable title of a room")
    kept, _ = rooms.open_room(store)
    seats.join(store, teacher.room_id, ADA, "Unmistakable nick")
    rooms.delete(teacher)
    for table in (schema.rooms, schema.room_seats):
        with store.reading() as connection:
            assert teacher.room_id not in str(connection.execute(sa.select(table)).all())
    for path in tmp_path.glob("digitlab.sqlite*"):
        assert b"Unmistakable" not in path.read_bytes(), path.name
    assert rooms.versions(store, teacher.room_id) is None
    assert rooms.get(store, kept.room_id)
    for again in (
        lambda: rooms.delete(teacher),
        lambda: rooms.get(store, teacher.room_id),
        lambda: seats.join(store, teacher.room_id, BEN),
    ):
        with pytest.raises(BadInput, match="This room is not there"):
            again()


def test_a_room_left_alone_is_gone_at_its_hour_and_removed_with_the_next_one(store, monkeypatch):
    teacher, key = rooms.open_room(store)
    code = rooms.get(store, teacher.room_id).code
    age(store, days=29)
    assert rooms.get(store, teacher.room_id).expires_at < schema.now() + dt.timedelta(days=1, minutes=1)
    rooms.as_teacher(store, key)  # looked at: kept for as long again
    assert rooms.get(store, teacher.room_id).expires_at > schema.now() + dt.timedelta(days=29)
    age(store, days=30, seconds=5)
    for look in (
        lambda: rooms.as_teacher(store, key), lambda: rooms.get(store, teacher.room_id), lambda: rooms.close(teacher),
        lambda: room_codes.find(store, code, ADA), lambda: seats.join(store, teacher.room_id, ADA),
    ):  # fmt: skip
        with pytest.raises(BadInput, match=r"opens no room|not there"):
            look()
    rooms.open_room(store)
    assert count(store, schema.rooms) == 1
    monkeypatch.setenv("DIGITLAB_ROOM_DAYS", "3")
    age(store, days=4)
    assert rooms.delete_expired(store) == 1


def test_a_database_from_before_classrooms_gets_their_tables(store):
    run = ask(store)
    with store.writing() as connection:
        for table in reversed(schema.metadata.sorted_tables):
            if table.name.startswith("room"):
                table.drop(connection)
        connection.execute(sa.update(schema.schema_version).values(version=2))
    renewed = open_store(store.url, patience_seconds=1.0)  # not the one that is open already
    teacher, _ = rooms.open_room(renewed)
    assert seats.join(renewed, teacher.room_id, ADA).number == 1
    assert runs.get(renewed, run.id) == run
