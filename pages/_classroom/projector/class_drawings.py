"""Screens of the projector: how to join and how many did; the drawings as they arrive, and what was read in them."""

from __future__ import annotations

import json
from collections.abc import Sequence

import streamlit as st

from digitcore import wording
from digitcore.figures.sprite import COLUMNS, sprite_address
from digitcore.lab.rooms import seats
from digitcore.lab.rooms.live_wall import WallView
from digitcore.lab.rooms.rounds import Round
from digitcore.lab.rooms.wall import WallDrawing
from digitcore.languages import gettext as _
from digitcore.languages import ngettext, number
from pages._classroom import room_links
from pages._shared import lab
from pages._shared.components import gallery
from pages._shared.server.browser_files import browser_component

_component = browser_component("wall")


def join(snapshot: WallView) -> None:
    """Code, QR code, and the number of pupils."""
    count = seats.presence(lab.store(), snapshot.room.id).seats
    words = ngettext("pupil is in", "pupils are in", count)
    room_links.show_joining(
        snapshot.room, more=f'<div class="huge" data-count="{count}">{count}</div><div>{words}</div>'
    )
    if not snapshot.room.is_open:
        st.markdown(f"### {_('The room is closed.')}")
    elif snapshot.room.settings.door_shut:
        st.markdown(f"### {_('Nobody new may join.')}")


def gallery_of_all(snapshot: WallView) -> None:
    """The drawings of the last round, and once it is over what was read in them; all drawings where there was no round."""
    latest = snapshot.latest
    places = [
        n for n, drawing in enumerate(snapshot.shown) if latest is None or drawing.round == latest.number
    ]
    if latest is not None and latest.is_open:
        _prompt(latest)
        fill(snapshot, places, key="drawn")
    elif not places:
        st.header(_("Nothing drawn yet."), anchor=False)
    else:
        _reveal(snapshot, places)


def _prompt(latest: Round) -> None:
    """What to draw, as large as a whole class needs it."""
    if latest.digit is None:
        more = _("Your phone says which digit.")
        st.html(f'<h1 class="prompt">{_("Draw!")}</h1><p class="prompt_more">{more}</p>')
    else:
        st.html(f'<h1 class="prompt">{_("Draw {digit}", digit=wording.a(latest.digit))}</h1>')


def _reveal(snapshot: WallView, places: list[int]) -> None:
    """How many were read; those that were not come first."""
    wrong = [n for n in places if not snapshot.shown[n].is_read]
    read = len(places) - len(wrong)
    verdict = _("It read <b>{read} of {total}</b>", read=number(read), total=number(len(places)))
    st.html(f'<h1 class="verdict">{verdict}</h1>')
    fill(snapshot, [*wrong, *(n for n in places if n not in set(wrong))], key="read", first=len(wrong))


def fill(
    snapshot: WallView,
    places: Sequence[int],
    *,
    key: str,
    first: int = 0,
    captions: Sequence[str] | None = None,
) -> None:
    """These drawings on the rest of the screen, none of them cut off; the first ones large, with what they were taken for."""
    if not places:
        return
    drawings = [snapshot.shown[n] for n in places]
    wall = {
        "sprite": sprite_address(snapshot.images.images[list(places)], maximum=255),
        "columns": COLUMNS,
        "label": _("Drawings of the class"),
        "names": [wording.a(drawing.prompt) for drawing in drawings],
        "captions": captions
        or [taken_for(drawing) if place < first else "" for place, drawing in enumerate(drawings)],
        "first": first,
    }
    _component(key=f"projector_{key}_wall", data={"wall": json.dumps(wall)})


def taken_for(drawing: WallDrawing) -> str:
    """What was asked for, and what was read."""
    return f"{drawing.prompt} → {drawing.said}" if drawing.said else _("no digit")


def drawings(
    snapshot: WallView, places: list[int], *, key: str, size: int, captions: list[str] | None = None
) -> None:
    """The drawings at these places of the wall, `size` pixels each."""
    gallery.show(
        snapshot.images.images[places],
        key=f"projector_{key}_tiles",
        maximum=255,
        label=_("Drawings of the class"),
        names=[wording.a(snapshot.shown[n].prompt) for n in places],
        captions=captions,
        size=size,
    )
