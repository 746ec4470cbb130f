"""Training without and with the class's drawings: both runs while they learn, then their results side by side."""

from __future__ import annotations

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore.data import datasets
from digitcore.lab.rooms import class_training
from digitcore.lab.rooms.class_training import ClassComparison, Flipped, Pair
from digitcore.lab.rooms.live_wall import WallView
from digitcore.languages import gettext as _
from digitcore.languages import ngettext
from digitcore.learning.prediction.before_after import BeforeAfter
from pages._classroom import accuracy_card
from pages._shared import background_tasks, lab, models, run_curves, run_progress
from pages._shared.components import gallery
from pages._shared.controls import words
from pages._shared.run_states import STATES

_MOST_FLIPPED, _FLIPPED_PX = 5, 64


def show(pair: Pair, view: WallView, *, on_projector: bool = False) -> None:
    """The pair as it stands, its result once it is there; the caller polls."""
    if (outcome := outcome_of(pair)) is not None:
        show_outcome(pair, outcome, outcome.flipped.is_on(view), on_projector=on_projector)
    elif not pair.is_judged:
        show_training(pair, on_projector=on_projector)


def outcome_of(pair: Pair) -> ClassComparison | None:
    """What came of it; while it is computed None, and progress stands here."""
    if not pair.is_judged:
        return None
    return background_tasks.result_or_none(
        ("class outcome", pair.before.id, pair.after.id, pair.before.ended_at, pair.after.ended_at),
        lambda report: class_training.compare(lab.store(), pair, load=models.wait_for),
    )


def show_training(pair: Pair, *, on_projector: bool = False) -> None:
    """Both runs while they learn; where one did not come to its end, why."""
    titled = {_("without the class"): pair.before, _("with the class"): pair.after}
    if not pair.is_over:
        lab.jobs()
        run_progress.bars(pair.both, titles=list(titled))
        run_curves.compared(
            titled,
            # Both are watched on the pupils held out: nothing is chosen by that, and the curve shows what is asked.
            judged_on=ngettext(
                "the drawings of {count} pupil", "the drawings of {count} pupils", pair.held_out
            ),
            on_projector=on_projector,
        )
    else:
        for title, run in titled.items():
            icon, what = STATES[run.standing]
            st.markdown(f"{icon} {title}: {_(what)}. {words.plain(run.reason)}")


def show_outcome(
    pair: Pair, outcome: ClassComparison, is_shown: NDArray[np.bool_], *, on_projector: bool = False
) -> None:
    """Both results side by side; of the drawings that flipped, those that may be shown. The projector has less room."""
    title = words.plain(datasets.find(pair.data).facts.title)
    held_out = ngettext(
        "Drawings of {count} pupil whom neither model learned from.",
        "Drawings of {count} pupils whom neither model learned from.",
        pair.held_out,
    )
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(_("Our digits"), anchor=False)
        st.markdown(f"#### {outcome.of_class.verdict}")
        _both(outcome.of_class, is_of_class=True)
        if not on_projector:
            show_flipped(outcome.flipped, is_shown)
            st.markdown(outcome.of_class.learned)
            st.caption(
                f"{held_out} {_('Those of one hand are alike, so the intervals are rather too narrow.')}"
            )
    with right:
        st.subheader(_("{data}: did it forget?", data=title), anchor=False)
        st.markdown(f"#### {outcome.of_data.forgot}")
        _both(outcome.of_data, is_of_class=False)
        if not on_projector:
            st.markdown(outcome.of_data.forgot_how_much)
            st.caption(_("The test part of {data}, which neither model learned from.", data=title))
    if on_projector:
        show_flipped(outcome.flipped, is_shown, side_by_side=True)
        st.caption(held_out)
    else:
        st.caption(
            _(
                "One training each, with the same seed and the same images; only the class's drawings are added."
            )
        )


def _both(results: BeforeAfter, *, is_of_class: bool) -> None:
    before, after = st.columns(2)
    with before:
        before_words = _("without the class")
        accuracy_card.show(results.before, is_of_class=is_of_class, size="large", what=before_words)
    with after:
        after_words = _("with the class")
        accuracy_card.show(results.after, is_of_class=is_of_class, size="large", what=after_words)


def show_flipped(flipped: Flipped, is_shown: NDArray[np.bool_], *, side_by_side: bool = False) -> None:
    """The drawings that only one of both reads: those for the better, then those for the worse."""
    kinds = [
        (name, title, places)
        for name, is_kind, title in (
            ("better", flipped.is_better, _("Read only with the class")),
            ("worse", ~flipped.is_better, _("Read only without the class")),
        )
        if len(places := np.flatnonzero(is_kind & is_shown)[:_MOST_FLIPPED])
    ]
    columns = st.columns(2, gap="large") if side_by_side else [st.container(), st.container()]
    for column, (name, title, places) in zip(columns, kinds, strict=False):
        with column, st.container(gap="xsmall"):
            st.markdown(f"{title}:")
            gallery.show(
                flipped.images[places], key=f"flipped_{name}_tiles", maximum=255, label=title, size=_FLIPPED_PX,
                names=[f"{flipped.true_labels[place]}" for place in places],
                captions=[f"{flipped.before[place]} → {flipped.after[place]}" for place in places],
            )  # fmt: skip
