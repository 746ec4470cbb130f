"""Screens of the projector: the model's accuracy on the class beside its test images; the class's confusion matrix."""

from __future__ import annotations

import numpy as np
import streamlit as st

from digitcore import languages
from digitcore.data.dataset import DIGITS
from digitcore.lab.rooms import class_training
from digitcore.lab.rooms.live_wall import WallView
from digitcore.languages import gettext as _
from digitcore.languages import ngettext, number
from digitcore.learning.judging.evaluation import Judgement, judge
from pages._classroom import accuracy_card
from pages._classroom.hard_images import on_its_test_part
from pages._classroom.projector import class_drawings
from pages._shared import background_tasks, lab, models
from pages._shared.components import confusion_matrix
from pages._shared.controls import state, tab


def accuracy(snapshot: WallView) -> None:
    """Two accuracies, each with its interval."""
    last = snapshot.of_last_round
    st.header(_("How often does it read us?"), anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(_("Our digits in the last round"), anchor=False)
        if len(last.shown):
            accuracy_card.show(last.judgement, is_of_class=True)
            _say_before(last)
        else:
            st.html('<div class="huge">–</div><div>' + _("nothing drawn yet") + "</div>")
    with right:
        if without_class := _by_the_network_without_class(last):
            st.subheader(_("The same, without the class"), anchor=False)
            accuracy_card.show(without_class, is_of_class=True)
        else:
            test = on_its_test_part(snapshot.room.settings.model)
            st.subheader("MNIST" if test.dataset == "mnist" else _("Its own test images"), anchor=False)
            accuracy_card.show(test.judgement, is_of_class=False)


def _by_the_network_without_class(last: WallView) -> Judgement | None:
    """Where the class's own network answers: its twin that has not learned from the class, on the same drawings."""
    pair = class_training.latest(lab.store(), last.room)
    if pair is None or pair.after.id != last.room.settings.model or not last.shown:
        return None
    probabilities = background_tasks.result_or_none(
        ("without_class", pair.before.id, last.room.id, last.images.images.tobytes()),
        lambda report: models.wait_for(pair.before.id).probabilities(last.images.images),
    )
    return None if probabilities is None else judge(probabilities, last.images.labels)


def _say_before(snapshot: WallView) -> None:
    """How it was before slips of the pen were named; only mistakes are looked at again, so it can only have risen."""
    if slips := snapshot.slips:
        before = snapshot.as_asked
        named = ngettext("{count} slip of the pen named.", "{count} slips of the pen named.", slips)
        was = _(
            "Before: {correct} of {total}, {percent}",
            correct=number(before.correct), total=number(before.n), percent=languages.percent(before.accuracy),
        )  # fmt: skip
        st.html(f"<div>{named} {was}</div>")


def confusion(snapshot: WallView) -> None:
    """The class's matrix with a question beside it, and the drawings of the cell that was pressed."""
    st.header(_("Which digits does it confuse?"), anchor=False)
    left, right = st.columns([3, 2], gap="large")
    with left:
        confusion_matrix.show(
            snapshot.judgement.confusion_matrix,
            DIGITS,
            key="class_confusion",
            cell=_("{true}s called {predicted}: {count}"),
            on_press=lambda true, predicted: state.put("cell", f"{true}-{predicted}"),
            fills_screen=True,
        )
    with right:
        cell = tab.cell()
        if cell is None or max(cell) >= len(DIGITS):
            _question(snapshot)
        else:
            _cell(snapshot, *cell)


def _question(snapshot: WallView) -> None:
    """What to look for; the pairs are the class's to find, and the teacher's to press."""
    judged = snapshot.judgement
    diagonal = _(
        "<b>{correct} of {total}</b> lie on the diagonal.", correct=number(judged.correct), total=number(judged.n)
    )  # fmt: skip
    if snapshot.slips:
        diagonal += " " + ngettext(
            "It was {correct} before {count} slip of the pen.",
            "It was {correct} before {count} slips of the pen.",
            snapshot.slips,
            correct=number(snapshot.as_asked.correct),
        )
    sentences = (
        _("Rows: what we drew.<br>Columns: what it read."),
        diagonal,
        _("Which two does it mix up most? What do they have in common?"),
    )
    st.html('<div class="wall_words">' + "".join(f"<p>{each}</p>" for each in sentences) + "</div>")


def _cell(snapshot: WallView, true: int, predicted: int) -> None:
    places = np.flatnonzero((snapshot.images.labels == true) & (snapshot.predicted == predicted)).tolist()
    title = _("Our {true}s, called {predicted}: {count}", true=true, predicted=predicted, count=len(places))
    st.subheader(title, anchor=False)
    class_drawings.fill(snapshot, places, key="cell")
