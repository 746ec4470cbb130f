"""Pupils against the model: they vote on one hard test image after another; the projector shows the true digit."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.rooms import human_votes
from digitcore.lab.rooms.seats import Seat
from digitcore.languages import gettext as _
from pages._classroom import hard_images
from pages._classroom.seat import ten_digits
from pages._shared import lab
from pages._shared.board.sheet import class_sheet
from pages._shared.components import gallery
from pages._shared.controls import state

_IMAGE_PX = 196


def show(seat: Seat, model: str) -> None:
    """The present image, ten buttons, and the ways to the images beside it."""
    st.title(_("Which digit is this?"), anchor=False)
    dataset, images = hard_images.dataset(model), hard_images.of(model)
    if dataset is None:
        return
    sheet = class_sheet()
    sheet.test_image = min(sheet.test_image, len(images) - 1)
    image = images[sheet.test_image]
    votes = human_votes.of_seat(lab.store(), seat)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        with st.container(width="content"):
            gallery.show(
                dataset.test.images[[image]], key=f"hard_{image}", maximum=dataset.facts.maximum,
                label=_("A test image"), names=[_("the image to vote on")], size=_IMAGE_PX,
            )  # fmt: skip
        ten_digits.show("hard", lambda digit: _vote(seat, image, digit, len(images)), chosen=votes.get(image))
    _show_steps(len(images), len(votes.keys() & set(images)))


def _show_steps(count: int, voted: int) -> None:
    place = class_sheet().test_image
    with st.container(horizontal=True, vertical_alignment="center", width=320):
        for way, label in ((-1, _("Back")), (1, _("Next"))):
            step = place + way
            st.button(
                label,
                key=f"hard_step_{way}",
                width="stretch",
                disabled=step not in range(count),
                on_click=_go,
                args=(step,),
            )
        st.markdown(_("{number} of {count}", number=place + 1, count=count), width="content")
    if voted == count:
        st.caption(_("You voted on all of them. You can still change your mind."))
    else:
        st.caption(_("Press what you see. The projector tells what it really is."))


def _go(place: int) -> None:
    class_sheet().test_image = place


@state.in_callback
def _vote(seat: Seat, image: int, digit: int, count: int) -> None:
    """Store the vote, and go to the next image."""
    human_votes.put(lab.store(), seat, image, digit)
    _go(min(class_sheet().test_image + 1, count - 1))
