"""Screens of the projector: how to join and how many did; the drawings as they arrive."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore import wording
from digitcore.lab.rooms import rounds, seats
from digitcore.lab.rooms.live_wall import WallView
from pages._classroom import room_links
from pages._shared import lab
from pages._shared.components import gallery

SIZES = ((12, 140), (40, 80), (90, 44), (130, 38), (200, 30))
"""Up to this number of drawings, this many pixels each: all of a class fit on a tablet's screen."""
SIZES_BESIDE = ((2, 140), (6, 96), (12, 64), (30, 40), (60, 28))
"""The same for a third of the screen, beside a chart."""
_SMALLEST = 24
_MOST_WITH_WORDS = 90


def join(snapshot: WallView) -> None:
    """Code, QR code, and the number of pupils."""
    count = seats.presence(lab.store(), snapshot.room.id).seats
    words = "pupil is in" if count == 1 else "pupils are in"
    room_links.show_joining(
        snapshot.room, more=f'<div class="huge" data-count="{count}">{count}</div><div>{words}</div>'
    )
    if not snapshot.room.is_open:
        st.markdown("### The room is closed.")
    elif snapshot.room.settings.door_shut:
        st.markdown("### Nobody new may join.")


def gallery_of_all(snapshot: WallView) -> None:
    """The drawings of the last round, with the model's answers once it is over; all drawings where there was no round."""
    latest = rounds.current(lab.store(), snapshot.room.id)
    places = [
        n for n, drawing in enumerate(snapshot.shown) if latest is None or drawing.round == latest.number
    ]
    if not places:
        st.header("Nothing drawn yet." if latest is None or not latest.is_open else "Draw!", anchor=False)
        return
    st.header(wording.counted(len(places), "drawing"), anchor=False)
    shows_answers = (latest is None or not latest.is_open) and len(places) <= _MOST_WITH_WORDS
    said = [snapshot.shown[n].said or "no digit" for n in places]
    drawings(
        snapshot,
        places,
        key="wall",
        captions=[
            f"{snapshot.shown[n].prompt} → {answer}" if shows_answers else ""
            for n, answer in zip(places, said, strict=True)
        ],
    )


def drawings(
    snapshot: WallView,
    places: list[int],
    *,
    key: str,
    captions: list[str] | None = None,
    size: int = 0,
    sizes: Sequence[tuple[int, int]] = SIZES,
) -> None:
    """The drawings at these places of the wall, `size` pixels each, or as large as fits their number."""
    fitting = next((pixels for most, pixels in sizes if len(places) <= most), _SMALLEST)
    gallery.show(
        snapshot.images.images[places],
        key=f"projector_{key}_tiles",
        maximum=255,
        label="Drawings of the class",
        names=[wording.a(snapshot.shown[n].prompt) for n in places],
        captions=captions,
        size=size or fitting,
    )
