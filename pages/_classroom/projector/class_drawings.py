"""On the projector: how to join and how many did, and the drawings as they come."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from digitcore import wording
from digitcore.lab.rooms import rounds, seats
from digitcore.lab.rooms.live_wall import Seen
from pages._classroom import live_room
from pages._shared import lab
from pages._shared.components import gallery

SIZES = ((12, 140), (40, 80), (90, 44), (130, 38), (200, 30))
"""Up to so many drawings, pixels of each on a tablet: all of a class fit on one screen."""
SIZES_BESIDE = ((2, 140), (6, 96), (12, 64), (30, 40), (60, 28))
"""The same for a third of the screen, beside a chart."""
_SMALLEST = 24
_MOST_WITH_WORDS = 90


def join(seen: Seen) -> None:
    """The code, the QR code, and the number of pupils."""
    count = seats.presence(lab.store(), seen.room.id).seats
    words = "pupil is in" if count == 1 else "pupils are in"
    live_room.ways_in(
        seen.room, more=f'<div class="huge" data-count="{count}">{count}</div><div>{words}</div>'
    )
    if not seen.room.is_open:
        st.markdown("### The room is closed.")
    elif seen.room.settings.door_shut:
        st.markdown("### Nobody new may join.")


def gallery_of_all(seen: Seen) -> None:
    """What the class drew in this round, or before the first one all that is there; answers when the round is over."""
    asked = rounds.current(lab.store(), seen.room.id)
    places = [n for n, one in enumerate(seen.shown) if asked is None or one.round == asked.number]
    if not places:
        st.header("Nothing drawn yet." if asked is None or not asked.is_open else "Draw!", anchor=False)
        return
    st.header(wording.counted(len(places), "drawing"), anchor=False)
    shows_answers = (asked is None or not asked.is_open) and len(places) <= _MOST_WITH_WORDS
    said = [seen.shown[n].said or "no digit" for n in places]
    drawings(
        seen,
        places,
        key="wall",
        captions=[
            f"{seen.shown[n].prompt} → {answer}" if shows_answers else ""
            for n, answer in zip(places, said, strict=True)
        ],
    )


def drawings(
    seen: Seen,
    places: list[int],
    *,
    key: str,
    captions: list[str] | None = None,
    size: int = 0,
    sizes: Sequence[tuple[int, int]] = SIZES,
) -> None:
    """The shown drawings at these places, as large as their number lets them be, or as large as is said."""
    fitting = next((pixels for most, pixels in sizes if len(places) <= most), _SMALLEST)
    gallery.show(
        seen.images.images[places],
        key=f"projector_{key}_tiles",
        maximum=255,
        label="Drawings of the class",
        names=[wording.a(seen.shown[n].prompt) for n in places],
        captions=captions,
        size=size or fitting,
    )
