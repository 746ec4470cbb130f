"""What the Classroom page says to a pupil: its pen is a fake, since the harness has no browser; all else is real."""

import re

import numpy as np
import pytest
import sqlalchemy as sa

from digitcore.data import datasets
from digitcore.data.sources import pens
from digitcore.lab.drawings import drawing_files
from digitcore.lab.lessons import pacing
from digitcore.lab.polls import ballots, polls, questions
from digitcore.lab.queue import queue, worker
from digitcore.lab.rooms import (
    class_training,
    deeds,
    human_votes,
    limits,
    room_runs,
    rooms,
    rounds,
    seats,
    wall,
)
from digitcore.lab.rooms.entering import waiting_room
from digitcore.lab.runs import runs
from digitcore.lab.store import schema
from digitcore.lab.store.store import open_store
from digitcore.learning.recipes.recipes import RECIPES
from tests.core.classes import let_the_grace_pass, put
from tests.core.filled_worksheets import as_jpeg, filled, for_prompts, photograph
from tests.core.photographs import as_file, painted, photographed
from tests.screens.pages import data_of_components, settle
from tests.screens.pens import Pen

PUPIL = "a" * 32
ONE = [[(200, 60), (200, 340)]]
SEVEN = [[(110, 80), (280, 80), (180, 340)]]


@pytest.fixture
def teacher(home):
    return rooms.open_room(open_store(), "7b")[0]


@pytest.fixture
def pen(monkeypatch):
    return Pen(monkeypatch, "ClassSheet")


@pytest.fixture
def come(open_app, monkeypatch, pen, teacher):
    """Opens the room for the pupil, with strokes on the canvas."""

    def with_strokes(strokes=(), *, code="", is_seated=True):
        if is_seated:
            seats.join(open_store(), teacher.room_id, PUPIL, "Ada")
        open_app("classroom")  # its canvas can be imported only while a page runs
        from pages._shared.controls import visitor

        monkeypatch.setattr(visitor, "current", lambda: PUPIL)
        app = open_app("classroom", room=code or rooms.room_of(teacher).code)
        assert not app.exception, app.exception
        if strokes:
            pen.send(app, strokes)
        return app

    return with_strokes


def seen(app) -> str:
    """What is said, headings included."""
    return " ".join(each.value for each in (*app.title, *app.subheader, *app.markdown))


def small_run() -> str:
    """A model of the digits that are on every machine."""
    config = RECIPES["nearest-average"].config.for_dataset(datasets.load("digits"))
    run = runs.request_run(open_store(), config, recipe="nearest-average", visitor=PUPIL)
    worker.train_run(open_store(), queue.claim(open_store(), run.id))
    return run.id


def pupil(teacher):
    return seats.seat_of(open_store(), teacher.room_id, PUPIL)


def test_a_shared_tablet_asks_who_it_is_where_another_seat_of_it_was(come, teacher):
    other, _ = rooms.open_room(open_store(), "8a")
    seats.join(open_store(), other.room_id, PUPIL, "Ada <b>")
    app = come(is_seated=False)
    assert ["Last time this was **Ada" in caption.value for caption in app.caption] == [True]
    before = len(app.get("bidi_component"))
    app.button(key="not_the_last_one").click().run()
    assert not app.exception
    assert len(app.get("bidi_component")) == before + 1, "what loads the page anew"
    assert pupil(teacher) is None


def test_who_is_to_be_let_in_waits_until_the_teacher_has_decided(come, teacher):
    rooms.change_settings(teacher, waiting_room=True)
    app = come(is_seated=False)
    app.text_input(key="nickname").input("Ada")
    app.button[0].click()
    app.run()
    assert ["You wait" in info.value for info in app.info] == [True]
    (knock,) = waiting_room.listed(open_store(), teacher.room_id)
    waiting_room.send_away(teacher, [knock.id])
    app.run()
    assert [field.label for field in app.text_input] == ["Nickname"]
    waiting_room.knock(open_store(), teacher.room_id, PUPIL, "Ada")
    (knock,) = waiting_room.listed(open_store(), teacher.room_id)
    waiting_room.admit(teacher, [knock.id])
    app.run()
    assert "You are in" in seen(app)


def test_a_link_asks_for_a_name_and_leads_to_the_seat(come, teacher):
    app = come(is_seated=False)
    assert [field.label for field in app.text_input] == ["Nickname"]
    app.text_input(key="nickname").input("Ada")
    app.button[0].click()
    app.run()
    assert pupil(teacher).name == "Ada"
    assert "You are in" in seen(app)


def test_without_a_nickname_one_is_an_animal(come, teacher):
    app = come(is_seated=False)
    app.button[0].click()
    app.run()
    assert pupil(teacher).name.isalpha()


def test_a_code_is_typed_in_any_way_and_a_wrong_one_gets_a_sentence(open_app, come, teacher):
    come(is_seated=False)
    app = open_app("classroom")
    app.text_input(key="room_code").input("aaaaaa")
    app.button[0].click()
    app.run()
    assert "There is no room with the code AAAAAA." in app.error[0].value
    app.run()
    assert "There is no room with the code AAAAAA." in app.error[0].value, "until another one is typed"
    code = rooms.room_of(teacher).code
    app.text_input(key="room_code").input(f" {code[:3].lower()}-{code[3:]}")
    app.button[0].click()
    app.run()
    assert "You are in" in seen(app)
    assert not app.error
    app = open_app("classroom")
    app.query_params["room"] = "BBBBBB"
    for _ in range(3):
        app.run()
        assert "No code has B in it." in app.error[0].value
    assert "room" not in app.query_params


def test_what_is_drawn_is_put_once_with_the_answer(come, teacher, monkeypatch):
    rounds.start(teacher, "digit", digit=8)
    app = come(SEVEN)
    assert "Draw an 8" in seen(app)
    version = rooms.room_of(teacher).version
    app.run()
    (found,) = wall.listed(open_store(), teacher.room_id)
    assert (found.said, found.prompt, found.name) == ("7", 8, "Ada")
    assert rooms.room_of(teacher).version == version
    assert "Kept. You can change it until the round is over." in [each.value for each in app.caption]
    rounds.close(teacher)
    app.run()
    assert "Draw an 8" in seen(app)
    assert "Time is up. The stroke that you are drawing still counts." in [each.value for each in app.caption]
    let_the_grace_pass(monkeypatch)
    app.run()
    assert "The model's answer" in seen(app)
    assert "You drew an 8. It read 7." in seen(app)


def test_who_draws_by_keyboard_takes_part_in_a_round(come, teacher, monkeypatch):
    rounds.start(teacher, "digit", digit=1)
    app = come(SEVEN)
    app.segmented_control(key="class_way").set_value("grid").run()
    (before,) = wall.listed(open_store(), teacher.room_id)
    assert before.said == "7", "an empty grid leaves what was drawn"
    from pages._shared.board import squares

    middle = [28 * row + 14 for row in range(4, 24)]
    monkeypatch.setattr(squares, "_component", lambda **more: {"drawn": {"change": 1, "strokes": [middle]}})
    app.run()
    assert not app.exception
    (drawn,) = wall.listed(open_store(), teacher.room_id)
    assert (drawn.said, len(drawn.drawing.strokes)) == ("1", 1)
    app.run()
    (again,) = wall.listed(open_store(), teacher.room_id)
    assert again.version == drawn.version, "the same squares are not stored again"


def bring(app, name, content):
    app.file_uploader[0].set_value((name, content, "image/jpeg"))
    app.run()
    assert not app.exception


def test_a_photograph_counts_as_the_drawing_of_its_step(come, teacher):
    rounds.start(teacher, "digit", digit=1, count=2)
    app = come(SEVEN)
    app.segmented_control(key="class_way").set_value("picture").run()
    assert [drawing.said for drawing in wall.listed(open_store(), teacher.room_id)] == ["7"]
    paper = painted([[(300, 120), (296, 480)]], pen=24)
    bring(app, "one.jpg", as_file(photographed(paper), "JPEG"))
    shown = [caption for picture in app.get("image") for caption in picture.captions]
    assert "What was read: only this is kept." in shown
    (brought,) = wall.listed(open_store(), teacher.room_id)
    assert (brought.said, brought.step, brought.drawing.strokes) == ("1", 0, ())
    app.run()
    (again,) = wall.listed(open_store(), teacher.room_id)
    assert again.version == brought.version, "the same photograph is not stored again"
    app.button(key="step_1").click().run()
    app.button(key="step_-1").click().run()
    assert "Your last drawing still counts until you draw a new one." in [one.value for one in app.caption]
    assert wall.listed(open_store(), teacher.room_id)[0].version == brought.version


def test_a_photograph_of_a_worksheet_brings_all_its_digits(come, teacher, with_pens):
    rounds.start(teacher, rounds.WORKSHEET)
    strokes = for_prompts(pens.load("digits"), np.random.default_rng(1)).take(np.arange(3))
    app = come()
    assert "1 of 20" in seen(app)
    app.segmented_control(key="class_way").set_value("picture").run()
    bring(app, "sheet.jpg", as_jpeg(photograph(filled(strokes))[0]))
    assert not app.error
    assert [one.value for one in app.success] == ["3 digits of your worksheet are kept."]
    drawn = wall.listed(open_store(), teacher.room_id)
    assert sorted(drawing.step for drawing in drawn) == [0, 1, 2]
    assert {drawing.name for drawing in drawn} == {"Ada"}
    app.run()
    assert wall.listed(open_store(), teacher.room_id)[0].version == drawn[0].version


def test_a_photograph_without_a_digit_gets_a_sentence_and_leaves_what_was_drawn(come, teacher, bring_files):
    rounds.start(teacher, "digit", digit=1)
    app = come(SEVEN)
    app.segmented_control(key="class_way").set_value("picture").run()
    bring_files(app.file_uploader[0].key, ("bad.jpg", b"no picture"))
    bring(app, "bad.jpg", b"no picture")
    assert ["no picture that can be read" in one.value for one in app.error] == [True]
    app.run()
    assert not app.error, "it is read once"
    bring(app, "empty.jpg", as_file(np.full((60, 60), 250, np.uint8)))
    assert ["no digit to be found" in one.value for one in app.error] == [True]
    assert [drawing.said for drawing in wall.listed(open_store(), teacher.room_id)] == ["7"]


def test_a_pause_dims_the_phone_and_keeps_the_sheet(come, teacher):
    rounds.start(teacher, "digit", digit=8)
    app = come()
    pacing.pause(teacher)
    app.run()
    assert len([each for each in app.get("html") if "Look up" in each.proto.body]) == 1
    assert "Draw an 8" in seen(app)
    pacing.go_on(teacher)
    app.run()
    assert not [each for each in app.get("html") if "Look up" in each.proto.body]


def test_more_than_a_digit_needs_gets_a_sentence(come, teacher):
    rounds.start(teacher, "digit", digit=8)
    app = come([[(step, step), (step + 40, step)] for step in range(101)])
    assert ["This is more than a digit needs." in each.value for each in app.warning] == [True]
    assert wall.listed(open_store(), teacher.room_id) == []


def test_what_came_too_fast_is_put_a_little_later(come, teacher, monkeypatch):
    rounds.start(teacher, "digit", digit=8)
    seat = seats.join(open_store(), teacher.room_id, PUPIL, "Ada")
    for _ in range(limits.MOST_ACTS):
        put(seat, open_store(), 1, step=0)
    app = come(SEVEN)
    assert ["That was a lot at once." in each.value for each in app.warning] == [True]
    monkeypatch.setattr(limits, "SECONDS", -1)
    app.run()
    assert not app.warning
    assert [one.said for one in wall.listed(open_store(), teacher.room_id)] == ["7"]


def test_the_answer_is_shown_after_the_guess(come, teacher):
    rooms.change_settings(teacher, guess_first=True)
    rounds.start(teacher, "digit", digit=4)
    seat = seats.join(open_store(), teacher.room_id, PUPIL, "Ada")
    put(seat, open_store(), 1, said=9)
    rounds.close(teacher)
    app = come()
    assert "What will the model say?" in seen(app)
    assert "9 with" not in "".join(each.proto.body for each in app.get("html"))
    app.button(key="guess_4").click()
    app.run()
    assert "You guessed 4." in seen(app)


def test_after_a_round_of_several_the_mistakes_come_first_and_the_rest_is_folded(come, teacher):
    rounds.start(teacher, "digit", digit=4, count=3)
    seat = seats.join(open_store(), teacher.room_id, PUPIL, "Ada")
    for step, said in enumerate((4, 9, 4)):
        put(seat, open_store(), 1, step=step, said=said)
    rounds.close(teacher)
    app = come()
    assert [one.value for one in app.title] == ["It read 2 of 3"]
    assert [one.label for one in app.expander] == ["The 2 that it read"]
    answers = [one.value for one in app.markdown if one.value.startswith("You drew")]
    assert answers == ["You drew a 4. It read 9.", *2 * ["You drew a 4. It read 4."]]


def test_a_page_after_a_round_reads_the_seats_drawings_once_and_frames_none_again(come, teacher, monkeypatch):
    """Thirty phones make it at the same moment."""
    rounds.start(teacher, "digit", digit=4, count=2)
    seat = seats.join(open_store(), teacher.room_id, PUPIL, "Ada")
    for step, said in enumerate((4, 9)):
        put(seat, open_store(), 1, step=step, said=said)
    rounds.close(teacher)
    app = come()
    done = []
    for module, name in ((wall, "of_seat"), (drawing_files, "framed")):
        real = getattr(module, name)
        monkeypatch.setattr(
            module, name, lambda *given, name=name, real=real: done.append(name) or real(*given)
        )
    app.run()
    assert [one.value for one in app.title] == ["It read 1 of 2"]
    assert done == ["of_seat"]


def test_a_drawing_that_ended_before_the_model_was_there_is_answered_at_last(come, teacher):
    rounds.start(teacher, "digit", digit=4)
    seat = seats.join(open_store(), teacher.room_id, PUPIL, "Ada")
    put(seat, open_store(), 1, said=0, is_digit=False, probabilities=np.zeros((0, 10), np.float32))
    rounds.close(teacher)
    assert " sure" in "".join(each.proto.body for each in come().get("html"))


def test_each_hard_image_gets_a_vote_and_the_next_one_comes(come, teacher):
    rooms.change_settings(teacher, projector="votes", model=small_run())
    app = come()
    assert "Which digit is this?" in seen(app)
    app.button(key="hard_3").click()
    app.run()
    assert list(human_votes.of_seat(open_store(), pupil(teacher)).values()) == [3]
    assert "2 of 12" in seen(app)
    app.button(key="hard_step_-1").click()
    app.run()
    app.button(key="hard_5").click()
    app.run()
    assert list(human_votes.of_seat(open_store(), pupil(teacher)).values()) == [5]


def test_a_vote_is_given_changed_and_answered_at_the_reveal(come, teacher):
    rounds.start(teacher, "digit", digit=4)
    seat = seats.join(open_store(), teacher.room_id, PUPIL, "Ada")
    put(seat, open_store(), 1, said=9)
    rounds.close(teacher)
    poll = polls.ask(teacher, questions.on_drawings(wall.shown(open_store(), teacher.room_id)))
    app = come()
    sent = seen(app) + str([each.proto for each in (*app.get("html"), *app.get("bidi_component"))])
    assert "What will it read?" in sent
    assert "asked for" not in sent and "read 9" not in sent and "→" not in sent
    app.button(key=f"ballot_{poll.number}_4").click().run()
    app.button(key=f"ballot_{poll.number}_none").click().run()
    assert ballots.of_seat(open_store(), pupil(teacher), poll) == {0: questions.NO_DIGIT}
    polls.proceed(teacher)
    app.run()
    assert "Discuss with your neighbour." in seen(app)
    assert app.caption[-1].value == "Press your answer.", "as on the desk, where nobody has answered again"
    assert "You said **no digit**." in seen(app) and "primary" not in str(
        app.button(key=f"ballot_{poll.number}_none").proto
    )
    app.button(key=f"ballot_{poll.number}_9").click().run()
    assert app.caption[-1].value.startswith("Answered.")
    polls.proceed(teacher)
    app.run()
    assert "What did it read?" in seen(app)
    assert "A 4 was asked for. It read 9. You said **no digit**, then **9**." in seen(app).replace("\\", "")


@pytest.mark.parametrize(
    ("question", "press"),
    [
        (questions.read_choice("Is it programmed? | Yes | *No"), lambda app: app.button(key="ballot_1_1").click()),
        (questions.read_number("How many? | 0 | 100"), lambda app: type_number(app, 42)),
    ],
    ids=["choice", "number"],
)  # fmt: skip
def test_a_question_is_answered_on_the_phone(come, teacher, question, press):
    poll = polls.ask(teacher, question)
    app = come()
    assert question.text in seen(app)
    assert ("Type a number" in app.caption[-1].value) == (question.kind == questions.NUMBER)
    press(app)
    app.run()
    (answer,) = ballots.of_seat(open_store(), pupil(teacher), poll).values()
    assert answer in (1, 42)
    polls.proceed(teacher)
    app.run()
    said = "Right: **No**. You said **No**." if answer == 1 else "You said **42**."
    assert said in seen(app).replace("\\", "")


def type_number(app, number):
    app.number_input(key="poll_number").set_value(number)
    next(button for button in app.button if button.label == "Send").click()


def test_a_run_of_ones_own_is_put_on_the_wall_by_a_press(come, teacher):
    rooms.change_settings(teacher, projector="runs")
    assert "You have not trained anything yet." in seen(come())
    run_id = small_run()
    app = come()
    app.button(key=f"show_run_{run_id}").click().run()
    (found,) = room_runs.listed(open_store(), teacher.room_id)
    assert (found.run.id, found.seats) == (run_id, (1,))
    assert "is on the wall" in app.button(key=f"show_run_{run_id}").label
    assert app.button(key=f"show_run_{run_id}").disabled


def test_the_mission_is_seen_with_how_near_one_is_and_a_run_goes_to_the_wall(come, teacher):
    rooms.change_settings(teacher, mission="small-and-good")
    app = come()
    assert "Mission: 97% with fewer than 20,000 parameters" in seen(app)
    assert "Not done yet." in seen(app)
    run_id = small_run()
    with open_store().writing() as connection:
        this = sa.update(schema.runs).where(schema.runs.c.id == run_id)
        connection.execute(this.values(test_accuracy=0.5, parameters=640))
    assert "50.00% of the test images with 640 parameters: 47.00 points are missing." in seen(come())
    with open_store().writing() as connection:
        connection.execute(this.values(test_accuracy=0.98))
    app = come()
    assert ["98.00% of the test images with 640 parameters: done." in one.value for one in app.success] == [
        True
    ]
    app.button(key=f"show_run_{run_id}").click().run()
    assert [one.run.id for one in room_runs.listed(open_store(), teacher.room_id)] == [run_id]


def test_a_mission_to_draw_is_judged_on_what_is_drawn_for_it_and_counted(
    come, teacher, monkeypatch, open_app
):
    other = seats.join(open_store(), teacher.room_id, "visitor 2")
    rounds.start(teacher, "digit", digit=7)
    seat = seats.join(open_store(), teacher.room_id, PUPIL, "Ada")
    put(seat, open_store(), 1, said=1)
    rooms.change_settings(teacher, mission="seven-as-one")
    assert "Mission" not in seen(come()), "the sheet has the screen to itself"
    rounds.close(teacher)
    let_the_grace_pass(monkeypatch)
    app = come()
    assert "**Not done yet.** " in seen(app) and not app.success, "an older drawing does not count"
    assert "The last drawing that does it is kept, and your class may vote on what it shows." in [
        each.value for each in app.caption
    ]
    pen = Pen(monkeypatch, "WaitingSheet")
    pen.send(app, SEVEN)
    assert "Not done yet.** It calls this 7 a 7" in seen(app)
    pen.send(app, ONE)
    assert ["You have done it." in one.value for one in app.success] == [True]
    assert "It calls this 7 a 1" in seen(app)
    assert "1 of 2 have done it." in [each.value for each in app.caption]
    assert len(wall.listed(open_store(), teacher.room_id)) == 1, "nothing of it comes to the wall"
    assert not deeds.is_done(open_store(), other)


def test_who_waits_for_the_first_round_tries_the_pen_with_bars_where_they_may_be_seen(
    come, teacher, monkeypatch
):
    app = come()
    assert "Try your pen until then." in seen(app)
    assert not data_of_components(app, "answer")
    rooms.change_settings(teacher, live_answers=True)
    app.run()
    assert len(data_of_components(app, "answer")) == 1
    Pen(monkeypatch, "WaitingSheet").send(app, SEVEN)
    assert wall.listed(open_store(), teacher.room_id) == []
    rounds.start(teacher, "digit", digit=8)
    assert "Try your pen" not in seen(app.run())


def test_who_waits_between_rounds_tries_the_pen_once_all_is_guessed(come, teacher):
    app = come()
    seat = seats.join(open_store(), teacher.room_id, PUPIL)
    rooms.change_settings(teacher, guess_first=True)
    rounds.start(teacher, "digit", digit=1)
    put(seat, open_store(), 1)
    rounds.close(teacher)
    app.run()
    assert "What will the model say?" in seen(app) and "Try your pen" not in seen(app)
    app.button(key="guess_1").click().run()
    assert "The model's answer" in seen(app) and "Try your pen until then." in seen(app)


@pytest.mark.parametrize("page", ["draw", "explore"])
def test_other_pages_lead_back_to_the_seat_and_keep_the_way(open_app, come, teacher, page):
    come()
    code = rooms.room_of(teacher).code
    app = open_app(page, room=code)
    assert [link.proto.label for link in app.get("page_link")][:1] == ["Back to the class"]
    assert app.query_params["room"] == code
    assert "Back to the class" not in [link.proto.label for link in open_app(page).get("page_link")]


def test_on_another_page_the_round_and_the_teachers_call_lead_back(open_app, come, teacher):
    come()
    code = rooms.room_of(teacher).code
    app = open_app("explore", room=code)
    assert pupil(teacher).page == "explore"
    rounds.start(teacher, "random")
    app.run()
    assert "A round has begun: draw" in [link.proto.label for link in app.get("page_link")]
    rounds.close(teacher)
    polls.ask(teacher, questions.read_choice("Is it? | Yes | No"))
    app.run()
    assert "A vote has begun: answer" in [link.proto.label for link in app.get("page_link")]
    rooms.change_settings(teacher, calls=1)
    app.run()
    assert "Is it?" in seen(app)


def test_who_has_just_joined_is_not_led_out_by_an_address_from_before(come, teacher):
    """On a slow server the watch runs the page again before the browser has the address of the room."""
    come(is_seated=False)
    app = come()
    app.query_params.clear()
    memory = app.session_state["pages._shared.controls.state._Memory"]
    memory.addresses, memory.runs_again = [{}, *memory.addresses], True
    app.run()
    assert "You are in" in seen(app)
    app.query_params.clear()
    app.run()  # the back button
    assert "Join a room" in seen(app)


def test_removed_closed_and_deleted_are_said_in_a_sentence(come, teacher):
    app = come()
    seats.remove(teacher, 1)
    app.run()
    assert ["took you out" in each.value for each in app.info] == [True]
    seats.let_back(teacher, 1)
    rooms.close(teacher)
    app.run()
    assert ["This room is closed." in each.value for each in app.info] == [True]
    rooms.delete(teacher)
    app.run()
    assert ["This room is gone" in each.value for each in app.info] == [True]
    assert "Join a room" in seen(app)


def test_who_comes_after_a_round_is_not_told_that_they_drew_nothing(come, teacher):
    rounds.start(teacher, "digit", digit=4)
    rounds.close(teacher)
    said = seen(come())
    assert "You are in The last round was over before you came." in said and "You drew nothing" not in said


def test_nobody_sees_what_others_drew(come, teacher):
    seats.join(open_store(), teacher.room_id, PUPIL, "Ada")
    other = seats.join(open_store(), teacher.room_id, "b" * 32, "Ben")
    rounds.start(teacher, "digit", digit=4)
    put(other, open_store(), 1)
    rounds.close(teacher)
    assert "You drew nothing in it." in seen(come())


def test_the_training_with_the_class_is_on_the_phone_while_the_class_looks_at_it(come, teacher, monkeypatch):
    app = come()
    rounds.start(teacher, "balanced", count=5)
    for number in (2, 3):
        pupil = seats.join(open_store(), teacher.room_id, f"visitor {number}")
        for step in range(5):
            put(pupil, open_store(), 1, step=step)
    rounds.close(teacher)
    data, drawn = datasets.load("synthetic", images=600), wall.shown(open_store(), teacher.room_id)
    class_training.request(
        teacher, class_training.prepare(teacher.room_id, drawn, data, "dense-128"), visitor="b" * 32
    )
    rooms.change_settings(teacher, projector="trained")
    with monkeypatch.context() as patch:
        patch.setattr(
            wall, "listed", lambda *given, **more: pytest.fail("the wall is read once there is a result")
        )
        app.run()
    assert "What we taught it" in seen(app)
    assert ["in the queue" in bar.proto.text for bar in app.get("progress")] == [True, True]
    for run in class_training.latest(open_store(), rooms.room_of(teacher)).both:
        worker.train_run(open_store(), queue.claim(open_store(), run.id))
    settle(app.run())
    assert re.search(r"#### .* of \d+ changed", seen(app))
    rooms.change_settings(teacher, projector="gallery")
    assert "What we taught it" not in seen(app.run())
