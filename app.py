"""Digit Lab's front door: page configuration and the table of pages. Start it with `make run`.

A page is one file in `pages/`; what all pages share (sidebar, guard, state) is in `pages/_shared/`.
"""

import streamlit as st
from starlette.middleware import Middleware

from digitcore.lab.maintenance.backup import unfinished
from pages._shared import frame
from pages._shared.server import cleaner, connections, descriptors, first_page
from pages._shared.server.browser_files import browser_route
from pages._shared.server.middleware.compressed import Compressed
from pages._shared.server.middleware.foreign_origins import ForeignOrigins
from pages._shared.server.middleware.headers import SecurityHeaders
from pages._shared.server.middleware.known_hosts import KnownHosts
from pages._shared.server.middleware.message_limit import MessageLimit
from pages._shared.server.middleware.page_document import PageDocument
from pages._shared.server.middleware.upload_limit import UploadLimit
from pages._shared.server.middleware.visitor_cookie import VisitorCookie
from pages._shared.server.model_files import model_route
from pages._shared.server.new_visitor import new_visitor_route
from pages._shared.server.phone_check import phone_route
from pages._shared.server.repairs import repairs
from pages._shared.server.run_feed import run_routes

if __name__ == "app":  # the server imports this file once; what visitors get is run as __main__, below
    repairs.make()  # before the first visitor comes: the runs of a session that began without them may lose a press
    unfinished.settle()
    descriptors.raise_limit()
    connections.bound()
    cleaner.start()
    first_page.import_what_it_needs()
    app = st.App(
        "app.py",
        routes=[browser_route(), model_route(), *run_routes(), new_visitor_route(), phone_route()],
        middleware=[
            Middleware(KnownHosts),
            Middleware(ForeignOrigins),
            Middleware(MessageLimit),
            Middleware(UploadLimit),
            Middleware(SecurityHeaders),
            Middleware(VisitorCookie),
            Middleware(PageDocument),
            Middleware(Compressed),
        ],
    )

# A worker process that trains is spawned from here, and imports this file once more.
if __name__ == "__main__":
    st.set_page_config(page_title="Digit Lab", page_icon="assets/icon.svg", layout="wide")

    pages = {
        "Draw": [
            st.Page("pages/home.py", title="Home", icon=":material/home:", default=True),
            st.Page("pages/draw.py", title="Draw", icon=":material/draw:"),
        ],
        "Data": [
            st.Page("pages/explore.py", title="Explore", icon=":material/travel_explore:"),
            st.Page("pages/data.py", title="Data", icon=":material/database:"),
        ],
        "Models": [
            st.Page("pages/train.py", title="Train", icon=":material/model_training:"),
            st.Page("pages/evaluate.py", title="Evaluate", icon=":material/fact_check:"),
            st.Page("pages/compare.py", title="Compare", icon=":material/balance:"),
            st.Page("pages/recipes.py", title="Recipes", icon=":material/menu_book:"),
        ],
        "Lesson": [
            st.Page("pages/classroom.py", title="Classroom", icon=":material/groups:"),
            st.Page("pages/check.py", title="Ready for class?", icon=":material/checklist:"),
        ],
    }

    frame.run(st.navigation(pages))
