"""Classroom: a teacher opens a room, the class joins by its code, and draws, guesses and trains together."""

import streamlit as st

from pages._classroom.desk import desk
from pages._classroom.projector import projector
from pages._classroom.seat import pupil
from pages._shared import frame
from pages._shared.controls import state

frame.guard(__file__)
if key := state.get("teach"):
    state.keep_in_address("teach")
    if state.get("wall"):
        state.keep_in_address("wall")
        projector.show(key)
    else:
        desk.show(key)
elif code := state.get("room"):
    state.keep_in_address("room")
    pupil.show(code)
else:
    frame.heading("Classroom", "One room, one lesson: what the class draws is what it learns from.")
    left, right = st.columns(2, gap="large")
    with left:
        pupil.show("")
    with right:
        desk.open_a_room()
