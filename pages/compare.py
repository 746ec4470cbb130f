"""Compare: which of several models is better, at what cost, on which images they differ, and what seeds make of it."""

import streamlit as st

from pages._compare import chosen_models, cost, images, lessons, seeds, table
from pages._shared import frame
from pages._shared.controls import state, widgets

frame.guard(__file__)
frame.heading(
    "Compare",
    "One model has the higher accuracy. Is it really better, what does it cost, and would another seed turn it round?",
)

VIEWS = {
    "table": ("Side by side", table.show),
    "cost": ("What it costs", cost.show),
    "images": ("Where they disagree", images.show),
    "seeds": ("Several seeds", seeds.show),
}

titles = {name: title for name, (title, _) in VIEWS.items()} | {"lessons": "Lessons"}
view = widgets.segments("comparing", "View", titles, show_label=False)
if view == "lessons":
    lessons.show()
else:
    chosen = chosen_models.choose()
    if chosen or view == "cost":
        VIEWS[view][1](chosen)
    else:
        st.write("Choose two models above. Nothing trained yet? A lesson trains the models it compares.")
        st.button(
            "See the lessons", icon=":material/school:", on_click=state.put, args=("comparing", "lessons")
        )
