"""The end of a lesson: download the drawings, close the room, delete it for good."""

from __future__ import annotations

import streamlit as st

from digitcore import wording
from digitcore.export.class_report import class_report
from digitcore.export.room import room_zip
from digitcore.lab.rooms import rooms
from digitcore.lab.rooms.entering import own_rooms
from digitcore.lab.rooms.room_access import Room, Teacher
from pages._classroom import desk_key, live_room
from pages._shared.controls import state, visitor, widgets, words


def show(teacher: Teacher, room: Room) -> None:
    """Export, close or reopen, delete."""
    with_names = widgets.toggle("room_with_names", "With nicknames")
    with st.container(horizontal=True):
        st.button("Drawings as a ZIP", icon=":material/folder_zip:", on_click=_prepare)
        st.button("Report of the lesson", icon=":material/summarize:", on_click=_prepare_report)
        if state.get("room_zip"):
            # Made before it is pressed: the runs of the desk's polling fragments drop a file that is made at the press
            # (https://github.com/streamlit/streamlit/issues/8932).
            st.download_button(
                "Save it", room_zip(teacher, with_names=with_names), type="primary", icon=":material/download:",
                file_name=f"class-{room.code}.zip", mime="application/zip", on_click="ignore",
            )  # fmt: skip
        if state.get("room_report"):
            st.download_button(
                "Save the report", class_report(teacher), type="primary", icon=":material/download:",
                file_name=f"lesson-{room.code}.html", mime="text/html", on_click="ignore",
            )  # fmt: skip
    with st.container(horizontal=True):
        if room.is_open:
            st.button("Close the room", icon=":material/lock:", on_click=_close, args=(teacher,))
        else:
            st.button("Open it again", icon=":material/lock_open:", on_click=_reopen, args=(teacher,))
        with st.popover("New link", icon=":material/key:"):
            st.markdown(
                "Somebody else has seen your link? A new one ends the old: other windows of this desk and the "
                "projector's window show nothing more until you open them again."
            )
            st.button("Make a new link", type="primary", on_click=_renew, args=(teacher,))
        with st.popover("Delete it for good", icon=":material/delete_forever:"):
            st.markdown(
                f"“{words.plain(room.title)}”, its drawings, votes and seats will be gone from this server, "
                "and nobody can bring them back. Runs stay with those who began them."
            )
            st.button("Delete everything", type="primary", on_click=_delete, args=(teacher,))
    st.caption(f"If nobody uses it, the room deletes itself on {wording.date(room.expires_at)}.")


@state.in_callback
def _prepare() -> None:
    state.put("room_zip", True)


@state.in_callback
def _prepare_report() -> None:
    state.put("room_report", True)


@state.in_callback
def _close(teacher: Teacher) -> None:
    rooms.close(teacher)


@state.in_callback
def _reopen(teacher: Teacher) -> None:
    rooms.reopen(teacher)


@state.in_callback
def _renew(teacher: Teacher) -> None:
    desk_key.put(own_rooms.renew(teacher, visitor.current()))
    state.put("room_is_new", True)


@state.in_callback
def _delete(teacher: Teacher) -> None:
    rooms.delete(teacher)
    live_room.wall_of.clear(teacher.room_id)  # its cached drawings go too
    desk_key.leave()
    state.put("room_is_new", False)
