"""Parts of a page that are drawn anew when the pen has come to rest, each by itself: the page is not run for them.

The pen (`pen`), or `tell` where there is none, asks the whole document whether anything still shows another moment; an
invisible component in each such part answers, and has its own fragment run where it does. What a moment is, is the
caller's business.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import streamlit as st

# `detail.waits` goes back to the pen at once: events are heard before `dispatchEvent` returns. One part is run at a time: what
# is pressed meanwhile waits for one part at most.
_JAVASCRIPT = """
const ears = new WeakMap();
export default function (component) {
    const { data, parentElement, setTriggerValue } = component;
    let ear = ears.get(parentElement);
    if (!ear) {
        ear = { asked: null };
        ear.hear = ({ detail }) => {
            if (detail.waits || detail.moment === ear.shown) return;
            detail.waits = true;
            const asked = `${detail.moment} ${detail.since}`;  // a moment may come back, and is asked for again then
            if (ear.asked === asked) return;
            ear.asked = asked;
            ear.tell("rested", detail.moment);
        };
        document.addEventListener("digitlab-rests", ear.hear);
        ears.set(parentElement, ear);
    }
    Object.assign(ear, { shown: data.shown, tell: setTriggerValue });
    document.dispatchEvent(new CustomEvent("digitlab-shown"));
    return () => {
        document.removeEventListener("digitlab-rests", ear.hear);
        ears.delete(parentElement);
    };
}
"""

# As the pen, it waits until nothing has changed for a moment, and so asks once for a row of keys.
_TELL_JAVASCRIPT = """
const REST_MS = 350;
const tellers = new WeakMap();
export default function ({ data, parentElement }) {
    let teller = tellers.get(parentElement);
    if (!teller) {
        teller = {};
        teller.ask = () => {
            const detail = { moment: teller.moment, since: teller.since, waits: false };
            document.dispatchEvent(new CustomEvent("digitlab-rests", { detail }));
        };
        teller.wait = () => {
            clearTimeout(teller.rest);
            teller.rest = setTimeout(teller.ask, REST_MS);
        };
        document.addEventListener("digitlab-shown", teller.wait);
        tellers.set(parentElement, teller);
    }
    if (teller.moment !== data.moment) teller.since = performance.now();
    teller.moment = data.moment;
    teller.wait();
    return () => {
        clearTimeout(teller.rest);
        document.removeEventListener("digitlab-shown", teller.wait);
        tellers.delete(parentElement);
    };
}
"""

_component = st.components.v2.component("digitlab_resting", js=_JAVASCRIPT)
_teller = st.components.v2.component("digitlab_resting_teller", js=_TELL_JAVASCRIPT)


def follows(key: str, moment: Callable[[], str]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a function a fragment that is run again when the pen rests and `moment()` is not what it has shown."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        @st.fragment
        @wraps(function)
        def shown(*args: object, **kwargs: object) -> None:
            place = st.empty()  # a place of its own, whatever is drawn below
            now = moment()
            function(*args, **kwargs)
            with place:
                _component(key=key, data={"shown": now}, on_rested_change=lambda: None, height=1)

        return shown

    return decorate


def tell(moment: str) -> None:
    """Have the parts follow to this moment now, where no pen does it."""
    _teller(key="resting_teller", data={"moment": moment}, height=1)
