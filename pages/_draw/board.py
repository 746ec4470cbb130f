"""The board: a way to bring ink, and the answer beside it. It runs at every piece of a stroke, so nothing slow is here.

What takes longer is in `details` and `history`, which run when the pen rests.
"""

from __future__ import annotations

import hashlib

import numpy as np
import streamlit as st

from digitcore.data.ink import Drawing, segments
from digitcore.learning.prediction.prediction import Predictor
from pages._draw import answer, history, input_ways, prompts
from pages._shared import frame, models
from pages._shared.board import canvas, pen_rest
from pages._shared.board.canvas import Paper
from pages._shared.board.desk import BLANK, NO_INK, Answer, Desk, desk
from pages._shared.components import polling
from pages._shared.controls import state, visitor, widgets
from pages._shared.server import server_load

_POLL_SECONDS = 0.5


def show(model: str) -> None:
    """The board; it polls while its model is loading."""
    if state.page_was_entered():
        canvas.put_back(desk(), paper=state.get("paper"))
    narrow = visitor.is_on_telephone()
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="content"):
            widgets.segments(
                "way", "Bring a digit", input_ways.TITLES, show_label=False, on_change=_another_way
            )
        if not narrow:
            _options(desk())
    waits = not models.loading(model).finished.is_set()
    polling.every(_POLL_SECONDS if waits else None)(_board)(model, waits)
    if narrow:  # the canvas comes first
        _options(desk())


def _board(model: str, waits: bool) -> None:
    with frame.errors_as_sentences():
        loading = models.loading(model)
        if waits and loading.finished.is_set():
            state.run_again()
        on_desk = desk()
        narrow = visitor.is_on_telephone()
        with st.container(horizontal=not narrow, gap="small" if narrow else "large"):
            left = st.container(width=canvas.side_px(), key="board_left")
            right = st.container(width="stretch", key="board_right")
        with left:
            prompts.show(on_desk)
            paper = _bring(on_desk, model)
        _read(on_desk, models.ready(model), model)
        with right:
            answer.show(on_desk, loading)
        if paper:
            with left:
                canvas.show_buttons(
                    on_desk,
                    paper,
                    on_clear=on_desk.new_sheet,
                    on_emptied=on_desk.note_emptied,
                    moment=on_desk.moment,
                    spoken=answer.spoken(on_desk),
                    pace=server_load.pace(server_load.share()),
                )
        if paper is None or not paper.is_pen_down:
            with frame.errors_as_sentences():  # what cannot be kept is answered all the same
                history.keep(on_desk)
        if paper is None:
            pen_rest.notify(on_desk.moment)


def _bring(on_desk: Desk, model: str) -> Paper | None:
    """Show the widgets of the chosen way, and put their ink on the desk; only the canvas has a paper to return."""
    way = state.get("way")
    if way != "canvas":
        on_desk.drawing = NO_INK  # where the way fails, its sentence stands alone
        with frame.errors_as_sentences():
            on_desk.drawing = input_ways.WAYS[way](on_desk, model)
        return None
    paper = canvas.show(on_desk, paper=state.get("paper"), brush=canvas.brush_px(state.get("brush")))
    if paper.drawing.is_blank:
        on_desk.note_blank()
    elif _is_another(on_desk, paper.drawing) and not on_desk.comes_back(version_of(paper.drawing)):
        on_desk.begin_another()
    on_desk.drawing = paper.drawing
    return paper


def _is_another(on_desk: Desk, drawing: Drawing) -> bool:
    """Whether the canvas was emptied and drawn on again, and one message brings both."""
    kept, new = canvas.strokes_kept_and_new(drawing, on_desk.drawing)
    return new > 0 and (on_desk.was_emptied or kept == 0)


def _read(on_desk: Desk, predictor: Predictor | None, model: str) -> None:
    """Let the model predict, unless it has answered for this ink already."""
    version = version_of(on_desk.drawing)
    if predictor is None or version == BLANK:
        on_desk.answers = ()
    elif version != on_desk.version or model != on_desk.model or not on_desk.answers:
        on_desk.answers = tuple(
            Answer(digit, predictor.predict(digit)) for digit in segments(on_desk.drawing)
        )
    on_desk.version, on_desk.model = version, model


def version_of(drawing: Drawing) -> str:
    """A name for the ink: equal for equal strokes or pixels."""
    if drawing.is_blank:
        return BLANK
    digest = hashlib.blake2b(digest_size=8)
    for array in (*drawing.strokes, *([] if drawing.bitmap is None else [drawing.bitmap])):
        digest.update(np.ascontiguousarray(array).data)
        digest.update(b"|")
    return digest.hexdigest()


def _options(on_desk: Desk) -> None:
    with st.popover("Options", icon=":material/tune:"):
        prompts.choose()
        widgets.segments("brush", "Brush", {name: name for name in canvas.BRUSHES})
        papers = {name: name for name in canvas.PAPERS}
        widgets.segments("paper", "Paper (another colour empties it)", papers, on_change=on_desk.new_sheet)


def _another_way() -> None:
    desk().new_sheet()
