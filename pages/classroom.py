"""Classroom: a teacher opens a room, the class joins by its code, and draws, guesses and trains together."""

import streamlit as st

from digitcore.languages import ENGLISH
from digitcore.languages import gettext as _
from pages._classroom import desk_key
from pages._classroom.desk import opened_before, opening, teacher_desk
from pages._classroom.projector import screens
from pages._classroom.seat import entrance, turns
from pages._shared import frame
from pages._shared.controls import language, state

frame.guard(__file__)
if not (wall := state.get("wall")):
    desk_key.take_from_tab()
if wall:
    state.keep_in_address("wall")
    screens.show(wall)
elif key := state.get("teach"):
    language.speak(ENGLISH)  # the desk's words are not in the catalogue yet
    teacher_desk.show(key)
elif code := state.get("room"):
    state.keep_in_address("room")
    with turns.in_turn():
        entrance.show(code)
else:
    frame.heading(_("Classroom"), _("One room, one lesson: what the class draws is what it learns from."))
    left, right = st.columns(2, gap="large")
    with left:
        entrance.show("")
    with right:
        opened_before.show()
        opening.show()
