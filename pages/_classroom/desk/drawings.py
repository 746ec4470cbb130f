"""The drawings as they arrive: a press takes one off the wall or puts it there. All others of the class see the wall only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from digitcore import wording
from digitcore.lab.rooms import wall
from digitcore.lab.rooms.live_wall import LiveWall
from digitcore.lab.rooms.room_access import Teacher
from digitcore.lab.rooms.wall import WallDrawing
from pages._classroom import live_room
from pages._shared import frame
from pages._shared.components import gallery, polling
from pages._shared.controls import state

_MOST = 120
"""The newest of the wall; beyond, a page is slow to scroll, and the projector has them all."""


@polling.every(1.0)
def show(teacher: Teacher) -> None:
    """All drawings, the newest first: those that wait, those on the wall, those taken off."""
    with frame.sentences():
        live, seen = live_room.wall_of(teacher.room_id), live_room.caught_up(teacher.room_id)
        st.header(f"Drawings: {len(seen.shown)} on the wall", anchor=False)
        if seen.waiting:
            names = [one.id for one in seen.waiting]
            st.markdown(f"**{len(names)} wait for you.** Press one to approve it.")
            _grid(live, seen.waiting, key="waiting", press=lambda name: _show(teacher, [name]))
            st.button("Approve all", icon=":material/done_all:", on_click=_show, args=(teacher, names))
        if seen.shown:
            st.markdown("On the wall. Press one to hide it.")
            _grid(live, seen.shown, key="on_the_wall", press=lambda name: _hide(teacher, name))
        elif not seen.waiting:
            st.caption("They appear here and on the projector as they are drawn.")
        if seen.hidden:
            st.markdown("Hidden. Press one to show it again.")
            _grid(live, seen.hidden, key="hidden", press=lambda name: _show(teacher, [name]))


def _grid(live: LiveWall, drawings: Sequence[WallDrawing], *, key: str, press: Callable[[str], None]) -> None:
    newest = sorted(drawings, key=lambda one: -one.created_at.timestamp())[:_MOST]
    gallery.show(
        np.stack([live.image(one) for one in newest]),
        key=f"room_{key}",
        maximum=255,
        label=key.replace("_", " ").capitalize(),
        names=[f"{wording.a(one.prompt)} by {one.name}, called {one.said or 'no digit'}" for one in newest],
        captions=[f"{one.prompt} → {one.said or '–'}\n{one.name}" for one in newest],
        on_pick=lambda position: press(newest[position].id),
        scrolls=False,
    )


@state.in_callback
def _hide(teacher: Teacher, name: str) -> None:
    wall.hide(teacher, [name])


@state.in_callback
def _show(teacher: Teacher, names: Sequence[str]) -> None:
    wall.show(teacher, names)
