"""The language in which a tab is spoken to: the one that its visitor chose, or their browser's.

Pages whose words are all in the catalogue (`digitcore.languages`) are in that language; the others are English as a whole.
The choice is kept in a cookie, so that it holds after a reload and in the next lesson.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from digitcore import languages
from digitcore.languages import ENGLISH, LANGUAGES
from pages._shared.controls import session
from pages._shared.server.browser_files import browser_component
from pages._shared.server.phone_check import LANGUAGE_COOKIE

_TRANSLATED = ("classroom",)
"""Pages in the catalogue, but for the desk, which says so itself."""

_component = browser_component("language")


def _in_cookie() -> str:
    kept = st.context.cookies.get(LANGUAGE_COOKIE, "")
    return kept if kept in LANGUAGES else ""


@dataclass
class _Tab:
    chosen: str = field(default_factory=_in_cookie)
    """Empty for that of the browser."""
    spoken: str = ENGLISH
    """On the page that is on screen, also in its callbacks and fragments."""


def begin_page(page: str) -> None:
    """Speak the language of the page that is drawn next; called once per run by the frame."""
    speak(of_visitor() if page in _TRANSLATED else ENGLISH)


def speak(language: str) -> None:
    """Speak this language on this page, where it is another one than `of_visitor`."""
    session.remembered(_Tab).spoken = language


def of_visitor() -> str:
    """The visitor's language, also on a page that is English."""
    return session.remembered(_Tab).chosen or _of_browser()


def _of_browser() -> str:
    accepted = st.context.headers.get("Accept-Language") or st.context.locale
    return languages.best(accepted or "")


def tell_browser() -> None:
    """Let screen readers and hyphens know the page's language, and the browser keep what was chosen."""
    tab = session.remembered(_Tab)
    _component(
        key="language", data={"spoken": tab.spoken, "chosen": tab.chosen, "cookie": LANGUAGE_COOKIE}, height=1
    )


def show_choice(key: str) -> None:
    """The languages by their own names; a press chooses one."""
    with st.container(horizontal=True, gap="small", key=key):
        for code, each in LANGUAGES.items():
            st.button(
                each.name, key=f"{key}_{code}", type="tertiary", disabled=code == of_visitor(),
                on_click=_choose, args=(code,),
            )  # fmt: skip


def show_menu(key: str) -> None:
    """The same where there is little room: a button that opens the list, which closes with a choice."""
    st.menu_button(
        of_visitor().upper(), list(LANGUAGES), key=key, type="tertiary", format_func=lambda code: LANGUAGES[code].name,
        on_click=lambda: _choose(session.widget_value(key)),
    )  # fmt: skip


def _choose(code: str) -> None:
    session.remembered(_Tab).chosen = code


def _of_listener() -> str:
    """Of the tab whose page is made; English in work that is done for all."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return ENGLISH
    return session.remembered(_Tab).spoken


languages.follow(_of_listener)
