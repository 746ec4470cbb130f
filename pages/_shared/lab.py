"""The store of runs and the thread that hands them to worker processes: one of each for all visitors."""

from __future__ import annotations

import streamlit as st

from digitcore.lab.queue.dispatcher import Jobs
from digitcore.lab.queue.machine_speed import known as known_speeds
from digitcore.lab.store.store import Store, open_store
from digitcore.learning.engine.training_estimate import Speed


@st.cache_resource(show_spinner=False)
def jobs() -> Jobs:
    """The dispatcher, started once a server; the worker's start is asked for, since somebody is about to train."""
    dispatcher = Jobs(store())
    dispatcher.start()
    dispatcher.warm()
    return dispatcher


def store() -> Store:
    """The database of the settings."""
    return open_store()


def speeds() -> dict[str, Speed]:
    """What recipes take on the machine that trains, as far as it was measured."""
    return known_speeds(store())
