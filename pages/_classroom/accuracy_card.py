"""An accuracy for a class to read: the number large, how many of how many, its interval in words and as a bar."""

from __future__ import annotations

import streamlit as st

from digitcore import languages
from digitcore.languages import gettext as _
from digitcore.languages import ngettext, number
from digitcore.learning.judging.evaluation import Judgement


def show(judgement: Judgement, *, is_of_class: bool, size: str = "huge", what: str = "") -> None:
    """On drawings of the class or on test images. `size` is a class of `assets/style.css`; `what` stands above the number."""
    low, high = judgement.interval
    interval = _("95% interval {low} to {high}", low=languages.percent(low), high=languages.percent(high))
    st.html(
        (f"<div>{what}</div>" if what else "")
        + f'<div class="{size}">{languages.percent(judgement.accuracy)}</div><div>{_of(judgement, is_of_class)}</div>'
        f"<div>{interval}</div>"
        f'<div class="interval"><span style="left:{100 * low:.2f}%;width:{100 * (high - low):.2f}%"></span></div>'
    )


def _of(judgement: Judgement, is_of_class: bool) -> str:
    correct = number(judgement.correct)
    if is_of_class:
        return ngettext(
            "{correct} of {count} drawing", "{correct} of {count} drawings", judgement.n, correct=correct
        )
    return ngettext(
        "{correct} of {count} test image", "{correct} of {count} test images", judgement.n, correct=correct
    )
