"""A grid of small images with captions; where `on_pick` is given, each is a button that keyboard and finger can press.

All images of a grid travel as one PNG. Which image was picked is the caller's business.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from digitcore.figures.sprite import COLUMNS, sprite_address
from pages._shared.components import presenter

_CSS = """
.grid { display: flex; flex-wrap: wrap; gap: 0.5rem; font: 0.8rem var(--st-font, sans-serif); }
.tile {
    display: flex; flex-direction: column; align-items: center; gap: 0.15rem; margin: 0; padding: 0.25rem;
    color: var(--st-text-color); background: none; border: 2px solid transparent; border-radius: 0.5rem; font: inherit;
}
button.tile { cursor: pointer; }
button.tile:hover, button.tile:focus-visible { border-color: var(--st-primary-color); outline: none; }
.tile[aria-pressed="true"] { border-color: var(--st-primary-color); background: var(--st-secondary-background-color); }
.picture { border-radius: 0.25rem; border: 1px solid var(--st-border-color); image-rendering: pixelated; }
.caption { font-variant-numeric: tabular-nums; line-height: 1.2; text-align: center; white-space: pre-line; }
"""

# Captions go through textContent, so nothing in them can become markup.
_JAVASCRIPT = """
export default function (component) {
    const { parentElement, setTriggerValue } = component;
    const data = JSON.parse(component.data.gallery);
    const grid = document.createElement("div");
    grid.className = "grid";
    grid.setAttribute("role", "group");
    grid.setAttribute("aria-label", data.label);
    data.captions.forEach((caption, index) => {
        const tile = document.createElement(data.pickable ? "button" : "figure");
        tile.className = "tile";
        const picture = document.createElement("span");
        picture.className = "picture";
        picture.setAttribute("role", "img");
        picture.setAttribute("aria-label", data.names[index]);
        const column = index % data.columns, row = Math.floor(index / data.columns);
        Object.assign(picture.style, {
            width: `${data.size}px`, height: `${data.size}px`, display: "block",
            backgroundImage: `url(${data.sprite})`,
            backgroundSize: `${data.columns * data.size}px auto`,
            backgroundPosition: `-${column * data.size}px -${row * data.size}px`,
        });
        tile.append(picture);
        if (caption) {
            const words = document.createElement("span");
            words.className = "caption";
            words.textContent = caption;
            tile.append(words);
        }
        if (data.pickable) {
            tile.type = "button";
            tile.setAttribute("aria-pressed", String(index === data.picked));
            tile.onclick = () => {
                setTriggerValue("picked", index);
                if (data.scrolls) document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
            };
        }
        grid.append(tile);
    });
    parentElement.querySelector(".grid")?.remove();
    parentElement.append(grid);
}
"""

_component = st.components.v2.component("digitlab_gallery", css=_CSS, js=_JAVASCRIPT)


def show(
    images: NDArray[np.uint8],
    *,
    key: str,
    maximum: float,
    label: str,
    names: Sequence[str],
    captions: Sequence[str] | None = None,
    size: int = 56,
    picked: int | None = None,
    on_pick: Callable[[int], None] | None = None,
    scrolls: bool = True,
) -> None:
    """Show `images` (n, h, w); `names` are read to the blind, `captions` stand below. `on_pick` gets the position.

    Where it `scrolls`, the page goes to its top, where the picked image opens.
    """

    def pass_on() -> None:
        position = st.session_state[key].get("picked")
        if on_pick and isinstance(position, int) and 0 <= position < len(images):
            on_pick(position)

    gallery = {
        "sprite": sprite_address(images, maximum=maximum),
        "columns": COLUMNS,
        "size": presenter.size_px(size),
        "label": label,
        "names": list(names),
        "captions": list(captions) if captions is not None else [""] * len(images),
        "picked": picked,
        "pickable": on_pick is not None,
        "scrolls": scrolls,
    }
    # One string: in lists Streamlit looks for data frames, and loads pandas for it while the first page waits.
    _component(key=key, data={"gallery": json.dumps(gallery)}, on_picked_change=pass_on)
