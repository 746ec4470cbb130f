"""The board: a way to bring ink, and the answer beside it. It runs at every piece of a stroke, so it holds nothing slow.

What takes longer is in `details` and `history`, which run when the pen has come to rest.
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

_LOOK_AGAIN_SECONDS = 0.5


def show(model: str) -> None:
    """The board, run again by itself while its model is on the way."""
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
    polling.every(_LOOK_AGAIN_SECONDS if waits else None)(_board)(model, waits)
    if narrow:  # the canvas comes first
        _options(desk())


def _board(model: str, waits: bool) -> None:
    with frame.errors_as_sentences():
        loading = models.loading(model)
        if waits and loading.finished.is_set():
            state.run_again()
        found = desk()
        narrow = visitor.is_on_telephone()
        with st.container(horizontal=not narrow, gap="small" if narrow else "large"):
            left = st.container(width=canvas.side_px(), key="board_left")
            right = st.container(width="stretch", key="board_right")
        with left:
            prompts.show(found)
            paper = _bring(found, model)
        _read(found, models.ready(model), model)
        with right:
            answer.show(found, loading)
        if paper:
            with left:
                canvas.show_buttons(
                    found,
                    paper,
                    on_clear=found.new_sheet,
                    on_emptied=found.note_emptied,
                    moment=found.moment,
                    spoken=answer.spoken(found),
                    pace=server_load.pace(server_load.share()),
                )
        if paper is None or not paper.is_pen_down:
            with frame.errors_as_sentences():  # what cannot be kept is answered all the same
                history.keep(found)
        if paper is None:
            pen_rest.tell(found.moment)


def _bring(found: Desk, model: str) -> Paper | None:
    """The chosen way's widgets; what they give lies on the desk afterwards. A paper is given by the canvas only."""
    way = state.get("way")
    if way != "canvas":
        found.drawing = NO_INK  # where the way fails, its sentence stands alone
        with frame.errors_as_sentences():
            found.drawing = input_ways.WAYS[way](found, model)
        return None
    paper = canvas.show(found, paper=state.get("paper"), brush=canvas.brush_px(state.get("brush")))
    if paper.drawing.is_blank:
        found.note_blank()
    elif _is_another(found, paper.drawing) and not found.comes_back(version_of(paper.drawing)):
        found.begin_another()
    found.drawing = paper.drawing
    return paper


def _is_another(found: Desk, drawing: Drawing) -> bool:
    """Whether the canvas was emptied and drawn on again before this server heard of it: one message says both then."""
    kept, new = canvas.strokes_kept_and_new(drawing, found.drawing)
    return new > 0 and (found.was_emptied or kept == 0)


def _read(found: Desk, predictor: Predictor | None, model: str) -> None:
    """Ask the model, unless it has answered for this ink already."""
    version = version_of(found.drawing)
    if predictor is None or version == BLANK:
        found.answers = ()
    elif version != found.version or model != found.model or not found.answers:
        found.answers = tuple(Answer(one, predictor.predict(one)) for one in segments(found.drawing))
    found.version, found.model = version, model


def version_of(drawing: Drawing) -> str:
    """A name for the ink: equal for equal strokes or pixels."""
    if drawing.is_blank:
        return BLANK
    digest = hashlib.blake2b(digest_size=8)
    for array in (*drawing.strokes, *([] if drawing.bitmap is None else [drawing.bitmap])):
        digest.update(np.ascontiguousarray(array).data)
        digest.update(b"|")
    return digest.hexdigest()


def _options(found: Desk) -> None:
    with st.popover("Options", icon=":material/tune:"):
        prompts.choose()
        widgets.segments("brush", "Brush", {name: name for name in canvas.BRUSHES})
        papers = {name: name for name in canvas.PAPERS}
        widgets.segments("paper", "Paper (another colour empties it)", papers, on_change=found.new_sheet)


def _another_way() -> None:
    desk().new_sheet()
