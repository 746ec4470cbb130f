"""Draw: draw a digit, see at once what a model says of it, and whether to trust it."""

import streamlit as st

from pages._draw import board, details, history
from pages._shared import frame, models

frame.guard(__file__)
frame.heading("Draw", "The model knows only the images it learned from. Is that enough for your handwriting?")

with st.sidebar:
    model = models.choose()
board.show(model)
details.show(model)
history.show()
