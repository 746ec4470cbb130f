"""An answer: its digit large, and its probabilities as bars of HTML, which are quick to draw.

For screen readers the bars are a table. The largest bar is marked by colour and by weight.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore import languages
from digitcore.learning.prediction.prediction import Prediction

NOTHING = "–"
"""Shown large while there is no answer."""

_ROW = (
    '<tr class="{kind}"><th scope="row">{name}</th>'
    '<td class="track" aria-hidden="true"><span style="width:{percent:.1f}%"></span></td><td>{words}</td></tr>'
)


def show_answer(text: str, sentence: str) -> None:
    """The answer, large, and a sentence beside it."""
    size = "" if len(text) < 4 else " long"
    st.html(
        f'<div class="answer"><span class="said{size}">{html.escape(text)}</span>'
        f'<span class="beside">{html.escape(sentence)}</span></div>'
    )


def show(prediction: Prediction | None, *, class_names: Sequence[str], caption: str) -> None:
    """The bars of an answer; without an answer they are empty, at the same height."""
    shares = prediction.probabilities if prediction else None
    show_shares(
        shares, class_names=class_names, caption=caption, is_answer=prediction is None or prediction.is_digit
    )


def show_shares(
    shares: NDArray[np.floating] | None, *, class_names: Sequence[str], caption: str, is_answer: bool = True
) -> None:
    """The bars of probabilities (K,); the largest is marked, unless they are those of no digit."""
    largest = int(shares.argmax()) if shares is not None and is_answer else None
    rows = []
    for index, name in enumerate(class_names):
        share = float(shares[index]) if shares is not None else 0.0
        kind = "chosen" if index == largest else "other"
        words = in_percent(share) if shares is not None else ""
        rows.append(_ROW.format(kind=kind, name=html.escape(name), percent=100 * share, words=words))
    st.html(
        f'<table class="bars{"" if is_answer else " muted"}"><caption>{html.escape(caption)}</caption>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def in_percent(share: float) -> str:
    """A probability in percent: never 100%, since no model is certain."""
    if share > 0.9995:
        return f">{languages.percent(0.999)}"
    return f"<{languages.percent(0.001)}" if share < 0.0005 else languages.percent(share)
