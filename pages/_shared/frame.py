"""What surrounds every page: guard, sidebar, heading, and the one place where errors become sentences.

`guard` and `run` are two halves of one fix. Where the first request to a fresh server is a deep link, Streamlit serves that
file of `pages/` itself, and `app.py` never runs. So each page calls `guard` first: it remembers the page and its query and
switches to `app.py`, whose `run` switches back.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import streamlit as st

from digitcore import settings
from digitcore.data import datasets, spoiling
from digitcore.data.dataset import Dataset, Option, OptionValue, Source
from digitcore.errors import DigitLabError
from digitcore.languages import gettext as _
from pages._shared import background_tasks
from pages._shared.components import presenter
from pages._shared.controls import language, lesson, lesson_link, state, visitor, widgets, words

_log = logging.getLogger(__name__)
_run = threading.local()
"""Whether this thread's run began in `app.py`; a session's runs may come from different threads."""
_LOADING_SECONDS = 12.0
"""Of the processor, for one dataset: a link may ask for any, and others wait meanwhile."""
_PAGES_ON_DATA = ("explore", "data", "train", "compare")
"""Pages that show the chosen dataset, or train on it. The others have the data of their model, or none."""
_LONGEST_SLIDER = 100
"""A number with more values than this is typed, not dragged."""


def guard(page_file: str) -> None:
    """The first call of each page: make sure that this run began in `app.py`."""
    if not getattr(_run, "in_app", False):
        page = Path(page_file).relative_to(settings.PROJECT).as_posix()
        state.remember_requested_page(page, st.query_params.to_dict())
        st.switch_page("app.py", query_params=st.query_params.to_dict())


def run(page: Any) -> None:
    """The last call of `app.py`: the frame, and the chosen page in it."""
    if requested := state.take_requested_page():
        st.switch_page(requested[0], query_params=requested[1])
    state.begin_run(page.url_path)
    background_tasks.begin_run()
    visitor.remember()
    language.begin_page(page.url_path)
    st.html(settings.ASSETS / "style.css")
    st.logo("assets/logo.svg", size="large", icon_image="assets/icon.svg")
    _run.in_app = True
    with st.container(key="went_wrong"):  # a place that stays, and is seen wherever the press was
        if sentence := state.take_callback_error():
            st.error(sentence, icon=":material/error:")
    presenter.dress_page()
    with widgets.stable_place():
        lesson_link.show_line()
    try:
        with errors_as_sentences():
            if page.url_path in _PAGES_ON_DATA and not _is_on_a_run(page):
                with st.sidebar:
                    _choose_dataset()
            page.run()
    finally:
        _run.in_app = False
    with st.sidebar:
        presenter.show_switch()
        lesson_link.show_button()
    language.tell_browser()
    state.end_run()
    background_tasks.end_run()


def _is_on_a_run(page: Any) -> bool:
    """Whether the page shows a run, which has its own data."""
    return page.url_path == "train" and bool(state.get("run"))


@contextmanager
def errors_as_sentences() -> Iterator[None]:
    """Turn an error inside into a sentence on the page. Fragments need it too, since they run without `run`."""
    if state.has_callback_error():
        state.run_again()  # of a press in a fragment: only a run of the page says it
    try:
        yield
    except background_tasks.StillWorking:
        pass  # the page shows how far the work is, and is run again when it is done
    except DigitLabError as error:
        st.error(str(error), icon=":material/error:")
    except Exception:  # noqa: BLE001  the visitor gets a sentence, the log the details
        _log.exception("a page failed")
        st.error(
            _("This page failed, and the fault is ours. Reload it; if that does not help, go back to Home.")
        )


def heading(title: str, sentence: str) -> None:
    """The page's title and the one sentence that says what it teaches; a projector's room is for what is shown."""
    st.title(title, anchor=False)
    if sentence and not presenter.is_on():
        st.markdown(f":gray[{sentence}]")


def is_spoiled() -> bool:
    """Whether the sidebar spoils the data."""
    return spoiling.is_spoiled({option.name: state.get(option.name) for option in spoiling.OPTIONS})


def visible_sources() -> dict[str, Source]:
    """The datasets of the app, those that this visitor added, and the one that the link names."""
    return {
        name: source
        for name, source in datasets.sources().items()
        if source.is_listed_for(visitor.current()) or name == state.get("dataset")
    }


def chosen_dataset() -> Dataset:
    """The dataset of the sidebar, with its options; loads it, with progress, if it has to."""
    source = datasets.find(state.get("dataset"))
    return loaded(source.name, _unlike_default(datasets.options_of(source)))


def clean_dataset() -> Dataset:
    """The same dataset before it was spoiled."""
    source = datasets.find(state.get("dataset"))
    return loaded(source.name, _unlike_default(source.options))


def loaded(name: str, options: Mapping[str, OptionValue]) -> Dataset:
    """A dataset, loaded once for all visitors."""
    return background_tasks.result_or_stop(
        ("dataset", name, tuple(options.items())),
        lambda report: datasets.load(name, report=report, **options),
        most_seconds=_LOADING_SECONDS,
    )


def _choose_dataset() -> None:
    known = visible_sources()
    if (chosen := state.get("dataset")) not in known:
        st.toast(f"There is no dataset “{words.plain(chosen[:40])}” here (any more).", duration="long")
    name = widgets.select(
        "dataset",
        "Dataset",
        list(known),
        lambda name: known[name].title_for(visitor.current()),
        on_change=state.forget_place,
    )
    source = known[name]
    facts = source.facts
    st.caption(f"{facts.side}×{facts.side} pixels, values 0 to {facts.maximum}, {facts.class_count} classes.")
    for option in source.options:
        _widget(option)
    _damage()


def _damage() -> None:
    with widgets.stable_place():
        if is_spoiled():
            st.badge("damaged", icon=":material/blur_on:", color="orange")
    ways = [option.name for option in spoiling.OPTIONS]
    with widgets.folded(ways, "Damage the data (experiment)", icon=":material/blur_on:", key="spoil"):
        for option in spoiling.OPTIONS:
            _widget(option)
        if is_spoiled() and any(map(lesson.is_free, ways)):
            st.button("Make it clean again", on_click=_make_clean, width="stretch")


def _make_clean() -> None:
    for option in spoiling.OPTIONS:
        state.put(option.name, option.default)


def _widget(option: Option) -> None:
    if option.high <= _LONGEST_SLIDER:
        widgets.slider(
            option.name, option.title, option.low, option.high, step=option.step, help=option.sentence
        )
    else:
        widgets.number(
            option.name, option.title, option.low, option.high, step=option.step, help=option.sentence
        )


def _unlike_default(options: Iterable[Option]) -> dict[str, int | float]:
    return {
        option.name: state.get(option.name) for option in options if state.get(option.name) != option.default
    }
