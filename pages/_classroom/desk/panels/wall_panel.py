"""What the projector shows, as a small live picture; its window, and the choice of another screen until the next part."""

from __future__ import annotations

from collections.abc import Mapping

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
            shown = TITLES.get(room.settings.projector, "")
            with st.popover(f"Wall shows: {shown}", icon=":material/slideshow:", key="wall_shows"):
                _choose(teacher, room)
            moderation.show_freeze(teacher, room)
        with widgets.stable_place():
            moderation.say_whether_frozen(room)


def _choose(teacher: Teacher, room: Room) -> None:
    """By hand; the next part of the plan chooses another screen again.

    Buttons: a control in a fold that is closed keeps what it was when it was open, and its browser sends that again.
    """
    names = {"": "That of its browser"} | {code: language.name for code, language in LANGUAGES.items()}
    _buttons(teacher, "projector", TITLES, room.settings.projector)
    st.caption("Language of the wall")
    _buttons(teacher, "wall_language", names, room.settings.wall_language)


def _buttons(teacher: Teacher, setting: str, titles: Mapping[str, str], chosen: str) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        for value, title in titles.items():
            st.button(
                title, key=f"{setting}_{value}", type="primary" if value == chosen else "secondary",
                on_click=_put, args=(teacher, setting, value),
            )  # fmt: skip


@state.in_callback
def _put(teacher: Teacher, setting: str, value: str) -> None:
    rooms.change_settings(teacher, **{setting: value})
