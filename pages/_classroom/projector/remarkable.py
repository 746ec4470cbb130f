"""Screens of the projector: the strangest drawing of each digit; the mistakes that the model is surest of."""

from __future__ import annotations

import streamlit as st

from digitcore import languages, wording
from digitcore.lab.rooms.live_wall import WallView
from digitcore.languages import gettext as _
from digitcore.learning.judging import class_results
from pages._classroom.projector import class_drawings
from pages._shared import frame, statistics_cache

_BESIDE = 8
_LARGE, _SMALL = 300, 84


def strangest(snapshot: WallView) -> None:
    """For each digit the drawing that is furthest from MNIST's average."""
    st.header(_("Our strangest digits"), anchor=False)
    if not snapshot.shown:
        st.caption(_("Nothing drawn yet."))
        return
    mnist = frame.loaded("mnist", {})
    places = class_results.strangest(snapshot.images, statistics_cache.averages(mnist, "train"))
    st.markdown(_("Of each digit the drawing that is furthest from the average of MNIST's."))
    shown = list(places.values())
    captions = [class_drawings.taken_for(snapshot.shown[place]) for place in shown]
    class_drawings.fill(snapshot, shown, key="strangest", captions=captions)


def fooled(snapshot: WallView) -> None:
    """The mistake that the model is surest of, large, and the next ones."""
    st.header(_("Surest mistakes"), anchor=False)
    places = class_results.fooled_most(
        snapshot.probabilities, snapshot.images.labels, count=1 + _BESIDE
    ).tolist()
    if not places:
        st.markdown(
            _("Nobody yet: it is right about every drawing.") if snapshot.shown else _("Nothing drawn yet.")
        )
        return
    left, right = st.columns(2, gap="large", vertical_alignment="center")
    with left:
        class_drawings.drawings(snapshot, places[:1], key="fooled", size=_LARGE)
    with right:
        first = places[0]
        true = wording.a(snapshot.shown[first].true_label).capitalize()
        share = languages.percent(float(snapshot.probabilities[first].max()), 0)
        st.html(
            f'<div>{_("{digit}, and it says", digit=true)}</div><div class="huge">{snapshot.predicted[first]}</div>'
            f"<div>{_('at {percent}', percent=share)}</div>"
        )
    if rest := places[1:]:
        captions = [f"{snapshot.shown[n].true_label} → {snapshot.predicted[n]}" for n in rest]
        class_drawings.drawings(snapshot, rest, key="fooled_too", captions=captions, size=_SMALL)
