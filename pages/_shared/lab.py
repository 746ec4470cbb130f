"""The store and the dispatcher, one of each for all visitors."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.queue.dispatcher import Dispatcher
from digitcore.lab.queue.machine_speed import known_speeds
from digitcore.lab.store.store import Store, open_store
from digitcore.learning.engine.training_estimate import Speed


@st.cache_resource(show_spinner=False)
def jobs() -> Dispatcher:
    """The dispatcher, started once for a server; it starts a worker at once, since somebody is about to train."""
    dispatcher = Dispatcher(store())
    dispatcher.start()
    dispatcher.warm()
    return dispatcher


def store() -> Store:
    """The database that the settings name."""
    return open_store()


def speeds() -> dict[str, Speed]:
    """How fast the training machine is at each recipe, where that was measured."""
    return known_speeds(store())
