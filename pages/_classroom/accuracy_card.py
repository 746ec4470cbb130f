"""An accuracy for a class to read: the number large, how many of how many, its interval in words and as a bar."""

from __future__ import annotations

import streamlit as st

from digitcore.learning.judging.evaluation import Judgement


def show(judgement: Judgement, *, of: str, size: str = "huge", what: str = "") -> None:
    """`size` is a class of `assets/style.css`; `what` stands above the number."""
    low, high = judgement.interval
    st.html(
        (f"<div>{what}</div>" if what else "")
        + f'<div class="{size}">{judgement.accuracy:.1%}</div><div>{judgement.correct:,} of {judgement.n:,} {of}</div>'
        f"<div>95% interval {low:.1%} to {high:.1%}</div>"
        f'<div class="interval"><span style="left:{100 * low:.2f}%;width:{100 * (high - low):.2f}%"></span></div>'
    )
