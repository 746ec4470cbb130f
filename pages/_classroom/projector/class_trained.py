"""A screen of the projector: what a network learned from the class, and whether it forgot what it knew."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.rooms import class_training
from digitcore.lab.rooms.live_wall import WallView
from pages._classroom import paired_training
from pages._shared import lab


def show(snapshot: WallView) -> None:
    """The pair of runs that the desk requested last."""
    st.header("What we taught it", anchor=False)
    pair = class_training.latest(lab.store(), snapshot.room)
    if pair is None:
        st.caption("Nothing was trained with the class yet.")
        return
    paired_training.show(pair, on_projector=True)
