"""A photograph of paper in a round: of one digit, or of a worksheet, which brings all its digits. Only the ink is kept."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st

from digitcore.data.ink import Drawing
from digitcore.data.ink.files import PICTURE_KINDS, read_photograph
from digitcore.errors import BadInput
from digitcore.lab.rooms import wall
from digitcore.lab.rooms.on_paper import handed_in
from digitcore.lab.rooms.rounds import WORKSHEET, Round
from digitcore.lab.rooms.seats import Seat
from digitcore.languages import gettext as _
from digitcore.languages import ngettext
from pages._classroom import live_room, room_prediction
from pages._shared import lab, models
from pages._shared.board.sheet import NO_INK, ClassSheet
from pages._shared.components import gallery
from pages._shared.controls import session, state

_PICTURE_PX = 150


def show(sheet: ClassSheet, seat: Seat, this_round: Round, model: str) -> None:
    """The field, on a phone its camera; and what was read."""
    is_worksheet = this_round.kind == WORKSHEET
    key = f"class_photograph_{sheet.number}"
    upload = st.file_uploader(
        _("A photograph of your worksheet") if is_worksheet else _("A photograph of the digit on paper"),
        type=list(PICTURE_KINDS), key=key, on_change=_read, args=(key, sheet, seat, this_round, model),
    )  # fmt: skip
    if is_worksheet:
        _show_digits(seat, this_round)
    elif sheet.drawing.bitmap is not None:
        with st.container(horizontal=True, gap="small", key="read_in_photograph"):
            if upload is not None:
                st.image(upload, caption=_("Your photograph"), width=_PICTURE_PX)
            ink = np.rint(255 * (1 - sheet.drawing.bitmap)).astype(np.uint8)
            st.image(ink, caption=_("What was read: only this is kept."), width=_PICTURE_PX)


@state.in_callback
def _read(key: str, sheet: ClassSheet, seat: Seat, this_round: Round, model: str) -> None:
    upload = session.widget_value(key)
    sheet.drawing = NO_INK
    if upload is None:
        return
    photograph = (upload.name, upload.getvalue())
    if this_round.kind == WORKSHEET:
        answer = partial(room_prediction.of, models.ready(model))
        steps = handed_in.bring(lab.store(), seat, this_round.number, photograph, answer, model=model)
        sheet.is_put = sheet.is_put or sheet.step in steps
        return
    drawing = Drawing.from_image(read_photograph(*photograph))
    if drawing.is_blank:
        raise BadInput(
            _("There is no digit to be found in it."),
            _("Photograph the paper from near, in good light, with the digit in the middle."),
        )
    sheet.drawing = drawing


def _show_digits(seat: Seat, this_round: Round) -> None:
    """The ink of the worksheet, as it is kept."""
    stored = wall.of_seat(lab.store(), seat, this_round.number)
    read = [drawing for drawing in stored if drawing.drawing.bitmap is not None]
    if not read:
        return
    st.success(
        ngettext(
            "{count} digit of your worksheet is kept.",
            "{count} digits of your worksheet are kept.",
            len(read),
        ),
        icon=":material/check:",
    )
    gallery.show(
        live_room.wall_of(seat.room_id).images(read), key="digits_read", maximum=255, label=_("What was read"),
        names=[_("your drawing, asked for {digit}", digit=drawing.prompt) for drawing in read],
        captions=[f"{drawing.prompt}" for drawing in read],
    )  # fmt: skip
