"""The room as desk and projector poll it: one `LiveWall` for each room, and predictions that came too late for the seats."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.polls import polls
from digitcore.lab.rooms import rounds, wall
from digitcore.lab.rooms.live_wall import LiveWall, WallView
from digitcore.lab.rooms.wall import WallDrawing
from pages._classroom import room_prediction
from pages._shared import lab, models
from pages._shared.server import room_news

_PREDICTIONS_AT_ONCE = 20
"""They take a fraction of a second; the next run adds the others."""
_PREDICTED_AGAIN_SECONDS = 1.0


@st.cache_resource(max_entries=16, show_spinner=False)
def wall_of(room_id: str) -> LiveWall:
    """The room's wall, shared by all who show it."""
    return LiveWall(lab.store(), room_id)


def caught_up(room_id: str) -> WallView:
    """The room as it is now; drawings of closed rounds that have no prediction yet get theirs."""
    snapshot = wall_of(room_id).caught_up()
    if snapshot.unanswered:
        room_news.run_soon(_PREDICTED_AGAIN_SECONDS)
    model = snapshot.room.settings.model
    predictor = models.ready(model) if snapshot.unanswered else None
    if predictor is None or predictor.facts.framing is None:
        return snapshot
    late = _of_closed_rounds(snapshot)[:_PREDICTIONS_AT_ONCE]
    if not late:
        return snapshot
    predicted = [room_prediction.added_to(drawing, predictor) for drawing in late]
    wall.put_answers(lab.store(), room_id, predicted, model=model)
    return wall_of(room_id).caught_up()


def without_drawings_voted_on(snapshot: WallView) -> WallView:
    """The room as the class may see it: without the drawings that it votes on, whose answers other screens would show."""
    secret = polls.kept_secret(lab.store(), snapshot.room.id)
    return snapshot.without(secret) if secret else snapshot


def _of_closed_rounds(snapshot: WallView) -> list[WallDrawing]:
    """Drawings of closed rounds that have no prediction yet: in an open round each seat requests its own."""
    latest = rounds.latest(lab.store(), snapshot.room.id)
    open_number = latest.number if latest and latest.is_open else None
    return [drawing for drawing in snapshot.unanswered if drawing.round != open_number]
