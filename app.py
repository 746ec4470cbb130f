"""Digit Lab's front door: page configuration and the table of pages. Start it with `make run`.

A page is one file in `pages/`; what all pages share (sidebar, guard, state) is in `pages/_shared/`.
"""

import streamlit as st

from pages._shared import frame

st.set_page_config(page_title="Digit Lab", page_icon="assets/icon.svg", layout="wide")

PAGES = [
    st.Page("pages/home.py", title="Home", icon=":material/home:", default=True),
    st.Page("pages/explore.py", title="Explore", icon=":material/travel_explore:"),
    st.Page("pages/data.py", title="Data", icon=":material/database:"),
]

frame.run(st.navigation(PAGES))
