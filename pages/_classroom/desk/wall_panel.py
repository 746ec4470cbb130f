"""What the projector shows, as a small live picture; its window, and the choice of another screen until the next part."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.room_access import Room, Teacher
from pages._classroom import room_links
from pages._classroom.desk import moderation
from pages._classroom.projector.screens import SCREENS
from pages._shared.controls import state, widgets
from pages._shared.server.browser_files import browser_component

_component = browser_component("wall_picture")


def show(teacher: Teacher, room: Room) -> None:
    """The picture, and below it what one does with it."""
    with st.container(key="wall_panel", gap="small"):
        address = room_links.projector(state.get("teach"))
        _component(key="wall_picture", data={"address": address})
        with st.container(horizontal=True, gap="small"):
            st.link_button("Open the projector's window", address, icon=":material/open_in_new:")
            with st.popover("It shows", icon=":material/slideshow:"):
                _choose(teacher, room)
            moderation.show_freeze(teacher, room)
        with widgets.stable_place():
            moderation.say_whether_frozen(room)


def _choose(teacher: Teacher, room: Room) -> None:
    """By hand; the next part of the plan chooses again."""
    if state.get("room_projector") != room.settings.projector:
        state.put("room_projector", room.settings.projector)
    titles = {name: screen.title for name, screen in SCREENS.items()}
    widgets.segments(
        "room_projector", "It shows", titles, show_label=False, on_change=lambda: _put(teacher),
    )  # fmt: skip


@state.in_callback
def _put(teacher: Teacher) -> None:
    rooms.change_settings(teacher, projector=state.get("room_projector"))
