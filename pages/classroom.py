"""Classroom: a teacher opens a room, the class joins by its code, and draws, guesses and trains together."""

import streamlit as st

from pages._classroom import projector, pupil, teacher
from pages._shared import frame, state

frame.guard(__file__)
if key := state.get("teach"):
    state.keep_in_address("teach")
    if state.get("wall"):
        state.keep_in_address("wall")
        projector.show(key)
    else:
        teacher.show(key)
elif code := state.get("room"):
    state.keep_in_address("room")
    pupil.show(code)
else:
    frame.heading("Classroom", "One room, one lesson: what the class draws is what it learns from.")
    left, right = st.columns(2, gap="large")
    with left:
        pupil.show("")
    with right:
        teacher.open_a_room()
