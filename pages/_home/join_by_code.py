"""On a phone: the way to the class for who typed the address of the server without the rest of it."""

from __future__ import annotations

import streamlit as st

from pages._shared.controls import visitor


def show() -> None:
    """A line above the sheet; nothing on a wider screen."""
    if visitor.is_on_telephone():
        st.page_link("pages/classroom.py", label="Joining a class? Type its code", icon=":material/groups:")
