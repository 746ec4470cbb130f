"""A screen of the projector: what a network learned from the class, and whether it forgot what it knew."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.polls import ballots, poll_results, polls
from digitcore.lab.polls.questions import NUMBER
from digitcore.lab.rooms import class_training
from digitcore.lab.rooms.live_wall import WallView
from digitcore.languages import gettext as _
from pages._classroom import paired_training
from pages._shared import lab


def show(snapshot: WallView) -> None:
    """The pair of runs that the desk requested last."""
    st.header(_("What we taught it"), anchor=False)
    if predicted := _predicted(snapshot):
        st.markdown(f"### {predicted}")
    pair = class_training.latest(lab.store(), snapshot.room)
    if pair is None:
        st.caption(_("Nothing was trained with the class yet."))
        return
    paired_training.show(pair, snapshot, on_projector=True)


def _predicted(snapshot: WallView) -> str:
    """What the class predicted, where it did and that is revealed."""
    poll = polls.on_wall(lab.store(), snapshot.room.id)
    if poll is None or poll.question.kind != NUMBER:
        return ""
    solution, tally = polls.solution(lab.store(), poll), ballots.tally(lab.store(), poll)
    if solution is None or tally is None:
        return ""
    middle = poll_results.middle(tally)
    return "" if middle is None else _("Your predictions, in the middle: {number}.", number=middle)
