"""Probabilities as bars of HTML: always the same order, a number beside each, quick to draw.

A table for those who hear it. The colours are the theme's; the bar of the answer is also marked by weight.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

import streamlit as st

from digitcore.learning.prediction import Prediction

_ROW = (
    '<tr class="{kind}"><th scope="row">{name}</th>'
    '<td class="track" aria-hidden="true"><span style="width:{percent:.1f}%"></span></td><td>{words}</td></tr>'
)


def show(prediction: Prediction | None, *, class_names: Sequence[str], caption: str) -> None:
    """The bars; without a prediction they are empty, at the same height."""
    rows = []
    for index, name in enumerate(class_names):
        share = float(prediction.probabilities[index]) if prediction else 0.0
        is_answer = prediction is not None and prediction.is_digit and index == prediction.digit
        kind = "chosen" if is_answer else "other"
        words = in_percent(share) if prediction else ""
        rows.append(_ROW.format(kind=kind, name=html.escape(name), percent=100 * share, words=words))
    muted = "" if prediction is None or prediction.is_digit else " muted"
    st.html(
        f'<table class="bars{muted}"><caption>{html.escape(caption)}</caption><tbody>{"".join(rows)}</tbody></table>'
    )


def in_percent(share: float) -> str:
    """A probability in words that never say 100% of what is not certain."""
    if share > 0.9995:
        return ">99.9%"
    return "<0.1%" if share < 0.0005 else f"{100 * share:.1f}%"
