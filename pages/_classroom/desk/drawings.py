"""All drawings as they arrive; a press hides one or puts it back on the wall, which is all that the class sees."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from digitcore import wording
from digitcore.lab.rooms import rooms, wall
from digitcore.lab.rooms.live_wall import LiveWall
from digitcore.lab.rooms.room_access import Teacher
from digitcore.lab.rooms.wall import WallDrawing
from pages._classroom import live_room
from pages._shared import frame
from pages._shared.components import gallery, polling
from pages._shared.controls import state

_MOST = 120
"""Only the newest: a page with more scrolls slowly, and the projector shows them all."""


@polling.with_room(1.0)
def show(teacher: Teacher) -> None:
    """The drawings that wait for approval, those on the wall, those hidden; the newest first."""
    with frame.errors_as_sentences():
        rooms.room_of(teacher)  # raises once the desk has a new link
        live, snapshot = live_room.wall_of(teacher.room_id), live_room.caught_up(teacher.room_id)
        st.header(f"Drawings: {len(snapshot.shown)} on the wall", anchor=False)
        if snapshot.waiting:
            st.markdown(f"**{len(snapshot.waiting)} wait for you.** Press one to approve it.")
            _grid(live, snapshot.waiting, key="waiting", press=lambda drawing: _show(teacher, [drawing]))
            st.button(
                "Approve all", icon=":material/done_all:", on_click=_show, args=(teacher, snapshot.waiting)
            )
        if snapshot.shown:
            st.markdown("On the wall. Press one to hide it.")
            _grid(live, snapshot.shown, key="on_the_wall", press=lambda drawing: _hide(teacher, drawing))
        elif not snapshot.waiting:
            st.caption("They appear here and on the projector as they are drawn.")
        if snapshot.hidden:
            st.markdown("Hidden. Press one to show it again.")
            _grid(live, snapshot.hidden, key="hidden", press=lambda drawing: _show(teacher, [drawing]))


def _grid(
    live: LiveWall, drawings: Sequence[WallDrawing], *, key: str, press: Callable[[WallDrawing], None]
) -> None:
    newest = sorted(drawings, key=lambda drawing: -drawing.created_at.timestamp())[:_MOST]
    gallery.show(
        live.images(newest),
        key=f"room_{key}",
        maximum=255,
        label=key.replace("_", " ").capitalize(),
        names=[
            f"{wording.a(drawing.prompt)} by {drawing.name}, called {drawing.said or 'no digit'}"
            for drawing in newest
        ],
        captions=[f"{drawing.prompt} → {drawing.said or '–'}\n{drawing.name}" for drawing in newest],
        on_pick=lambda position: press(newest[position]),
        scrolls=False,
    )


@state.in_callback
def _hide(teacher: Teacher, drawing: WallDrawing) -> None:
    wall.hide(teacher, [drawing.id])


@state.in_callback
def _show(teacher: Teacher, drawings: Sequence[WallDrawing]) -> None:
    changed = len(drawings) - wall.show(teacher, drawings)
    if changed:
        st.toast(
            f"{wording.counted(changed, 'drawing')} changed while you looked: look again.",
            icon=":material/refresh:",
        )
