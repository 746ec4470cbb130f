"""On a phone: the way to the class for who typed the address of the server without the rest of it."""

from __future__ import annotations

import streamlit as st

from digitcore import languages
from digitcore.languages import gettext as _
from pages._shared.controls import language, visitor


def show() -> None:
    """A line above the sheet; nothing on a wider screen."""
    if visitor.is_on_telephone():
        with languages.speaking(language.of_visitor()):  # a pupil's, on a page that is English
            label = _("Joining a class? Type its code")
        st.page_link("pages/classroom.py", label=label, icon=":material/groups:")
