"""Images on hover, and clicks, for a Plotly chart in two or three dimensions.

Plotly can show text on hover but no image, and Streamlit passes on no click in a 3-D chart. This invisible
component sits in the same page: it finds the chart by its key, listens to Plotly's own events, draws the image beside the
pointer, and sends the clicked point's number (its `customdata`).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore.figures.sprite import COLUMNS, sprite_address

_CSS = """
.peek {
    position: fixed; z-index: 1000; pointer-events: none; padding: 4px; border-radius: 8px;
    border: 1px solid var(--st-border-color); background: var(--st-background-color); box-shadow: 0 2px 10px #0004;
}
.peek span { display: block; image-rendering: pixelated; }
"""

# The chart may be drawn after this runs, or drawn anew: it is looked for until the component goes.
_JAVASCRIPT = """
const SIZE = 84;
export default function (component) {
    const { data, parentElement, setTriggerValue } = component;
    parentElement.querySelector(".peek")?.remove();
    const peek = document.createElement("div");
    peek.className = "peek";
    peek.hidden = true;
    const picture = document.createElement("span");
    peek.append(picture);
    parentElement.append(peek);
    let pointer = { x: 0, y: 0 };
    let pressed = null, chosen = null;
    const follow = (event) => { pointer = { x: event.clientX, y: event.clientY }; };
    const press = (event) => { follow(event); pressed = pointer; };
    // In 3-D Plotly tells of a click when the button goes down. Taking the chart away before it is up again breaks its
    // camera, and the press may yet become a turn: so the click counts when the pointer goes up where it pressed.
    const release = (event) => {
        const moved = pressed && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > 6;
        const index = chosen;
        pressed = chosen = null;
        if (index !== null && !moved) setTimeout(() => open(index), 0);
    };
    const drop = () => { pressed = chosen = null; };
    const ears = { pointermove: follow, pointerdown: press, pointerup: release, pointercancel: drop };
    for (const [name, ear] of Object.entries(ears)) document.addEventListener(name, ear, { passive: true, capture: true });
    const open = (index) => {
        setTriggerValue("picked", index);
        document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });  // where it opens
    };
    const place = (index) => {
        const column = index % data.columns, row = Math.floor(index / data.columns);
        Object.assign(picture.style, {
            width: `${SIZE}px`, height: `${SIZE}px`,
            backgroundImage: `url(${data.sprite})`,
            backgroundSize: `${data.columns * SIZE}px auto`,
            backgroundPosition: `-${column * SIZE}px -${row * SIZE}px`,
        });
        const left = Math.min(pointer.x + 18, window.innerWidth - SIZE - 20);
        const top = Math.max(8, pointer.y - SIZE - 24);
        Object.assign(peek.style, { left: `${left}px`, top: `${top}px` });
        peek.hidden = false;
    };
    // While a 3-D chart is drawn anew, Plotly may tell of a point that has no data yet.
    const number = (event) => event.points?.[0]?.customdata?.[0];
    let chart = null;
    const hover = (event) => {
        const index = number(event);
        if (index !== undefined) place(Number(index));
    };
    const leave = () => { peek.hidden = true; };
    const click = (event) => {
        const index = number(event);
        if (index === undefined) return;
        if (pressed) chosen = Number(index);
        else open(Number(index));
    };
    const detach = () => {
        if (!chart?.removeListener) return;  // Plotly has already let go of it
        chart.removeListener("plotly_hover", hover);
        chart.removeListener("plotly_unhover", leave);
        chart.removeListener("plotly_click", click);
    };
    const attach = () => {
        const found = document.querySelector(`.st-key-${data.chart} .js-plotly-plot`);
        if (!found || found === chart || !found.on) return;
        detach();
        chart = found;
        chart.on("plotly_hover", hover);
        chart.on("plotly_unhover", leave);
        chart.on("plotly_click", click);
        chart.dataset.peeks = true;  // from now on presses are heard
    };
    const timer = setInterval(attach, 200);
    return () => {
        clearInterval(timer);
        detach();
        for (const [name, ear] of Object.entries(ears)) document.removeEventListener(name, ear, { capture: true });
        peek.remove();
    };
}
"""

_component = st.components.v2.component("digitlab_peek", css=_CSS, js=_JAVASCRIPT)


def show(
    images: NDArray[np.uint8], *, key: str, chart: str, maximum: float, on_pick: Callable[[int], None]
) -> None:
    """Give the chart with key `chart` hover images; `customdata` of its points are positions in `images`."""

    def pass_on() -> None:
        position = st.session_state[key].get("picked")
        if isinstance(position, int) and 0 <= position < len(images):
            on_pick(position)

    _component(
        key=key,
        data={"sprite": sprite_address(images, maximum=maximum), "columns": COLUMNS, "chart": chart},
        on_picked_change=pass_on,
        height=1,
    )
