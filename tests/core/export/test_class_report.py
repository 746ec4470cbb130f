"""The report of a lesson: what was drawn, read and voted; no names, nothing from outside, nothing that was not revealed."""

import re

from digitcore.export.class_report import class_report
from digitcore.lab.polls import ballots, polls, questions
from digitcore.lab.rooms import rounds, wall
from tests.core.classes import class_of, put
from tests.core.memories import store_in


def test_it_holds_what_was_drawn_read_and_voted_and_no_names(tmp_path):
    room = class_of(store_in(tmp_path), 3)
    assert "3 pupils, 0 drawings." in class_report(room.teacher)
    rounds.start(room.teacher, "digit", digit=1)
    for pupil, said in zip(room.pupils, (1, 7, 1), strict=True):
        put(pupil, room.store, 1, said=said)
    rounds.close(room.teacher)
    wrong = next(one for one in wall.shown(room.store, room.room_id) if one.said == "7")
    poll = polls.ask(room.teacher, questions.on_drawings([wrong]))
    ballots.put(room.store, room.pupils[0], poll, 0, 3)
    assert "What will it read?" not in class_report(room.teacher)
    polls.proceed(room.teacher)
    polls.proceed(room.teacher)
    polls.ask(room.teacher, questions.read_choice("Is <b>it</b>? | Yes | No"))
    polls.end(room.teacher)
    report = class_report(room.teacher)
    assert "Round 1: 2 of 3 read" in report
    assert "A 1 was asked for. It read 7." in report and "after the discussion" in report
    assert "Is " not in report, "it was never revealed"
    assert "Pupil" not in report.replace("3 pupils", "")
    assert not re.search(r"""(src|href)="(?!data:)|url\(""", report)
    assert report.index("1 → 7") < report.index("1 → 1")
