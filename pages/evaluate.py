"""Evaluate: what a model gets right and wrong, how sure it may be, and what each measure says."""

import streamlit as st

from pages._evaluate import (
    certainty,
    classes,
    inside,
    judged_model,
    matrix,
    mistakes,
    take_away,
    training_curves,
)
from pages._shared import frame, models
from pages._shared.controls import widgets

frame.guard(__file__)
frame.heading(
    "Evaluate",
    "A model is judged on images that it never saw. Which ones does it get wrong, and does it know?",
)

VIEWS = {
    "matrix": ("Confusion", matrix.show),
    "mistakes": ("Mistakes", mistakes.show),
    "classes": ("Each class", classes.show),
    "certainty": ("Certainty", certainty.show),
    "inside": ("Inside", inside.show),
    "curves": ("Curves", training_curves.show),
    "away": ("Take away", take_away.show),
}

with st.sidebar:
    model = models.choose(for_drawings=False)
judged = judged_model.choose(model)
judged_model.heading(judged)
view = widgets.segments(
    "judging", "View", {name: title for name, (title, _) in VIEWS.items()}, show_label=False
)
VIEWS[view][1](judged)
