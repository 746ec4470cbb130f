"""What the projector shows, as a small live picture; its window, and the choice of another screen until the next part."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.lessons.screens import TITLES
from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.room_access import Room, Teacher
from digitcore.languages import LANGUAGES
from pages._classroom import room_links
from pages._classroom.desk import moderation
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
    """By hand; the next part of the plan chooses another screen again."""
    for name in ("projector", "wall_language"):
        if state.get(f"room_{name}") != getattr(room.settings, name):
            state.put(f"room_{name}", getattr(room.settings, name))
    widgets.segments(
        "room_projector", "It shows", TITLES, show_label=False, on_change=lambda: _put(teacher, "projector"),
    )  # fmt: skip
    names = {"": "That of its browser"} | {code: language.name for code, language in LANGUAGES.items()}
    widgets.select(
        "room_wall_language", "Language of the wall", list(names), names.__getitem__,
        on_change=lambda: _put(teacher, "wall_language"),
    )  # fmt: skip


@state.in_callback
def _put(teacher: Teacher, name: str) -> None:
    rooms.change_settings(teacher, **{name: state.get(f"room_{name}")})
