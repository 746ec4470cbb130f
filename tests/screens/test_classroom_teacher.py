"""The teacher's desk and each screen of the projector, run without a browser against a room played through the library."""

import json
import re
from types import SimpleNamespace

import numpy as np
import pytest
import sqlalchemy as sa

from digitcore import lesson_links, settings
from digitcore.data import datasets
from digitcore.data.sources import pens
from digitcore.data.worksheets.layout import PROMPTS
from digitcore.lab.lessons import conducting, pacing, plans
from digitcore.lab.lessons.screens import TITLES
from digitcore.lab.polls import ballots, polls, questions
from digitcore.lab.queue import queue, worker
from digitcore.lab.rooms import (
    class_training,
    deeds,
    human_votes,
    room_keys,
    room_runs,
    rooms,
    rounds,
    seats,
    wall,
)
from digitcore.lab.rooms.entering import waiting_room
from digitcore.lab.rooms.room_settings import RoomSettings
from digitcore.lab.runs import runs
from digitcore.lab.store import schema
from digitcore.lab.store.store import open_store
from digitcore.learning.judging.class_results import hardest
from digitcore.learning.judging.missions import MISSIONS
from digitcore.learning.prediction.examination import of_default_model
from pages._classroom import paired_training, sent_lesson
from pages._classroom.desk import conductor, moderation
from pages._classroom.projector.screens import SCREENS
from tests.core.classes import bar, put
from tests.core.filled_worksheets import as_jpeg, filled, for_prompts, photograph
from tests.core.memories import ADA, ask
from tests.screens.pages import VISITOR, data_of_components, settle

NICKNAME = "Zebra <b>X</b>"


@pytest.fixture
def room():
    """Two pupils, a closed round, three ones of which one was taken for a 7; the teacher and the key."""
    teacher, key = rooms.open_room(open_store(), "7b")
    pupils = [
        seats.join(teacher.store, teacher.room_id, f"visitor {n}", name)
        for n, name in enumerate(("Ada", NICKNAME))
    ]
    rounds.start(teacher, "digit", digit=1, count=2)
    put(pupils[0], teacher.store, 1, said=1)
    put(pupils[0], teacher.store, 1, step=1, said=7)
    put(pupils[1], teacher.store, 1, said=1)
    rounds.close(teacher)
    return teacher, key, pupils


def said(app) -> str:
    """All words and HTML of the page."""
    texts = [*app.markdown, *app.header, *app.subheader, *app.caption, *app.title]
    return "\n".join([*(one.value for one in texts), *(one.proto.body for one in app.get("html"))])


def press(app, label):
    next(button for button in app.button if button.label == label).click()
    return settle(app.run())


def test_a_link_that_opens_no_room_leads_to_the_entrance(open_app):
    app = open_app("classroom")
    app.query_params["teach"] = "zzz"
    app.run()
    assert ["opens no room" in error.value for error in app.error] == [True]
    app = press(app, "To the entrance")
    assert not app.error
    assert "Open the room" in [button.label for button in app.button]


def test_a_room_is_opened_and_its_link_is_shown_once(open_app):
    app = open_app("classroom")
    app.text_input(key="room_title").set_value("7b *here*")
    app = press(app, "Open the room")
    key = app.session_state["teach"]
    room = rooms.room_of(rooms.as_teacher(open_store(), key))
    assert room.title == "7b *here*"
    assert key not in said(app) and "teach" not in app.query_params
    assert "Save it as a file" in [one.proto.label for one in app.get("download_button")]
    assert 'alt="QR code of your link"' in said(app)
    assert f"classroom?room={room.code}" in said(app)
    app = press(app, "I have it")
    assert "Save it as a file" not in [one.proto.label for one in app.get("download_button")]


def test_a_closed_tab_finds_its_way_back_to_the_desk_and_the_key_is_nowhere_on_the_page(open_app):
    opened, key = rooms.open_room(open_store(), "7b", visitor=VISITOR)
    rooms.open_room(open_store(), "Of others", visitor="e" * 32)
    app = open_app("classroom")
    (found,) = [button for button in app.button if button.key.startswith("desk_of_")]
    assert found.label.startswith("7b ")
    sent = said(app) + str([button.proto for button in app.button]) + str(dict(app.query_params))
    assert key not in sent and room_keys.wall_key(key) not in sent
    app = settle(found.click().run())
    assert not app.error and not app.exception
    assert app.session_state["teach"] == key and "teach" not in app.query_params
    rooms.delete(opened)
    assert "Your open rooms" not in said(open_app("classroom"))


def test_from_home_the_class_draws_after_two_presses(open_app):
    app = press(open_app("home"), "Open a room")
    assert not app.error and not app.exception
    teacher = rooms.as_teacher(open_store(), app.session_state["teach"])
    press(app, "Next: All draw a 7")
    room = rooms.room_of(teacher)
    assert rounds.latest(open_store(), room.id).is_open and room.settings.projector == "gallery"


def test_a_visitor_who_opens_one_room_after_the_other_is_told_to_wait(open_app):
    for _ in range(rooms.MOST_OPENED):
        rooms.open_room(open_store(), visitor=VISITOR)
    app = press(open_app("classroom"), "Open the room")
    assert "Many rooms were opened here within the last hour." in app.error[0].value
    assert "teach" not in app.session_state


def test_a_plan_carries_the_teacher(open_app, room):
    teacher, key, _ = room
    app = press(open_app("classroom", teach=key), "Begin")
    assert "Join and try" in said(app)
    app = press(app, "Next: All draw a 7")
    assert "**0 of 2** have drawn." in said(app)
    assert rounds.latest(teacher.store, teacher.room_id).is_open
    assert "how many ways are there to write a 7?" in said(app)
    app = press(app, "Next: Guess, discuss, guess again")
    assert rooms.room_of(teacher).settings.projector == "poll"
    assert "**0 of 2** have answered." in said(app)
    assert "Missing: Ada" in said(app), "in a vote as in a round"
    app = press(app, "Discuss and vote again")
    app = press(app, "Reveal")
    assert polls.current(teacher.store, teacher.room_id).stage == "revealed"
    app = press(app, "Pause")
    assert rooms.room_of(teacher).settings.is_paused
    app = press(app, "End the pause")
    app = app.button(key="conduct_back").click().run()
    assert "All draw a 7" in said(app)
    app = press(app, "Leave the plan")
    app = press(app, "Close the round")
    assert "A lesson with a plan" in [box.label for box in app.selectbox]


def field(app, label):
    (found,) = [
        box
        for box in (*app.text_input, *app.number_input, *app.text_area, *app.selectbox)
        if box.label == label
    ]
    return found


def test_a_plan_is_changed_at_the_desk_and_the_class_stays_where_it_is(open_app, room):
    teacher, key, _ = room
    conducting.begin(teacher, "can-it-read-us")
    conducting.go_to(teacher, 1)
    app = open_app("classroom", teach=key)
    assert [button.disabled for button in app.button if button.label == "Remove"] == [False]
    app = press(app, "Remove")
    assert "Join and try" not in said(app) and "1 of 8" in said(app)
    assert [button.disabled for button in app.button if button.label == "Remove"] == [True]
    app = press(app, "Later")
    assert "2 of 8" in said(app)
    field(app, "Which digit").set_value(4)
    field(app, "Minutes").set_value(9)
    field(app, "Title of the part").set_value("All draw a *4*")
    field(app, "For you: what to do, what to ask").set_value("<b>Look</b>\nAsk: how many?")
    app = press(app, "Keep the changes")
    assert "about 9 min" in said(app) and "All draw a \\*4\\*" in said(app) and "&lt;b&gt;Look" in said(app)
    field(app, "A part more").set_value("A question with answers")
    field(app, "Title of the part").set_value("x" * 81)
    app = press(app, "Add it below")
    assert "What you changed in this part is not kept." in app.error[0].value
    field(app, "Title of the part").set_value("x" * 81)
    app = press(app, "Keep the changes")
    assert "This title has 81 characters." in app.error[0].value
    app = press(app, "Add it below")  # the harness has forgotten what was typed
    assert not app.error
    field(app, "Its answers, with | between them, * before the right one").set_value("Only one")
    app = press(app, "Keep the changes")
    assert "A question has 2 to 6 answers" in app.error[0].value
    field(app, "Its answers, with | between them, * before the right one").set_value("Yes | *No | Never")
    app = press(app, "Keep the changes")
    assert not app.error
    kept = conducting.plan_of(teacher.store, rooms.room_of(teacher))
    assert kept.cards[1].draws.digit == 4 and kept.cards[1].minutes == 9
    assert kept.cards[2].votes.question.answers == ("Yes", "No", "Never")
    app = press(press(app, "Undo"), "Undo")
    assert conducting.plan_of(teacher.store, rooms.room_of(teacher)).cards[2] == kept.cards[3]
    assert not app.error and not app.exception


def test_a_plan_is_brought_as_a_file_and_what_is_none_says_so(open_app, room):
    teacher, key, _ = room
    app = open_app("classroom", teach=key)
    for content, sentence in (
        (b"\xff\xfe", "This file is no text"),
        (b"x" * 200_000, "too long for a plan"),
        (
            b"# T\n\n## A (1 min)\n\n## B (1 min)\nwall: sofa",
            "Part 2, “B (1 min)”: “wall: sofa” is no screen of the wall",
        ),
        (b"# T\n\n## A (1 min)\npage: classroom", "Part 1, “A (1 min)”: “classroom” leads to no page"),
        (b"# T\n\n## A (loud)", "Part 1, “A (loud)”: This is no heading of a part"),
    ):
        app.file_uploader[0].set_value(("plan.md", content, "text/markdown"))
        assert sentence in settle(app.run()).error[0].value
    plan = "# <i>Mine</i>\n\nFor a Monday.\n\n## <b>Sit</b> (2 min)\nwall: gallery\n\n## Go (3 min)"
    app.file_uploader[0].set_value(("plan.md", plan.encode(), "text/markdown"))
    app = press(settle(app.run()), "Use it in this room")
    assert not app.error
    app = press(app, "Begin")
    assert "about 2 min" in said(app) and "<b>Sit" not in said(app)
    assert conducting.card_of(teacher.store, rooms.room_of(teacher)).title == "<b>Sit</b>"
    assert rooms.room_of(teacher).settings.projector == "gallery"


def test_each_card_of_each_plan_shows_what_there_is():
    assert list(SCREENS) == list(TITLES)
    for plan in plans.shipped().values():
        for card in plan.cards:
            if card.page:
                assert sent_lesson.leads_to_a_page(lesson_links.read(card.page)), (plan.name, card.title)


def test_a_round_is_started_and_closed(open_app, room):
    teacher, key, _ = room
    rooms.change_settings(teacher, **pacing.beginning(-5))
    app = open_app("classroom", teach=key)
    app = press(app, "Start the round")
    assert pacing.seconds_left(rooms.room_of(teacher)) is None, "the time of what was before is over"
    now = rounds.latest(teacher.store, teacher.room_id)
    assert (now.number, now.digit, now.count, now.is_open) == (2, 4, 1, True)
    assert "Round 2, open: a 4. **0 of 2** pupils have drawn" in said(app)
    app = press(app, "Close the round")
    assert not rounds.latest(teacher.store, teacher.room_id).is_open


def test_a_round_over_an_open_one_asks_first(open_app, room):
    teacher, key, _ = room
    app = open_app("classroom", teach=key)
    app = press(app, "Start the round")
    assert rooms.room_of(teacher).settings.projector == "gallery"
    primary = [one.label for one in app.button if one.proto.type == "primary"]
    assert [label for label in primary if "round" in label.lower()] == ["Close the round"]
    assert "Start the round" not in [one.label for one in app.button]
    app = press(app, "Close it and start this one")
    assert rounds.latest(teacher.store, teacher.room_id).number == 3


def test_the_desk_shows_each_pupil_and_calls_back_who_is_elsewhere(open_app, room):
    teacher, key, pupils = room
    rounds.start(teacher, "digit", digit=1)
    put(pupils[0], teacher.store, 2)
    app = open_app("classroom", teach=key)
    words = said(app)
    assert '<li class="done">Ada' in words and "Missing: Zebra &lt;b&gt;X&lt;/b&gt;" in words
    seats.mark_present(teacher.store, pupils[1], page="train")
    app = settle(app.run())
    assert "<small>Train</small>" in said(app)
    app.button(key="call_back").click().run()
    assert rooms.room_of(teacher).settings.calls == 1


def test_worksheets_are_brought_and_those_that_cannot_be_read_are_named(
    open_app, room, with_pens, bring_files
):
    teacher, key, _ = room
    strokes = for_prompts(pens.load("digits"), np.random.default_rng(1)).take(np.arange(6))
    sheet = as_jpeg(photograph(filled(strokes))[0])
    app = open_app("classroom", teach=key)
    assert "up to 40, 150 MB in all" in next(
        one.label for one in app.file_uploader if "worksheets" in one.key
    )
    assert "Worksheet to print" in [one.proto.label for one in app.get("download_button")]
    bring_files("worksheets_0", ("a.jpg", sheet), ("<b>*cat*.jpg", b"no picture"))
    app = settle(app.run())
    assert not app.exception
    assert [one.value for one in app.success] == ["1 worksheet with 6 drawings on the wall."]
    (problem,) = [one.value for one in app.warning]
    assert "no picture that can be read" in problem and "*cat*" not in problem
    on_paper = [one for one in wall.shown(teacher.store, teacher.room_id) if one.drawing.bitmap is not None]
    assert [one.prompt for one in on_paper] == list(PROMPTS[:6])
    assert all(len(one.probabilities) for one in on_paper)
    assert rooms.room_of(teacher).settings.projector == "gallery"
    assert "worksheets_1" in [one.key for one in app.file_uploader], "it is empty for the next ones"


def test_the_class_is_asked_without_a_plan(open_app, room):
    teacher, key, _ = room
    app = open_app("classroom", teach=key)
    app = press(app, "What will it read? 3 drawings")
    assert polls.current(teacher.store, teacher.room_id).question.items == 3
    app = press(app, "Discuss and vote again")
    app.text_input(key="poll_question").set_value("Is it exact?")
    app.text_input(key="poll_answers").set_value("Yes | *No")
    app = press(app, "Ask")
    question = polls.current(teacher.store, teacher.room_id).question
    assert (question.text, question.answers) == ("Is it exact?", ("Yes", "No"))
    assert rooms.room_of(teacher).settings.projector == "poll"
    app.text_input(key="poll_question").set_value("Only a question")
    app = press(app, "Ask")
    assert "A question has 2 to 6 answers." in app.error[0].value


def test_the_class_votes_on_whether_it_can_read_what_did_the_mission(open_app, room):
    teacher, key, pupils = room
    rooms.change_settings(teacher, mission="seven-as-one")
    assert "Let the class vote on them" not in [
        button.label for button in open_app("classroom", teach=key).button
    ]
    deeds.put(teacher.store, pupils[0], "seven-as-one", bar())
    app = press(open_app("classroom", teach=key), "Let the class vote on them")
    assert not app.error and rooms.room_of(teacher).settings.projector == "poll"
    poll = polls.current(teacher.store, teacher.room_id)
    for number in range(3):
        voter = seats.join(teacher.store, teacher.room_id, f"voter {number}")
        ballots.put(teacher.store, voter, poll, 0, 7)
    app = press(app, "Reveal")
    assert "A 7 was asked for. 3 of 3 read it." in shown(open_app, room, "poll")
    assert "1 so that we can read it" in shown(open_app, room, "runs")


def test_settings_are_kept_in_the_room(open_app, room):
    teacher, key, _ = room
    app = open_app("classroom", teach=key)
    app.toggle(key="room_approval").set_value(True)
    settle(app.run())
    app.toggle(key="room_door_shut").set_value(True)
    settle(app.run())
    app.selectbox(key="room_mission").set_value(next(iter(MISSIONS)))
    settle(app.run())
    app.text_input(key="room_address").set_value("192.168.1.20:8501/")
    settle(app.run())
    found = rooms.room_of(teacher).settings
    wanted = RoomSettings(
        approval=True,
        approval_since=found.approval_since,
        door_shut=True,
        mission=next(iter(MISSIONS)),
        address="http://192.168.1.20:8501",
    )
    assert found == wanted
    assert f"http://192.168.1.20:8501/classroom?room={rooms.room_of(teacher).code}" in said(app)
    assert found.approval_since > 0
    assert "wait for you" not in said(app), "what was on the wall stays there"
    rounds.start(teacher, "digit", digit=1)
    put(room[2][0], teacher.store, 2)
    app = settle(app.run())
    assert "1 wait for you" in said(app)
    app = press(app, "Approve all")
    assert all(one.is_approved for one in wall.listed(teacher.store, teacher.room_id) if one.round == 2)


def test_a_scribble_waits_for_the_teacher_and_a_rude_name_becomes_an_animal(open_app, room):
    teacher, key, pupils = room
    rounds.start(teacher, "digit", digit=1)
    put(pupils[1], teacher.store, 2, is_digit=False)
    app = open_app("classroom", teach=key)
    assert "**1 wait for you.**" in said(app) and "3 on the wall" in said(app)
    press_key(app, "rename_2")
    name = seats.listed(teacher.store, teacher.room_id)[1].name
    assert name.isalpha() and name != "Ada"
    assert f"by {name}" in str([one.proto for one in settle(app.run()).get("bidi_component")])
    app = press(app, "Approve all")
    assert "4 on the wall" in said(app)
    rooms.change_settings(teacher, animals_only=True)
    assert seats.join(teacher.store, teacher.room_id, "visitor 9", "Rude").name != "Rude"


def test_silly_input_is_a_sentence(open_app, room):
    _, key, _ = room
    app = open_app("classroom", teach=key)
    app.text_input(key="room_address").set_value("<b>")
    settle(app.run())
    assert "is no address" in app.error[0].value


def test_the_teacher_lets_in_one_by_one(open_app, room):
    teacher, key, _ = room
    app = open_app("classroom", teach=key)
    assert not app.toggle(key="room_waiting_room").value
    app.toggle(key="room_waiting_room").set_value(True)
    settle(app.run())
    for number in range(3):
        waiting_room.knock(teacher.store, teacher.room_id, f"new {number}", ["Cleo", "", "Dan"][number])
    app = settle(app.run())
    assert "Waiting to be let in: 3" in said(app)
    _, _, third = waiting_room.listed(teacher.store, teacher.room_id)
    press_key(app, f"admit_{third.id}")
    assert seats.listed(teacher.store, teacher.room_id)[-1].name == "Dan"
    app = press(app, "Send all away")
    assert waiting_room.listed(teacher.store, teacher.room_id) == []
    waiting_room.knock(teacher.store, teacher.room_id, "new 0", "Cleo")
    app = press(settle(app.run()), "Let all in")
    assert seats.listed(teacher.store, teacher.room_id)[-1].name == "Cleo"


def test_a_pupil_is_taken_out_and_let_back(open_app, room):
    teacher, key, _ = room
    app = open_app("classroom", teach=key)
    style = (settings.ASSETS / "style.css").read_text().splitlines()
    rules = " ".join(line for line in style if "button p { position: absolute" in line)
    without_words = tuple(re.findall(r'class\*="st-key-(\w+)', rules))
    assert without_words and not [one.key for one in app.button if (one.key or "").startswith(without_words)]
    press_key(app, "take_out_1")
    assert [one.seat for one in wall.shown(teacher.store, teacher.room_id)] == [2]
    press_key(app, "let_back_1")
    assert len(wall.shown(teacher.store, teacher.room_id)) == 3


def press_key(app, key):
    app.button(key=key).click()
    settle(app.run())


def test_the_desk_leaves_the_address_and_makes_a_new_link_that_ends_the_old_one(open_app, room):
    teacher, key, _ = room
    app, old = open_app("classroom", teach=key), open_app("classroom", teach=key)
    assert "teach" not in app.query_params
    screen = open_app("classroom", wall=room_keys.wall_key(key))
    app = press(app, "Make a new link")
    new = app.session_state["teach"]
    assert new != key and not app.error
    assert rooms.room_of(rooms.as_teacher(teacher.store, new)).id == teacher.room_id
    for window in (old, screen):
        assert any("opens no room" in error.value for error in window.run().error)
        assert "Zebra" not in said(window)
    assert "3 on the wall" in said(app)
    assert len(said(open_app("classroom", wall=room_keys.wall_key(new)))) > 20


def test_the_projectors_key_opens_no_desk(open_app, room):
    _, key, _ = room
    app = open_app("home")
    app.switch_page("pages/classroom.py")
    app.query_params["teach"] = room_keys.wall_key(key)
    settle(app.run())
    assert "opens no room" in app.error[0].value


@pytest.mark.parametrize("key", ["f" * 32, "nonsense", "<b>"])
@pytest.mark.parametrize("control", ["wall", "teach"])
def test_without_the_key_there_is_nothing(open_app, room, control, key):
    teacher, _, _ = room
    app = open_app("home")
    app.switch_page("pages/classroom.py")
    app.query_params[control] = key
    settle(app.run())
    assert "opens no room" in app.error[0].value
    assert rooms.room_of(teacher).code not in said(app)
    assert [button.label for button in app.button] == ([] if control == "wall" else ["To the entrance"])


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("is_empty", [True, False], ids=["empty", "drawn"])
def test_every_screen_shows_an_empty_room_and_a_drawn_one_without_names(open_app, room, name, is_empty):
    teacher, key, _ = room
    if is_empty:
        wall.hide(teacher, [one.id for one in wall.listed(teacher.store, teacher.room_id)])
    rooms.change_settings(teacher, projector=name)
    app = open_app("classroom", wall=room_keys.wall_key(key))
    assert len(said(app)) > 20
    assert "Zebra" not in said(app)
    assert "Zebra" not in str([one.proto for one in app.get("bidi_component")])


def shown(open_app, room, name):
    teacher, key, _ = room
    rooms.change_settings(teacher, projector=name)
    return said(open_app("classroom", wall=room_keys.wall_key(key)))


def test_the_number_of_pupils_and_the_accuracy_are_right(open_app, room):
    assert 'data-count="2"' in shown(open_app, room, "join")
    words = shown(open_app, room, "accuracy")
    assert "66.7%" in words
    assert "2 of 3 drawings" in words
    assert "10,000 test images" in words
    teacher, _, pupils = room
    rounds.start(teacher, "digit", digit=2)
    put(pupils[0], teacher.store, 2, said=2)
    assert "1 of 1 drawing<" in shown(open_app, room, "accuracy"), "of the last round alone"


def test_what_fooled_it_and_the_votes_are_right(open_app, room):
    teacher, _, pupils = room
    assert '<div class="huge">7</div>' in shown(open_app, room, "fooled")
    found = of_default_model()
    image = int(hardest(found.probabilities, found.true_labels, count=1)[0])
    human_votes.put(teacher.store, pupils[0], image, int(found.true_labels[image]))
    assert "votes are right" not in shown(open_app, room, "votes"), "the other one may still vote"
    human_votes.put(teacher.store, pupils[1], image, int(found.true_labels[image]))
    assert "2 of 2 votes are right" in shown(open_app, room, "votes")


def test_nothing_of_a_vote_is_on_the_projector_before_it_is_revealed(open_app, room):
    teacher, key, pupils = room
    wrong = next(one for one in wall.shown(teacher.store, teacher.room_id) if one.said == "7")
    poll = polls.ask(teacher, questions.on_drawings([wrong]))
    for pupil in pupils:
        ballots.put(teacher.store, pupil, poll, 0, 7)
    app = open_app("classroom", wall=room_keys.wall_key(key))
    for name in SCREENS:
        rooms.change_settings(teacher, projector=name)
        sent = said(app.run()) + str([one.proto for one in app.get("bidi_component")])
        assert "called 7" not in sent and "→ 7" not in sent and "It read 7" not in sent, name
        assert "2 of 3 drawings" not in sent and ">7<" not in sent, name
    rooms.change_settings(teacher, projector="poll")
    assert "<b>2 of 2</b> have answered" in said(app.run())
    polls.proceed(teacher)
    assert "Discuss with your neighbour" in said(app.run())
    ballots.put(teacher.store, pupils[0], poll, 0, questions.NO_DIGIT)
    assert "<b>1 of 2</b> have answered" in said(app.run())
    polls.proceed(teacher)
    shown = said(app.run())
    assert "A 1 was asked for. It read 7." in shown
    assert "at first" in shown and "after you discussed" in shown and "no digit" in shown


def test_a_screen_of_another_version_is_the_first_one(open_app, room):
    assert 'class="join"' in shown(open_app, room, "no-such-screen")


def test_the_leaderboard_has_the_best_first_and_says_whether_the_mission_is_done(open_app, room):
    teacher, key, pupils = room
    found = [ask(teacher.store, seed=seed).id for seed in range(3)]
    figures = {"state": "finished", "test_n": 360, "test_low": 0.9, "test_high": 0.99}
    with teacher.store.writing() as connection:
        for run_id, accuracy in zip(found, (0.95, 0.98), strict=False):
            these = sa.update(schema.runs).where(schema.runs.c.id == run_id)
            connection.execute(these.values(**figures, test_accuracy=accuracy, parameters=650))
    for run_id in found:
        room_runs.add(teacher.store, pupils[0], run_id)
    rooms.change_settings(teacher, projector="runs", mission="small-and-good")
    app = open_app("classroom", wall=room_keys.wall_key(key))
    assert [title[-1] for title in app.table[0].value["run"]] == ["1", "0", "2"]
    assert "Done: 1." in said(app)
    assert "98.00% of the test images with 650 parameters: done" in said(app)
    runs.rename(teacher.store, found[0], ADA, "What a pupil typed")
    desk = open_app("classroom", teach=key)
    assert "What a pupil typed" in desk.button(key=f"wall_run_{found[0]}").label
    app.run()
    assert "What a pupil typed" not in said(app) + str(app.table[0].value)
    press_key(desk, f"wall_run_{found[1]}")
    app.run()
    assert [title[-1] for title in app.table[0].value["run"]] == ["0", "2"]


def test_all_who_did_nothing_are_taken_out_at_once(open_app, room):
    teacher, key, _ = room
    for number in range(5):
        seats.join(teacher.store, teacher.room_id, f"script {number}")
    desk = open_app("classroom", teach=key)
    press_key(desk, "take_out_unused")
    assert [seat.number for seat in seats.listed(teacher.store, teacher.room_id)] == [1, 2]


def test_what_was_drawn_before_the_model_was_there_is_on_the_wall_at_last(open_app, room):
    teacher, key, pupils = room
    rounds.start(teacher, "digit", digit=1)
    put(pupils[0], teacher.store, 2, probabilities=np.zeros((0, 10), np.float32))
    open_app("home")
    assert "3 on the wall" in said(open_app("classroom", teach=key)), "its pupil may still draw, and asks"
    rounds.close(teacher)
    app = open_app("classroom", teach=key)
    assert "4 on the wall" in said(app)
    assert all(one.said for one in wall.shown(teacher.store, teacher.room_id))


def test_training_with_the_class_says_what_is_missing_and_what_came_of_it(open_app, room):
    teacher, key, pupils = room
    app = open_app("classroom", teach=key)
    assert app.button(key="train_with_class").disabled
    assert "The class has 3 drawings by 2 pupils. It takes 7 more drawings." in said(app)
    assert "Nothing was trained with the class yet." in shown(open_app, room, "trained")

    rounds.start(teacher, "balanced", count=5)
    for pupil in pupils:
        for step in range(5):
            put(pupil, teacher.store, 2, step=step)
    data = datasets.load("synthetic", images=600)
    prepared = class_training.prepare(
        teacher.room_id, wall.shown(teacher.store, teacher.room_id), data, "dense-128"
    )
    class_training.request(teacher, prepared, visitor="a" * 32)
    for run in class_training.latest(teacher.store, rooms.room_of(teacher)).both:
        worker.train_run(teacher.store, queue.claim(teacher.store, run.id))
    app = open_app("classroom", teach=key)
    assert not app.button(key="train_with_class").disabled
    rooms.change_settings(teacher, projector="trained")
    on_desk, on_wall = said(app), said(open_app("classroom", wall=room_keys.wall_key(key)))
    assert "points (95% interval" in on_desk and "points (95% interval" not in on_wall, (
        "the wall has less room"
    )
    for words in (on_desk, on_wall):
        assert words.count("without the class</div>") == words.count("with the class</div>") == 2
        assert "Drawings of 1 pupil whom neither model learned from" in words
        assert "Synthetic 28×28: did it forget?" in words
        assert "of 1,000 test images" in words
        assert re.search(r"#### .* of \d+ changed", words)
    app = press(app, "Use it now")
    pair = class_training.latest(teacher.store, rooms.room_of(teacher))
    assert rooms.room_of(teacher).settings.model == pair.after.id
    assert "Use it now" not in [button.label for button in app.button]
    rooms.change_settings(teacher, projector="accuracy")
    assert "The same, without the class" in said(open_app("classroom", wall=room_keys.wall_key(key)))


def test_the_desk_says_how_far_the_training_is(room, monkeypatch):
    run, words = SimpleNamespace(epochs_done=3, epochs_wanted=10), []
    pair = SimpleNamespace(is_over=False, both=(run, run))
    monkeypatch.setattr(conductor.class_training, "latest", lambda store, of_room: pair)
    monkeypatch.setattr(conductor.st, "markdown", words.append)
    conductor._say_how_far(rooms.room_of(room[0]))
    assert words == ["**It trains: 6 of 20 epochs.** Press the button once the wall says what came of it."]


def test_of_what_flipped_is_shown_what_may_be(monkeypatch):
    images = np.arange(3 * 28 * 28, dtype=np.uint8).reshape(3, 28, 28)
    labels, after = np.array([1, 2, 3], np.uint8), np.array([1, 2, 8])
    flipped = class_training.Flipped(images, labels, before=np.array([7, 7, 3]), after=after)
    drawn = []
    monkeypatch.setattr(paired_training.st, "markdown", lambda words, **more: None)
    monkeypatch.setattr(
        paired_training.gallery, "show", lambda images, captions, **more: drawn.append(captions)
    )
    paired_training.show_flipped(flipped, np.full(3, True))
    assert drawn == [["7 → 1", "7 → 2"], ["3 → 8"]]
    drawn.clear()
    paired_training.show_flipped(flipped, np.array([True, False, False]))
    assert drawn == [["7 → 1"]]


def test_a_frozen_wall_shows_what_it_showed_without_what_is_taken_off(open_app, room):
    teacher, key, pupils = room
    address = {"wall": room_keys.wall_key(key)}
    rooms.change_settings(teacher, projector="gallery")
    wall_app, desk = open_app("classroom", **address), open_app("classroom", teach=key)
    assert "It read <b>2 of 3</b>" in said(wall_app)
    desk = press(desk, "Freeze the wall")
    assert ["The wall is frozen" in one.value for one in desk.warning] == [True]
    rooms.change_settings(teacher, projector="confusion")
    rounds.start(teacher, "digit", digit=2)
    put(pupils[0], teacher.store, 2, said=2)
    wall_app.run()
    loaded_again = open_app("classroom", **address)
    for window in (wall_app, loaded_again):
        assert "It read <b>2 of 3</b>" in said(settle(window))
    wall.hide(teacher, ["1-2-0"])
    for window in (wall_app, loaded_again):
        assert "It read <b>1 of 2</b>" in said(settle(window.run()))
    desk = press(desk, "Let the wall go on")
    assert not desk.warning and not rooms.room_of(teacher).settings.is_frozen
    assert "Which digits does it confuse?" in [one.value for one in settle(wall_app.run()).header]


def test_a_wall_that_was_frozen_in_a_vote_does_not_show_what_came_of_it(open_app, room):
    teacher, key, pupils = room
    address = {"wall": room_keys.wall_key(key)}
    poll = polls.ask(teacher, questions.read_choice("Is it? | *Yes | No"))
    ballots.put(teacher.store, pupils[0], poll, 0, 0)
    rooms.change_settings(teacher, projector="poll")
    wall_app, desk = open_app("classroom", **address), open_app("classroom", teach=key)
    desk = press(desk, "Freeze the wall")
    wall_app.run()
    for go_on in (polls.proceed, polls.end):
        go_on(teacher)
        wall.hide(teacher, ["1-2-0"])  # which draws the wall again
        for window in (wall_app, open_app("classroom", **address)):
            words = said(settle(window.run()))
            assert "Is it?" in words and "have answered" in words and "is right." not in words
    press(desk, "Let the wall go on")
    assert "Nothing to vote on yet." in said(settle(wall_app.run()))


def test_a_press_in_the_strip_takes_a_drawing_off_and_puts_it_back(open_app, room):
    teacher, key, _ = room
    (sent,) = data_of_components(open_app("classroom", teach=key), "strip")
    strip = json.loads(sent["strip"])
    assert strip["places"] == moderation.PLACES
    assert [(one["place"], one["state"]) for one in strip["drawings"]] == [(n, "shown") for n in range(3)]
    assert NICKNAME not in sent["strip"].replace(NICKNAME, "", 1), (
        "the pupil's name is said to the teacher alone"
    )
    wall.hide(teacher, [strip["drawings"][0]["id"]])
    (sent,) = data_of_components(open_app("classroom", teach=key), "strip")
    assert sorted(one["state"] for one in json.loads(sent["strip"])["drawings"]) == [
        "hidden",
        "shown",
        "shown",
    ]


def test_each_drawing_keeps_its_place_until_a_newer_one_needs_it():
    places, drawings = moderation.Places(), [SimpleNamespace(id=str(n)) for n in range(40)]
    places.take_in(drawings[:3][::-1])
    before = places.ids[:3]
    for newest in range(4, 41):
        was = list(places.ids)
        places.take_in(drawings[:newest][::-1])
        changed = [place for place in range(moderation.PLACES) if places.ids[place] != was[place]]
        assert len(changed) == 1
        assert not was[changed[0]] or newest > moderation.PLACES
    assert sorted(places.ids) == sorted(str(n) for n in range(28, 40)) and before == ["2", "1", "0"]


def test_a_slip_that_the_teacher_names_is_no_mistake_any_more(open_app, room):
    teacher, key, _ = room
    address = {"wall": room_keys.wall_key(key)}
    app = open_app("classroom", teach=key)
    (sent,) = [one for one in data_of_components(app, "gallery") if "slips of the pen" in one["gallery"]]
    assert json.loads(sent["gallery"])["captions"] == ["1 → 7"]
    (drawing,) = [one for one in wall.shown(teacher.store, teacher.room_id) if not one.is_read]
    assert wall.name_slip(teacher, drawing, 7)
    rooms.change_settings(teacher, projector="accuracy")
    words = said(open_app("classroom", **address))
    assert "3 of 3 drawings" in words and "1 slip of the pen named. Before: 2 of 3, 66.7%" in words
    rooms.change_settings(teacher, projector="confusion")
    assert "<b>3 of 3</b> lie on the diagonal. It was 2 before 1 slip" in said(
        open_app("classroom", **address)
    )
    rooms.change_settings(teacher, projector="fooled")
    assert "it is right about every drawing" in said(open_app("classroom", **address))


def test_the_class_is_asked_what_the_surest_mistakes_really_are(open_app, room):
    teacher, key, _ = room
    press(open_app("classroom", teach=key), "Was it really a 3? The surest mistakes")
    poll = polls.current(teacher.store, teacher.room_id)
    assert (poll.question.text, poll.question.items) == (questions.WHAT_IT_IS, 1)
