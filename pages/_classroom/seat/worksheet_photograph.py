"""A pupil's own worksheet: in a round that asks for what is printed on it, one photograph brings all its digits."""

from __future__ import annotations

from functools import partial

import streamlit as st

from digitcore.data.ink.files import PICTURE_KINDS
from digitcore.lab.rooms.on_paper import handed_in
from digitcore.lab.rooms.rounds import Round
from digitcore.lab.rooms.seats import Seat
from digitcore.languages import gettext as _
from digitcore.languages import ngettext
from pages._classroom import room_prediction
from pages._shared import lab, models
from pages._shared.board.sheet import ClassSheet


def show(sheet: ClassSheet, seat: Seat, this_round: Round, model: str) -> None:
    """The field for the photograph, and how many digits came of it."""
    upload = st.file_uploader(
        _("A photograph of your worksheet"), type=list(PICTURE_KINDS), key=f"class_worksheet_{sheet.number}"
    )
    if upload is None:
        return
    if upload.file_id != sheet.brought:
        photograph = (upload.name, upload.getvalue())
        answer = partial(room_prediction.of, models.ready(model))
        steps = handed_in.bring(lab.store(), seat, this_round.number, photograph, answer, model=model)
        sheet.brought, sheet.brought_digits = upload.file_id, len(steps)
        sheet.is_put = sheet.is_put or sheet.step in steps
    st.success(
        ngettext(
            "{count} digit of your worksheet is kept.",
            "{count} digits of your worksheet are kept.",
            sheet.brought_digits,
        ),
        icon=":material/check:",
    )
