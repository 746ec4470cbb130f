"""The Classroom page in other languages: from the door to the end of a round, on the wall, and what stays English."""

import pytest

from digitcore.lab.rooms import room_keys, rooms, rounds, seats
from digitcore.lab.store.store import open_store
from pages._shared.controls import language
from tests.core.classes import let_the_grace_pass
from tests.screens.pages import VISITOR

SAID = {
    "de": ("Beitreten", "Du bist dabei", "Zeichne eine 4", "Diese Runde ist vorbei"),
    "es": ("Entrar", "Ya estás dentro", "Dibuja un 4", "Esta ronda ha terminado"),
    "fr": ("Entrer", "Te voilà", "Dessine un 4", "Cette manche est terminée"),
}


@pytest.fixture
def opened(home):
    return rooms.open_room(open_store(), "7b")


def texts(app) -> str:
    """All words of the page but those of buttons."""
    plain = (*app.title, *app.header, *app.subheader, *app.markdown, *app.caption)
    return " ".join([*(each.value for each in plain), *(each.proto.body for each in app.get("html"))])


@pytest.mark.parametrize("code", SAID)
def test_a_pupil_chooses_a_language_at_the_door_and_keeps_it_through_a_round(
    open_app, opened, code, monkeypatch
):
    teacher, _ = opened
    join, is_in, draw, is_over = SAID[code]
    app = open_app("classroom", room=rooms.room_of(teacher).code)
    app.button(key=f"language_at_door_{code}").click().run()
    assert app.button[0].label == join
    app.button[0].click().run()
    assert seats.seat_of(open_store(), teacher.room_id, VISITOR) is not None
    assert app.title[0].value == is_in
    rounds.start(teacher, "digit", digit=4)
    assert app.run().title[0].value == draw
    rounds.close(teacher)
    let_the_grace_pass(monkeypatch)
    assert app.run().title[0].value == is_over
    app.menu_button(key="seat_language").click("en").run()
    assert app.title[0].value == "This round is over"


def test_the_language_of_the_browser_is_spoken_but_where_nothing_is_translated(open_app, opened, monkeypatch):
    monkeypatch.setattr(language, "_of_browser", lambda: "de")
    _, key = opened
    assert "Einem Raum beitreten" in texts(open_app("classroom"))
    assert open_app("home").title[0].value == "Draw a digit"
    assert "0 joined, 0 here" in texts(open_app("classroom", teach=key)), "the desk"


def test_the_desk_chooses_the_language_of_the_wall(open_app, opened, monkeypatch):
    monkeypatch.setattr(language, "_of_browser", lambda: "es")
    teacher, key = opened
    wall_key = room_keys.wall_key(key)
    rooms.change_settings(teacher, projector="gallery")
    assert "Todavía no hay dibujos." in texts(open_app("classroom", wall=wall_key))
    desk = open_app("classroom", teach=key)
    desk.button(key="wall_language_fr").click().run()
    assert rooms.room_of(teacher).settings.wall_language == "fr"
    assert "Rien n’est encore dessiné." in texts(open_app("classroom", wall=wall_key))
