"""A chart as every page shows it: the picture, a sentence of meaning, its sample, and the table behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas  # noqa: F401, TID253  see below
import streamlit as st
from numpy.typing import NDArray

from digitcore.figures.matrix import MODES, Mode, matrix_table
from digitcore.figures.picture import Picture, Table
from digitcore.figures.style import fit_projector
from pages._shared.components import confusion_matrix, presenter
from pages._shared.controls import visitor, words

# Plotly checks whether pandas is loaded, and fails while another thread is loading it: so it is loaded first.

_ALWAYS_A_TABLE_UP_TO_ROWS = 40
_ZOOMING = ("zoomIn2d", "zoomOut2d", "resetScale2d", "pan2d")
_USUAL_HEIGHT = 450
"""Plotly's own, in pixels."""


def show(
    picture: Picture,
    *,
    key: str,
    meaning: str,
    sample: str,
    passing: str = "",
    selects: Sequence[str] = (),
    zooms: bool = False,
) -> None:
    """The chart, its words below, and its numbers folded away.

    `passing` are words that come and go while the chart stays: Streamlit draws another one where its alternative text
    changes. `selects` are Plotly's own buttons with which points are selected ("select2d", "lasso2d"); `peek` tells of them. A
    flat map `zooms`: `map_view` has to stand beside it, or a wheel that scrolls past would be caught.
    """
    figure = picture.figure
    if visitor.is_on_telephone():
        figure = picture.on_telephone
    elif presenter.is_on():
        figure = fit_projector(figure, height=presenter.size_px(figure.layout.height or _USUAL_HEIGHT))
    st.plotly_chart(
        figure,
        key=key,
        width=presenter.size_px(picture.width) if picture.width else "stretch",
        config=_config(picture.name, selects, zooms=zooms),
        alt=words.unmarked(f"{meaning} {sample}"),
    )
    explain(meaning, sample + passing)
    numbers(picture.table, name=picture.name, key=key)


def confusion(
    counts: NDArray[np.integer],
    class_names: Sequence[str],
    *,
    key: str,
    name: str,
    meaning: str,
    sample: str,
    mode: Mode = MODES["counts"],
    on_press: Callable[[int, int], None] | None = None,
    picked: tuple[int, int] | None = None,
    focus: int | None = None,
) -> None:
    """A confusion matrix (`confusion_matrix`) with its words and its numbers; `name` is that of the file."""
    confusion_matrix.show(
        counts, class_names, key=key, mode=mode, on_press=on_press, picked=picked, focus=focus, file=name
    )
    explain(meaning, sample)
    numbers(matrix_table(counts, class_names), name=name, key=key)


def explain(meaning: str, sample: str) -> None:
    """What a picture means, and what it was made from."""
    st.markdown(f"{meaning} :gray[{sample}]")


def numbers(table: Table, *, name: str, key: str) -> None:
    """The table behind a picture; built only when somebody opens it."""
    with st.expander("Numbers", icon=":material/table:", key=f"{key}_numbers", on_change="rerun") as folded:
        if not folded.open:
            return
        if len(table) <= _ALWAYS_A_TABLE_UP_TO_ROWS:
            small_table(table.columns)
        else:
            st.dataframe(table.columns, hide_index=True, height=300)
        download(table, name=name, key=key)


def small_table(columns: Mapping[str, Sequence[Any]]) -> None:
    """A table whose words are no Markdown, as which Streamlit would read them."""
    plain = {
        words.plain(title): [words.plain(cell) if isinstance(cell, str) else cell for cell in cells]
        for title, cells in columns.items()
    }
    st.table(plain, hide_index=True, border="horizontal")


def download(table: Table, *, name: str, key: str) -> None:
    """A button that saves the table as CSV."""
    st.download_button(
        "CSV", table.to_csv(), file_name=f"{name}.csv", mime="text/csv",
        icon=":material/download:", key=f"{key}_csv", on_click="ignore",
    )  # fmt: skip


def _config(name: str, selects: Sequence[str], *, zooms: bool) -> dict[str, object]:
    """Of Plotly's buttons the camera, which saves the chart as PNG, and those that select or zoom: the others teach nothing."""
    zoom = {"scrollZoom": True, "doubleClickDelay": 300} if zooms else {}
    return zoom | {
        "displaylogo": False,
        "displayModeBar": True,
        "modeBarButtons": [[*(_ZOOMING if zooms else ()), *selects, "toImage"]],
        "toImageButtonOptions": {"format": "png", "filename": name, "scale": 2},
    }
