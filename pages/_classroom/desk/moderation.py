"""What the teacher does at once about the wall: freeze it by one key, take a drawing off it or let it on by one press.

Each drawing keeps its place in the strip until a newer one needs it; the browser holds all still under the pointer
(`assets/browser/strip.mjs`), and a press says which drawing was meant, not where it was.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from digitcore import wording
from digitcore.figures.sprite import COLUMNS, sprite_address
from digitcore.lab.polls import polls
from digitcore.lab.rooms import rooms, wall
from digitcore.lab.rooms.live_wall import LiveWall
from digitcore.lab.rooms.room_access import Room, Teacher
from digitcore.lab.rooms.room_settings import RoomSettings
from digitcore.lab.rooms.wall import WallDrawing
from pages._classroom import live_room
from pages._shared import frame
from pages._shared.components import polling
from pages._shared.controls import session, state
from pages._shared.server.browser_files import browser_component

PLACES = 12
FREEZE_KEY = "F"
_component = browser_component("strip")


@dataclass
class Places:
    """Which drawing is where in this tab's strip."""

    ids: list[str] = field(default_factory=lambda: [""] * PLACES)

    def take_in(self, newest: Sequence[WallDrawing]) -> None:
        """Give the newest drawings places, the newest first: an empty one, or that of a drawing that is none of them."""
        wanted = [drawing.id for drawing in newest[:PLACES]]
        free = [place for place, drawing_id in enumerate(self.ids) if drawing_id not in wanted]
        free.sort(key=lambda place: bool(self.ids[place]))
        for drawing_id, place in zip((one for one in wanted if one not in self.ids), free, strict=False):
            self.ids[place] = drawing_id


def show_freeze(teacher: Teacher, room: Room) -> None:
    """The button, which its key presses too; while the wall is frozen, it says so."""
    is_frozen = room.settings.is_frozen
    st.button(
        "Let the wall go on" if is_frozen else "Freeze the wall", key="freeze", shortcut=FREEZE_KEY,
        icon=":material/play_arrow:" if is_frozen else ":material/ac_unit:",
        on_click=_freeze, args=(teacher, not is_frozen),
    )  # fmt: skip


def say_whether_frozen(room: Room) -> None:
    """The sentence below the picture of the wall."""
    if room.settings.is_frozen:
        st.warning(
            "The wall is frozen, until you let it go on. What you take off goes at once.",
            icon=":material/ac_unit:",
        )


@polling.with_room(1.0)
def show_strip(teacher: Teacher) -> None:
    """The newest drawings; a press takes one off the wall now, or lets one on."""
    with frame.errors_as_sentences():
        rooms.room_of(teacher)  # raises once the desk has a new link
        live, snapshot = live_room.wall_of(teacher.room_id), live_room.caught_up(teacher.room_id)
        newest = sorted(
            (
                drawing
                for drawing in snapshot.everything
                if not drawing.is_removed and len(drawing.probabilities)
            ),
            key=lambda drawing: -drawing.created_at.timestamp(),
        )
        if not newest:
            return
        places = session.remembered(Places)
        places.take_in(newest)
        count = len(snapshot.waiting)
        waits = f" **{wording.counted(count, 'drawing')} {'waits' if count == 1 else 'wait'} for you.**"
        st.markdown(f"Press a drawing to take it off the wall, or to put it there.{waits if count else ''}")
        _strip(teacher, live, {drawing.id: drawing for drawing in newest}, places, snapshot.room.settings)


def _strip(
    teacher: Teacher, live: LiveWall, known: dict[str, WallDrawing], places: Places, settings: RoomSettings
) -> None:
    def press() -> None:
        if drawing := known.get(str(session.widget_value("strip").get("pressed"))):
            _press(teacher, drawing, settings)

    placed = [(place, known[one]) for place, one in enumerate(places.ids) if one in known]
    strip = {
        "sprite": sprite_address(live.images([drawing for _, drawing in placed]), maximum=255),
        "columns": COLUMNS,
        "places": PLACES,
        "drawings": [
            {
                "place": place,
                "id": drawing.id,
                "state": _state(drawing, settings),
                "caption": f"{drawing.prompt} → {drawing.said or '–'}",
                "name": f"{wording.a(drawing.prompt)} by {drawing.name}, called {drawing.said or 'no digit'}, "
                f"{_WORDS[_state(drawing, settings)]}",
            }
            for place, drawing in placed
        ],
    }
    _component(key="strip", data={"strip": json.dumps(strip)}, on_pressed_change=press)


_WORDS = {"shown": "on the wall", "waits": "waits for you", "hidden": "taken off"}


def _state(drawing: WallDrawing, settings: RoomSettings) -> str:
    if drawing.is_hidden:
        return "hidden"
    return "waits" if drawing.waits(settings) else "shown"


@state.in_callback
def _press(teacher: Teacher, drawing: WallDrawing, settings: RoomSettings) -> None:
    if _state(drawing, settings) == "shown":
        wall.hide(teacher, [drawing.id])
    elif not wall.show(teacher, [drawing]):
        st.toast("Its pupil has just changed it: look again.", icon=":material/refresh:")


@state.in_callback
def _freeze(teacher: Teacher, is_frozen: bool) -> None:
    poll = polls.current(teacher.store, teacher.room_id)
    rooms.change_settings(
        teacher, is_frozen=is_frozen, frozen_poll=f"{poll.number}.{poll.stage}" if poll and is_frozen else ""
    )
